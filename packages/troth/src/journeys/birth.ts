/** How a pledge comes into the world: its numbers, the exposure reserved for it, and the consent given in the same breath. */
import { assert, type Id, type Instant, MINUTE_US, present } from '../kernel/index.ts';
import { type AdmissionDecision, reasonsToJson } from '../rooms/admission/index.ts';
import type { Fact } from '../rooms/conduct/index.ts';
import { type BornObligation, depositMinor } from '../rooms/offer/index.ts';
import type { Party } from '../rooms/party/index.ts';
import type { Pledge } from '../rooms/pledge/index.ts';
import { birthDetail, consentDetail } from './fact-detail.ts';
import { type ConsentGiven, consentKey, type OpenCommand, type OpenState } from './open-pledge.ts';
import type { Tools, World } from './write-set.ts';

interface Hands {
  readonly world: World;
  readonly tools: Tools;
  readonly state: OpenState;
}

/** What was decided about an order before its pledge is born. */
export interface Decided {
  readonly decision: AdmissionDecision;
  readonly obligations: readonly BornObligation[];
  readonly agreedAt: Instant;
  readonly basisId: Id<'cns'> | Id<'imp'>;
  readonly party: Party;
}

export function giveConsent(command: OpenCommand, given: ConsentGiven, { world, tools, state }: Hands): Id<'cns'> {
  const { promisorId, version } = command;
  const consentId = tools.ids.next('cns', world.now);
  state.writes.consent({
    ...given,
    consentId,
    partyId: promisorId,
    merchantId: version.merchantId,
    grantedAt: world.now,
    revokedAt: null,
  });
  state.writes.record(promisorId, {
    merchantId: version.merchantId,
    subjectId: consentId,
    kind: 'consent_granted',
    context: 'none',
    reporter: 'person',
    effectiveAt: world.now,
    recordedAt: world.now,
    weightMilli: 0,
    detail: consentDetail({ ...given, agreed: { textVersion: given.textVersion, fields: given.fields } }),
  });
  state.consents.set(
    consentKey({ partyId: promisorId, merchantId: version.merchantId, purpose: given.purpose }),
    consentId,
  );
  return consentId;
}

/** Reserves what was granted, bears the pledge and records the fact of it. */
export function bear(
  command: OpenCommand,
  decided: Decided,
  { world, tools, state }: Hands,
): { fact: Fact; pledge: Pledge } {
  const { decision, agreedAt, party } = decided;
  const { speaker } = command;
  const pledge = bornPledge(command, decided, tools.ids.next('plg', world.now), world.now);
  assert(
    pledge.grantedMinor + pledge.depositMinor === depositMinor(command.version.terms),
    'waiver_and_deposit_add_up',
  );
  const { partyId, merchantId, pledgeId, currency, grantedMinor } = pledge;
  const reserve = { partyId, merchantId, pledgeId, amountMinor: grantedMinor, currency, effectiveAt: agreedAt };
  const transfers = grantedMinor === 0 ? [] : [state.writes.transfer('reserve', reserve, world.now)];
  state.writes.changeParty(partyId, currency, { openMinor: grantedMinor, unpaidMinor: 0, openCount: 1 });
  const key = present(party.key, 'an_active_party_has_a_key');
  const hasReasons = decision.reasons.length > 0;
  state.writes.bear(pledge, hasReasons ? tools.vault.seal(key, reasonsToJson(decision.reasons), pledgeId) : null);
  const fact = state.writes.record(partyId, {
    merchantId,
    subjectId: pledgeId,
    kind: pledge.acceptedAt === null ? 'offered' : 'accepted',
    context: pledge.context,
    reporter: speaker.by === 'promisor' ? 'person' : speaker.by === 'promisee' ? 'merchant' : 'historic_import',
    effectiveAt: agreedAt,
    recordedAt: world.now,
    weightMilli: 0,
    detail: birthDetail(pledge, transfers),
  });
  return { fact, pledge };
}

function bornPledge(command: OpenCommand, decided: Decided, pledgeId: Id<'plg'>, now: Instant): Pledge {
  const { version, speaker } = command;
  const { decision, obligations } = decided;
  const { startsAt, dueAt, graceUntil } = leading(obligations);
  const isAccepted = speaker.by !== 'promisee';
  const expiresAt = now + BigInt(version.terms.offerExpiryMinutes) * MINUTE_US;
  return {
    pledgeId,
    partyId: command.promisorId,
    merchantId: version.merchantId,
    versionId: version.versionId,
    orderNo: command.orderNo,
    state: isAccepted ? 'accepted' : 'offered',
    context: version.terms.context,
    currency: version.terms.currency,
    outcome: decision.outcome,
    grantedMinor: decision.grantedMinor,
    depositMinor: decision.depositMinor,
    ceilingMinor: version.ceilingMinor,
    expectedLossMinor: decision.expectedLossMinor,
    basis: speaker.by === 'historic_import' ? 'historic_import' : 'consent',
    basisId: decided.basisId,
    offeredAt: now,
    startsAt,
    dueAt,
    graceUntil,
    // What falls due before the offer would expire cannot be taken up after that.
    nextDueAt: isAccepted || dueAt < expiresAt ? dueAt : expiresAt,
    acceptedAt: isAccepted ? now : null,
    begunAt: null,
    declaredAt: null,
    answerBy: null,
    endedAt: null,
    extensionCount: 0,
    chargedMinor: 0,
    obligations: obligations.map((born) => ({
      seq: born.seq,
      type: born.type,
      owedBy: born.owedBy,
      dueAt: born.dueAt,
      graceUntil: born.graceUntil,
      state: 'open',
    })),
  };
}

/** The obligation that says when the pledge is due: payment follows from it. */
function leading(obligations: readonly BornObligation[]): BornObligation {
  const owed = obligations.filter((obligation) => obligation.type !== 'pay');
  return present(
    owed.length > 0 ? owed.reduce((a, b) => (b.dueAt > a.dueAt ? b : a)) : obligations[0],
    'a_pledge_owes_something',
  );
}
