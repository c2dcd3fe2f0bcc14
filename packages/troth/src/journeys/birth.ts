/** How a pledge comes into the world: its numbers, the exposure reserved for it, and the consent given in the same breath. */
import { assert, type Id, type Instant, MINUTE_US, present } from '../kernel/index.ts';
import { type AdmissionDecision, reasonsToJson } from '../rooms/admission/index.ts';
import type { Fact } from '../rooms/conduct/index.ts';
import {
  type BornObligation,
  depositMinor,
  mostItCanCost,
  type OfferTerms,
  type OrderTimes,
  stageDates,
} from '../rooms/offer/index.ts';
import { ownWordOf, type Party } from '../rooms/party/index.ts';
import { acceptedAt, findCurrent, type Obligation, type Pledge } from '../rooms/pledge/index.ts';
import { birthDetail, consentDetail } from './fact-detail.ts';
import { type ConsentGiven, consentKey, type OpenCommand, type OpenState } from './open-pledge.ts';
import type { OfferVersion } from './offer-versions.ts';
import { STAGE_RULES } from './stage-rules.ts';
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
    reporter: ownWordOf(present(state.writes.party(promisorId), 'a_promisor_is_there').kind),
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
    reporter:
      speaker.by === 'promisor' ? ownWordOf(party.kind) : speaker.by === 'promisee' ? 'merchant' : 'historic_import',
    effectiveAt: agreedAt,
    recordedAt: world.now,
    weightMilli: 0,
    detail: birthDetail(pledge, transfers),
  });
  return { fact, pledge };
}

/** What an order says that its pledge keeps. */
export type Ordered = Pick<OpenCommand, 'promisorId' | 'orderNo' | 'order'> & {
  readonly speaker: Pick<OpenCommand['speaker'], 'by'>;
  readonly version: Pick<OfferVersion, 'versionId' | 'merchantId' | 'terms' | 'ceilingMinor'>;
};

/** The pledge as it is born, offered or accepted at once; pure. */
export function bornPledge(
  command: Ordered,
  decided: Pick<Decided, 'obligations' | 'basisId'> & {
    readonly decision: Pick<AdmissionDecision, 'outcome' | 'grantedMinor' | 'depositMinor' | 'expectedLossMinor'>;
  },
  pledgeId: Id<'plg'>,
  now: Instant,
): Pledge {
  const { version, speaker } = command;
  const { decision, obligations } = decided;
  const { startsAt } = present(obligations[0], 'a_pledge_owes_something');
  const owed = opened(
    version.terms,
    obligations.map((born) => bornOwed(born, decision.depositMinor)),
    startsAt,
  );
  const { dueAt, graceUntil } = present(findCurrent({ obligations: owed }), 'a_pledge_owes_something');
  const isAccepted = speaker.by !== 'promisee';
  const expiresAt = now + BigInt(version.terms.offerExpiryMinutes) * MINUTE_US;
  const offered: Pledge = {
    pledgeId,
    partyId: command.promisorId,
    merchantId: version.merchantId,
    versionId: version.versionId,
    orderNo: command.orderNo,
    state: 'offered',
    context: version.terms.context,
    currency: version.terms.currency,
    outcome: decision.outcome,
    grantedMinor: decision.grantedMinor,
    depositMinor: decision.depositMinor,
    ceilingMinor: ceilingOf(version, command.order),
    expectedLossMinor: decision.expectedLossMinor,
    basis: speaker.by === 'historic_import' ? 'historic_import' : 'consent',
    basisId: decided.basisId,
    offeredAt: now,
    startsAt,
    dueAt,
    graceUntil,
    // What falls due before the offer would expire cannot be taken up after that.
    nextDueAt: dueAt < expiresAt ? dueAt : expiresAt,
    acceptedAt: null,
    begunAt: null,
    declaredAt: null,
    answerBy: null,
    endedAt: null,
    disputedAt: null,
    heldDueAt: null,
    stood: [],
    extensionCount: 0,
    chargedMinor: 0,
    claimMinor: null,
    obligations: owed,
  };
  if (!isAccepted) return offered;
  return { ...offered, ...acceptedAt(offered, { terms: version.terms, costs: STAGE_RULES }, now) };
}

/** Worked out once for a version; anew where each order says its own amount. */
function ceilingOf(version: Ordered['version'], order: OrderTimes): number {
  return order.amountMinor === undefined ? version.ceilingMinor : mostItCanCost(version.terms, order).ceilingMinor;
}

/** An obligation as it is born. A deposit that is waived whole is neither paid nor given back. */
export function bornOwed(born: BornObligation, depositMinor: number): Obligation {
  return {
    seq: born.seq,
    type: born.type,
    owedBy: born.owedBy,
    dueAt: born.dueAt,
    graceUntil: born.graceUntil,
    state: born.isDeposit && depositMinor === 0 ? 'void' : born.state,
    asked: born.isDeposit ? depositMinor : born.asked,
    done: 0,
    enjoyedMinor: 0,
    ...(born.lines === undefined
      ? {}
      : { lines: born.lines.map(({ lineNo, priceMinor }) => ({ lineNo, priceMinor, isBack: false })) }),
  };
}

/** The first stage that is owed at all runs from the start. */
function opened(terms: OfferTerms, obligations: readonly Obligation[], startsAt: Instant): readonly Obligation[] {
  if (findCurrent({ obligations }) !== null) return obligations;
  const first = present(
    obligations.find((owed) => owed.state === 'waiting'),
    'a_pledge_owes_something',
  );
  const { dueAt, graceUntil } = stageDates(terms, first.seq, startsAt, null);
  return obligations.map((owed) => (owed === first ? { ...owed, state: 'open', dueAt, graceUntil } : owed));
}
