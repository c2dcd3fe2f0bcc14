/**
 * Use trust (用信): decide how much is granted, reserve the exposure, and let the pledge be born. By a merchant's request it is born
 * `offered` and waits for the person; by the person's own word on the accept page it is born `accepted`; from a historic import it
 * is born `accepted` with the import as its basis.
 */
import { type Id, type Instant, type Outcome, ok, present, refuse } from '../kernel/index.ts';
import type { Call, HotConnection } from '../platform/db/index.ts';
import { type AdmissionDecision, decideAdmission } from '../rooms/admission/index.ts';
import { type Fact, findFolds, foldFromJson, periodOf } from '../rooms/conduct/index.ts';
import { consentFromRow, findRunningConsents } from '../rooms/consent/index.ts';
import { bornObligations, type OrderRefusal, type OrderTimes } from '../rooms/offer/index.ts';
import { lockParties, type Party, partyFromRow } from '../rooms/party/index.ts';
import { countOpenHere, openHereFromRows, openHereKey, type Pledge } from '../rooms/pledge/index.ts';
import { admissionProbabilityPpm, type Fold } from '../rooms/score/index.ts';
import { beginIn } from './begin.ts';
import { bear, giveConsent } from './birth.ts';
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
  | {
      readonly by: 'promisor';
      readonly choice: 'trust' | 'ordinary';
      readonly shownMinor: number;
      readonly consent: ConsentGiven | null;
    }
  | { readonly by: 'historic_import'; readonly importId: Id<'imp'> };

export interface OpenCommand {
  readonly request: RequestKey;
  readonly promisorId: Id<'pty'>;
  /** What the promisor has to be: a shop is named by its id, a person never is. */
  readonly promisorKind: 'person' | 'merchant';
  readonly version: OfferVersion;
  readonly speaker: OpenSpeaker;
  readonly orderNo: string | null;
  readonly order: OrderTimes;
  /** When it was agreed, for an import; null: now. */
  readonly effectiveAt: Instant | null;
}

export type OpenRefusal =
  | 'key_reused_with_other_body'
  | 'promisor_unknown'
  | 'promisor_erased'
  | 'promisor_suspended'
  | 'promisor_is_promisee'
  | 'order_number_taken'
  | 'consent_missing'
  | 'granted_less_than_shown'
  | OrderRefusal;

export interface OpenAnswer {
  readonly factId: Id<'fct'>;
  /** Null for an answer given before: its fact is to be read again. */
  readonly fact: Fact | null;
  /** As it was born; null with the fact. */
  readonly pledge: Pledge | null;
}

/** Runs a batch; answers are in the order of the commands. */
export async function openPledges(
  connection: HotConnection,
  world: World,
  tools: Tools,
  commands: readonly OpenCommand[],
): Promise<Outcome<OpenAnswer, OpenRefusal>[]> {
  const { answers, calls } = decide(world, tools, commands, await load(connection, world, tools, commands));
  await connection.run(calls);
  return answers;
}

/** Apart from its caller, so that of all that was read and planned only the bytes and the answers are kept while PostgreSQL writes. */
function decide(world: World, tools: Tools, commands: readonly OpenCommand[], state: OpenState) {
  const answers = commands.map((command) => {
    const outcome = open(command, world, tools, state);
    remember(command, outcome, world, state);
    return outcome;
  });
  return { answers, calls: state.writes.calls(state.answers) };
}

/** What a batch of orders has read, and what it is going to write. */
export interface OpenState {
  readonly writes: WriteSet;
  readonly answers: AnswerBook;
  readonly orderNumbers: Set<string>;
  readonly consents: Map<string, Id<'cns'>>;
  readonly folds: Map<string, Fold>;
  /** How many pledges a person has open with a shop whose offer asks for it. */
  readonly openHere: Map<string, number>;
}

async function load(
  connection: HotConnection,
  world: World,
  tools: Tools,
  commands: readonly OpenCommand[],
): Promise<OpenState> {
  const promisors = [...new Set(commands.map((command) => command.promisorId))];
  const asking = commands.filter((command) => command.version.policy.readsOpenHere);
  const numbered = commands.filter((command) => command.orderNo !== null);
  const calls: Call[] = [
    ...beginIn(
      world.worldId,
      commands.map((command) => command.version.merchantId),
    ),
    lockParties(promisors),
    findAnswers(commands.map((command) => ({ partyId: command.promisorId, keyHash: command.request.keyHash }))),
    findOrderNumbers(
      numbered.map((command) => ({ merchantId: command.version.merchantId, orderNo: command.orderNo as string })),
    ),
    findRunningConsents(
      commands.map((command) => ({
        partyId: command.promisorId,
        merchantId: command.version.merchantId,
        purpose: command.version.purpose,
        now: world.now,
      })),
    ),
    findFolds(commands.map((command) => ({ partyId: command.promisorId, context: command.version.terms.context }))),
    // Asked for by few offers; the others do not wait for it. It follows the lock, so nothing of these people is being written.
    ...(asking.length === 0 ? [] : [countOpenHere(asking.map(whoHere))]),
  ];
  const read = asking.length === 0 ? 5 : 6;
  const [parties, answers, orderNumbers, consents, folds, openHere] = (await connection.run(calls))
    .slice(-read)
    .map((answer) => answer.rows);
  return {
    writes: new WriteSet(
      world,
      tools,
      (parties ?? []).map((row) => partyFromRow(row, world.worldId, tools.vault)),
    ),
    answers: new AnswerBook(answers ?? [], world.now),
    orderNumbers: new Set(
      (orderNumbers ?? []).map(([merchant, orderNo]) => `pty_${(merchant as string).replaceAll('-', '')} ${orderNo}`),
    ),
    consents: new Map((consents ?? []).map(consentFromRow).map((consent) => [consentKey(consent), consent.consentId])),
    folds: new Map(
      (folds ?? []).map(([party, context, buckets]) => [
        `pty_${(party as string).replaceAll('-', '')}${context}`,
        foldFromJson(buckets as string),
      ]),
    ),
    openHere: openHereFromRows(openHere ?? []),
  };
}

function whoHere({ promisorId, version }: OpenCommand): Pick<Pledge, 'partyId' | 'merchantId'> {
  return { partyId: promisorId, merchantId: version.merchantId };
}

export function consentKey(of: { partyId: string; merchantId: string; purpose: string }): string {
  return `${of.partyId} ${of.merchantId} ${of.purpose}`;
}

/** The party under that id, when it is what it has to be: whoever names the id of a person names nobody. */
function promisorOf({ promisorId, promisorKind }: OpenCommand, state: OpenState): Party | null {
  const party = state.writes.party(promisorId);
  return party?.kind === promisorKind ? party : null;
}

/** Refusals in their declared order, then the decision. */
function open(command: OpenCommand, world: World, tools: Tools, state: OpenState): Outcome<OpenAnswer, OpenRefusal> {
  const { version, promisorId } = command;
  const party = promisorOf(command, state);
  if (party === null) return refuse('promisor_unknown', { pointers: ['/promisor'] });
  // Before what is remembered: nothing is told again about somebody who was erased.
  if (party.life === 'erased') return refuse('promisor_erased');
  const before = state.answers.again<OpenRefusal>(promisorId, command.request);
  if (before !== null) return before.ok ? ok({ ...before.value, pledge: null }) : before;
  if (party.life === 'suspended') return refuse('promisor_suspended');
  if (promisorId === version.merchantId) return refuse('promisor_is_promisee', { pointers: ['/promisor'] });
  if (command.orderNo !== null && state.orderNumbers.has(`${version.merchantId} ${command.orderNo}`))
    return refuse('order_number_taken', { pointers: ['/orderNo'] });
  const agreedAt = command.effectiveAt ?? world.now;
  const born = bornObligations(version.terms, command.order, agreedAt);
  if (!born.ok) return born;
  const consentId =
    state.consents.get(consentKey({ partyId: promisorId, merchantId: version.merchantId, purpose: version.purpose })) ??
    null;
  const consentGiven = command.speaker.by === 'promisor' ? command.speaker.consent : null;
  if (command.speaker.by !== 'historic_import' && consentId === null && consentGiven === null)
    return refuse('consent_missing');
  const decision = admit(command, party, world, state);
  if (
    command.speaker.by === 'promisor' &&
    command.speaker.choice === 'trust' &&
    decision.grantedMinor < command.speaker.shownMinor
  )
    return refuse('granted_less_than_shown');
  const hands = { world, tools, state };
  const basisId =
    command.speaker.by === 'historic_import'
      ? command.speaker.importId
      : (consentId ?? giveConsent(command, present(consentGiven, 'consent_was_checked'), hands));
  const { fact, pledge } = bear(command, { decision, obligations: born.value, agreedAt, basisId, party }, hands);
  const here = openHereKey(pledge);
  state.openHere.set(here, (state.openHere.get(here) ?? 0) + 1);
  if (command.orderNo !== null) state.orderNumbers.add(`${version.merchantId} ${command.orderNo}`);
  return ok({ factId: fact.factId, fact, pledge });
}

function admit(command: OpenCommand, party: Party, world: World, state: OpenState): AdmissionDecision {
  const { terms } = command.version;
  const exposure = party.exposure[terms.currency] ?? null;
  const fold = state.folds.get(`${party.partyId}${terms.context}`) ?? [];
  return decideAdmission({
    policy: command.version.policy,
    terms,
    exposure,
    cellProbabilityPpm: admissionProbabilityPpm(
      fold,
      terms.context,
      periodOf(party.partyId, world.now),
      present(party.key, 'an_active_party_has_a_key'),
    ),
    budgetLeftMinor: command.version.budgetLeftMinor(),
    unpaidMinor: exposure?.unpaidMinor ?? 0,
    openPledgeCount: party.openCount,
    openHereCount: state.openHere.get(openHereKey(whoHere(command))) ?? 0,
    choice: command.speaker.by === 'promisor' ? command.speaker.choice : 'trust',
  });
}

function remember(
  command: OpenCommand,
  outcome: Outcome<OpenAnswer, OpenRefusal>,
  world: World,
  state: OpenState,
): void {
  const { promisorId, request } = command;
  // Nothing can be remembered under a party that does not exist, and an answer is remembered once.
  if (promisorOf(command, state) === null || state.answers.find(promisorId, request.keyHash) !== null) return;
  state.answers.remember({
    partyId: promisorId,
    request,
    answer: outcome.ok ? 'done' : outcome.reason,
    factId: outcome.ok ? outcome.value.factId : null,
    recordedAt: world.now,
  });
}
