/** Answers rendered from facts: the first time and every time after, from the same stored decision. */
import { type Id, idFromUuid, isoFromInstant, present, uuidOf } from '../../kernel/index.ts';
import type { ContestSaid } from '../../journeys/facts-found.ts';
import type { OpenAnswer, OpenCommand } from '../../journeys/open-pledge.ts';
import type { Fact } from '../../rooms/conduct/index.ts';
import type { Pledge } from '../../rooms/pledge/index.ts';
import type { ApiContext } from './context.ts';

type FactEssence = Pick<Fact, 'factId' | 'subjectId' | 'detail'>;

interface BirthDetail {
  readonly born: Pick<Pledge, 'outcome' | 'currency' | 'grantedMinor' | 'depositMinor' | 'ceilingMinor'> & {
    readonly orderNo?: string;
    readonly startsAt: string;
  };
  readonly after: {
    readonly state: Pledge['state'];
    readonly dueAt: string;
    readonly graceUntil: string;
    readonly nextDueAt?: string;
  };
}

interface MoveDetail {
  readonly after: {
    readonly state: Pledge['state'];
    readonly dueAt: string;
    readonly graceUntil: string;
    readonly answerBy?: string;
    readonly chargedMinor: number;
  };
  readonly charges: readonly (readonly [
    chargeId: string,
    kind: string,
    amountMinor: number,
    currency: string,
    seq: number,
  ])[];
}

/**
 * The answer to an order: outcome and amounts, and nothing that reveals a reason. The first time it is rendered from the pledge at hand,
 * every time after from what its fact says of it.
 */
export async function birthAnswer(
  context: ApiContext,
  worldId: number,
  answer: OpenAnswer,
  promisorKind: OpenCommand['promisorKind'],
) {
  const body = await birthBody(context, worldId, answer);
  const { pledgeId } = body;
  // A shop answers with its key: there is no page for it.
  return { ...body, acceptPath: promisorKind === 'person' ? `/p/${pledgeId}` : `/v1/own/pledges/${pledgeId}/accept` };
}

async function birthBody(context: ApiContext, worldId: number, answer: OpenAnswer) {
  if (answer.pledge !== null) return birthOf(answer.pledge, isoFromInstant);
  const { subjectId, detail } = await readFact(context, worldId, answer.factId);
  const { born, after } = JSON.parse(detail) as BirthDetail;
  const said = { orderNo: null, nextDueAt: null, ...born, ...after };
  return birthOf({ ...said, pledgeId: subjectId as Id<'plg'> }, (at) => at);
}

type Times<At> = { readonly startsAt: At; readonly dueAt: At; readonly graceUntil: At; readonly nextDueAt: At | null };
type Born = Pick<
  Pledge,
  'pledgeId' | 'state' | 'outcome' | 'currency' | 'grantedMinor' | 'depositMinor' | 'ceilingMinor' | 'orderNo'
>;

function birthOf<At>(pledge: Born & Times<At>, iso: (at: At) => string) {
  const { pledgeId, state, nextDueAt } = pledge;
  return {
    pledgeId,
    state,
    outcome: pledge.outcome,
    currency: pledge.currency,
    grantedMinor: pledge.grantedMinor,
    depositMinor: pledge.depositMinor,
    ceilingMinor: pledge.ceilingMinor,
    orderNo: pledge.orderNo,
    startsAt: iso(pledge.startsAt),
    dueAt: iso(pledge.dueAt),
    graceUntil: iso(pledge.graceUntil),
    expiresAt: state === 'offered' && nextDueAt !== null ? iso(nextDueAt) : null,
  };
}

export function moveAnswer(fact: FactEssence) {
  const { after, charges } = JSON.parse(fact.detail) as MoveDetail;
  return {
    pledgeId: fact.subjectId,
    state: after.state,
    factId: fact.factId,
    dueAt: after.dueAt,
    graceUntil: after.graceUntil,
    answerBy: after.answerBy ?? null,
    chargedMinor: after.chargedMinor,
    charges: charges.map(([chargeId, kind, amountMinor, currency, seq]) => {
      return { chargeId, kind, amountMinor, currency, seq };
    }),
  };
}

/** A contest: what it names, and where the person's words are; never the words. */
export function contestAnswer(fact: FactEssence) {
  const { said } = JSON.parse(fact.detail) as { said: ContestSaid };
  const { contests, dispute, statementId, answerBy, decideBy } = said;
  return {
    pledgeId: fact.subjectId,
    factId: fact.factId,
    disputeId: dispute,
    contests,
    statementId,
    answerBy,
    decideBy,
  };
}

/** What was said in a dispute after it was opened, or about a fact that was put right. */
export function saidAnswer(fact: FactEssence) {
  return { pledgeId: fact.subjectId, factId: fact.factId };
}

export function settleAnswer(fact: FactEssence) {
  const { charge, paidMinor } = JSON.parse(fact.detail) as {
    charge: readonly [string, string, number, string, string];
    paidMinor: number;
  };
  const [chargeId, kind, amountMinor, currency, state] = charge;
  return { pledgeId: fact.subjectId, chargeId, kind, amountMinor, paidMinor, currency, state, factId: fact.factId };
}

/** The fact of an answer given before. */
export async function readFact(context: ApiContext, worldId: number, factId: Id<'fct'>): Promise<FactEssence> {
  const { rows } = await context.installation.cold.within({ worldId }, (client) =>
    client.query<{ pledge_id: string; detail: string }>(
      'select pledge_id::text, detail from facts where fact_id = $1',
      [uuidOf(factId)],
    ),
  );
  const row = present(rows[0], 'a_remembered_answer_has_its_fact');
  return { factId, subjectId: idFromUuid('plg', row.pledge_id), detail: row.detail };
}

/** The fact at hand, or the one that was remembered. */
export async function factOf(
  context: ApiContext,
  worldId: number,
  answer: { readonly factId: Id<'fct'>; readonly fact: Fact | null },
): Promise<FactEssence> {
  return answer.fact ?? readFact(context, worldId, answer.factId);
}
