/**
 * Use trust (用信): decide how much is granted, reserve the exposure, and let the pledge be born. By a merchant's request it is born
 * `offered` and waits for the person; by the person's own word on the accept page it is born `accepted`; from a historic import it
 * is born `accepted` with the import as its basis.
 */
import { assert, type Id, type Instant, isoFromInstant, MINUTE_US, type Outcome, ok, present, refuse } from '../kernel/index.ts';
import type { Call, HotConnection } from '../platform/db/index.ts';
import { type AdmissionDecision, decideAdmission } from '../rooms/admission/index.ts';
import { type Fact, findFolds, foldFromJson, periodOf } from '../rooms/conduct/index.ts';
import { consentFromRow, findRunningConsents } from '../rooms/consent/index.ts';
import { bornObligations, depositMinor, mostItCanCost, type OrderRefusal, type OrderTimes } from '../rooms/offer/index.ts';
import { lockParties, type Party, partyFromRow } from '../rooms/party/index.ts';
import type { Obligation, Pledge } from '../rooms/pledge/index.ts';
import { admissionProbabilityPpm, type Fold } from '../rooms/score/index.ts';
import { beginIn } from './begin.ts';
import { birthDetail } from './fact-detail.ts';
import type { OfferVersion } from './offer-versions.ts';
import { AnswerBook, findAnswers, findOrderNumbers, type RequestKey } from './replay.ts';
import { type Tools, type World, WriteSet } from './write-set.ts';

/** What the person agrees to in the same breath; for the person's own request only. */
export interface ConsentGiven {
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly textVersion: string;
  readonly expiresAt: Instant;
}

export type OpenSpeaker =
  | { readonly by: 'promisee' }
  /** `choice` ordinary: the person prefers a deposit; `shownMinor`: what the page said would be waived. */
  | { readonly by: 'promisor'; readonly choice: 'trust' | 'ordinary'; readonly shownMinor: number; readonly consent: ConsentGiven | null }
  | { readonly by: 'historic_import'; readonly importId: Id<'imp'> };

export interface OpenCommand {
  readonly request: RequestKey;
  readonly promisorId: Id<'pty'>;
  readonly version: OfferVersion;
  readonly speaker: OpenSpeaker;
  readonly orderNo: string | null;
  readonly order: OrderTimes;
  /** When it was agreed, for an import; null: now. */
  readonly effectiveAt: Instant | null;
}

export type OpenRefusal =
  | 'key_reused_with_other_body' | 'promisor_unknown' | 'promisor_erased' | 'promisor_suspended' | 'promisor_is_promisee' | 'order_number_taken' | 'consent_missing' | 'granted_less_than_shown' | OrderRefusal;

export interface OpenAnswer {
  readonly factId: Id<'fct'>;
  /** Null for an answer given before: its fact is to be read again. */
  readonly fact: Fact | null;
}

/** Runs a batch; answers are in the order of the commands. */
export async function openPledges(connection: HotConnection, world: World, tools: Tools, commands: readonly OpenCommand[]): Promise<Outcome<OpenAnswer, OpenRefusal>[]> {
  const loaded = await load(connection, world, tools, commands);
  const answers = commands.map((command) => {
    const outcome = open(command, world, tools, loaded);
    remember(command, outcome, world, loaded);
    return outcome;
  });
  await connection.run(loaded.writes.calls(loaded.answers));
  return answers;
}

interface Loaded {
  readonly writes: WriteSet;
  readonly answers: AnswerBook;
  readonly orderNumbers: Set<string>;
  readonly consents: Map<string, Id<'cns'>>;
  readonly folds: Map<string, Fold>;
}

async function load(connection: HotConnection, world: World, tools: Tools, commands: readonly OpenCommand[]): Promise<Loaded> {
  const promisors = [...new Set(commands.map((command) => command.promisorId))];
  const numbered = commands.filter((command) => command.orderNo !== null);
  const calls: Call[] = [
    ...beginIn(world.worldId, commands.map((command) => command.version.merchantId)),
    lockParties(promisors),
    findAnswers(commands.map((command) => ({ partyId: command.promisorId, keyHash: command.request.keyHash }))),
    findOrderNumbers(numbered.map((command) => ({ merchantId: command.version.merchantId, orderNo: command.orderNo as string }))),
    findRunningConsents(commands.map((command) => ({ partyId: command.promisorId, merchantId: command.version.merchantId, purpose: command.version.purpose, now: world.now }))),
    findFolds(commands.map((command) => ({ partyId: command.promisorId, context: command.version.terms.context }))),
  ];
  const [parties, answers, orderNumbers, consents, folds] = (await connection.run(calls)).slice(-5).map((answer) => answer.rows);
  return {
    writes: new WriteSet(world, tools, (parties ?? []).map((row) => partyFromRow(row, world.worldId, tools.vault))),
    answers: new AnswerBook(answers ?? [], world.now),
    orderNumbers: new Set((orderNumbers ?? []).map(([merchant, orderNo]) => `pty_${(merchant as string).replaceAll('-', '')} ${orderNo}`)),
    consents: new Map((consents ?? []).map(consentFromRow).map((consent) => [consentKey(consent), consent.consentId])),
    folds: new Map((folds ?? []).map(([party, context, buckets]) => [`pty_${(party as string).replaceAll('-', '')}${context}`, foldFromJson(buckets as string)])),
  };
}

function consentKey(of: { partyId: string; merchantId: string; purpose: string }): string {
  return `${of.partyId} ${of.merchantId} ${of.purpose}`;
}

/** Refusals in their declared order, then the decision. */
function open(command: OpenCommand, world: World, tools: Tools, loaded: Loaded): Outcome<OpenAnswer, OpenRefusal> {
  const { version, promisorId } = command;
  const known = loaded.answers.find(promisorId, command.request.keyHash);
  if (known !== null) {
    if (known.request.bodyHash !== command.request.bodyHash) return refuse('key_reused_with_other_body');
    return known.factId === null ? refuse(known.answer as OpenRefusal) : ok({ factId: known.factId, fact: null });
  }
  const party = loaded.writes.party(promisorId);
  if (party === null) return refuse('promisor_unknown', { pointers: ['/promisor'] });
  if (party.life === 'erased') return refuse('promisor_erased');
  if (party.life === 'suspended') return refuse('promisor_suspended');
  if (promisorId === version.merchantId) return refuse('promisor_is_promisee', { pointers: ['/promisor'] });
  if (command.orderNo !== null && loaded.orderNumbers.has(`${version.merchantId} ${command.orderNo}`)) return refuse('order_number_taken', { pointers: ['/orderNo'] });
  const agreedAt = command.effectiveAt ?? world.now;
  const born = bornObligations(version.terms, command.order, agreedAt);
  if (!born.ok) return born;
  const consentId = loaded.consents.get(consentKey({ partyId: promisorId, merchantId: version.merchantId, purpose: version.purpose })) ?? null;
  const consentGiven = command.speaker.by === 'promisor' ? command.speaker.consent : null;
  if (command.speaker.by !== 'historic_import' && consentId === null && consentGiven === null) return refuse('consent_missing');
  const decision = admit(command, party, world, loaded);
  if (command.speaker.by === 'promisor' && command.speaker.choice === 'trust' && decision.grantedMinor < command.speaker.shownMinor) return refuse('granted_less_than_shown');
  const basisId = command.speaker.by === 'historic_import' ? command.speaker.importId : (consentId ?? giveConsent(command, present(consentGiven, 'consent_was_checked'), world, tools, loaded));
  const fact = bear(command, decision, born.value.map(asObligation), agreedAt, basisId, party, { world, tools, loaded });
  if (command.orderNo !== null) loaded.orderNumbers.add(`${version.merchantId} ${command.orderNo}`);
  return ok({ factId: fact.factId, fact });
}

function admit(command: OpenCommand, party: Party, world: World, loaded: Loaded): AdmissionDecision {
  const { terms } = command.version;
  const exposure = party.exposure[terms.currency] ?? null;
  const fold = loaded.folds.get(`${party.partyId}${terms.context}`) ?? [];
  return decideAdmission({
    policy: command.version.policy,
    terms,
    exposure,
    cellProbabilityPpm: admissionProbabilityPpm(fold, terms.context, periodOf(party.partyId, world.now), present(party.key, 'an_active_party_has_a_key')),
    budgetLeftMinor: command.version.budgetLeftMinor(),
    unpaidMinor: exposure?.unpaidMinor ?? 0,
    openPledgeCount: party.openCount,
    choice: command.speaker.by === 'promisor' ? command.speaker.choice : 'trust',
  });
}

function giveConsent(command: OpenCommand, given: ConsentGiven, world: World, tools: Tools, loaded: Loaded): Id<'cns'> {
  const { promisorId, version } = command;
  const consentId = tools.ids.next('cns', world.now);
  loaded.writes.consent({ ...given, consentId, partyId: promisorId, merchantId: version.merchantId, grantedAt: world.now, revokedAt: null });
  loaded.writes.record(promisorId, {
    merchantId: version.merchantId, subjectId: consentId, kind: 'consent_granted', context: 'none', reporter: 'person', effectiveAt: world.now, recordedAt: world.now, weightMilli: 0,
    detail: `{"expiresAt":"${isoFromInstant(given.expiresAt)}","purpose":"${given.purpose}","textVersion":"${given.textVersion}"}`,
  });
  loaded.consents.set(consentKey({ partyId: promisorId, merchantId: version.merchantId, purpose: given.purpose }), consentId);
  return consentId;
}

function asObligation(born: { seq: number; type: Obligation['type']; owedBy: Obligation['owedBy']; dueAt: Instant; graceUntil: Instant }): Obligation {
  return { seq: born.seq, type: born.type, owedBy: born.owedBy, dueAt: born.dueAt, graceUntil: born.graceUntil, state: 'open' };
}

/** The obligation that says when the pledge is due: payment follows from it. */
function leading(obligations: readonly Obligation[]): Obligation {
  const owed = obligations.filter((obligation) => obligation.type !== 'pay');
  return present(owed.length > 0 ? owed.reduce((a, b) => (b.dueAt > a.dueAt ? b : a)) : obligations[0], 'a_pledge_owes_something');
}

interface Hands {
  readonly world: World;
  readonly tools: Tools;
  readonly loaded: Loaded;
}

function bear(
  command: OpenCommand, decision: AdmissionDecision, obligations: readonly Obligation[], agreedAt: Instant, basisId: Id<'cns'> | Id<'imp'>, party: Party, hands: Hands,
): Fact {
  const { world, tools, loaded } = hands;
  const { version, speaker } = command;
  const due = leading(obligations);
  const state = speaker.by === 'promisee' ? ('offered' as const) : ('accepted' as const);
  const pledgeId = tools.ids.next('plg', world.now);
  const pledge: Pledge = {
    pledgeId, partyId: command.promisorId, merchantId: version.merchantId, versionId: version.versionId, orderNo: command.orderNo, state,
    context: version.terms.context, currency: version.terms.currency, outcome: decision.outcome, grantedMinor: decision.grantedMinor, depositMinor: decision.depositMinor,
    ceilingMinor: mostItCanCost(version.terms, command.order).ceilingMinor, expectedLossMinor: decision.expectedLossMinor,
    basis: speaker.by === 'historic_import' ? 'historic_import' : 'consent', basisId, offeredAt: world.now, startsAt: command.order.startsAt ?? agreedAt,
    dueAt: due.dueAt, graceUntil: due.graceUntil, nextDueAt: state === 'offered' ? world.now + BigInt(version.terms.offerExpiryMinutes) * MINUTE_US : due.dueAt,
    acceptedAt: state === 'accepted' ? world.now : null, begunAt: null, declaredAt: null, answerBy: null, endedAt: null, extensionCount: 0, chargedMinor: 0, obligations,
  };
  assert(pledge.grantedMinor + pledge.depositMinor === depositMinor(version.terms), 'waiver_and_deposit_add_up');
  const transfers = decision.grantedMinor === 0 ? [] : [loaded.writes.transfer('reserve', {
    partyId: pledge.partyId, merchantId: pledge.merchantId, pledgeId, amountMinor: decision.grantedMinor, currency: pledge.currency, effectiveAt: agreedAt,
  })];
  loaded.writes.changeParty(pledge.partyId, pledge.currency, { openMinor: decision.grantedMinor, unpaidMinor: 0, openCount: 1 });
  const reasons = decision.reasons.length === 0 ? null : tools.vault.seal(present(party.key, 'an_active_party_has_a_key'), JSON.stringify(decision.reasons), pledgeId);
  loaded.writes.bear(pledge, reasons);
  return loaded.writes.record(pledge.partyId, {
    merchantId: pledge.merchantId, subjectId: pledgeId, kind: state, context: pledge.context,
    reporter: speaker.by === 'promisor' ? 'person' : speaker.by === 'promisee' ? 'merchant' : 'historic_import',
    effectiveAt: agreedAt, recordedAt: world.now, weightMilli: 0, detail: birthDetail(pledge, transfers),
  });
}

function remember(command: OpenCommand, outcome: Outcome<OpenAnswer, OpenRefusal>, world: World, loaded: Loaded): void {
  const { promisorId, request } = command;
  // Nothing can be remembered under a party that does not exist, and an answer is remembered once.
  if (loaded.writes.party(promisorId) === null || loaded.answers.find(promisorId, request.keyHash) !== null) return;
  loaded.answers.remember({ partyId: promisorId, request, answer: outcome.ok ? 'done' : outcome.reason, factId: outcome.ok ? outcome.value.factId : null, recordedAt: world.now });
}
