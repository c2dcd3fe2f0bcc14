/** Answers rendered from facts: the first time and every time after, from the same stored decision. */
import { type Id, idFromUuid, present, uuidOf } from '../../kernel/index.ts';
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
  readonly charges: readonly (readonly [chargeId: string, kind: string, amountMinor: number, currency: string])[];
}

/** A newly born pledge: outcome and amounts, and nothing that reveals a reason. */
export function birthAnswer(fact: FactEssence) {
  const { born, after } = JSON.parse(fact.detail) as BirthDetail;
  return {
    pledgeId: fact.subjectId,
    state: after.state,
    outcome: born.outcome,
    currency: born.currency,
    grantedMinor: born.grantedMinor,
    depositMinor: born.depositMinor,
    ceilingMinor: born.ceilingMinor,
    orderNo: born.orderNo ?? null,
    startsAt: born.startsAt,
    dueAt: after.dueAt,
    graceUntil: after.graceUntil,
    expiresAt: after.state === 'offered' ? (after.nextDueAt ?? null) : null,
    acceptPath: `/p/${fact.subjectId}`,
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
    charges: charges.map(([chargeId, kind, amountMinor, currency]) => ({ chargeId, kind, amountMinor, currency })),
  };
}

export function settleAnswer(fact: FactEssence) {
  const { charge } = JSON.parse(fact.detail) as { charge: readonly [string, string, number, string, string] };
  const [chargeId, kind, amountMinor, currency, state] = charge;
  return { pledgeId: fact.subjectId, chargeId, kind, amountMinor, currency, state, factId: fact.factId };
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
