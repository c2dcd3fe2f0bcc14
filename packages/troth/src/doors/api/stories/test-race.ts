/** A race: everybody says theirs about a promise at one instant, on two servers, and one of them is told yes. */
import assert from 'node:assert/strict';
import { type Id, uuidOf } from '../../../kernel/index.ts';
import { must } from '../test-story.ts';
import type { TwoServers } from '../test-two-servers.ts';
import type { Side, Stage, Told } from './test-told.ts';

/** Facts that end a promise, or a notice. */
export const ENDS = ['kept', 'broken', 'let_down', 'unmet', 'cancelled', 'expired', 'withdrawn'];

/** Who says what. */
export type Try = readonly [side: Side, move: string, body?: object];

interface Fact {
  readonly fact_id: string;
  readonly kind: string;
  readonly reporter: string;
}

/** All facts of a promise, in no order. */
export async function factsOf(stage: Stage, told: Told): Promise<Fact[]> {
  const sql = `select replace(fact_id::text, '-', '') as fact_id, kind, reporter from facts where pledge_id = $1`;
  return (await stage.rows.query<Fact>(sql, [uuidOf(told.id)])).rows;
}

export interface Arena {
  readonly servers: TwoServers;
  readonly stage: Stage;
}

/** Everybody says theirs at one instant, on two servers, while the clock moves past the next due time of all of them. */
export async function race(
  { servers, stage }: Arena,
  pledges: readonly Told[],
  tries: (told: Told) => Promise<readonly Try[]>,
  dueAt: string | null,
): Promise<void> {
  const said = await Promise.all(pledges.map(async (told) => ({ told, all: await tries(told) })));
  const before = await Promise.all(pledges.map((told) => factsOf(stage, told)));
  const clock =
    dueAt === null
      ? Promise.resolve()
      : stage.troth
          .call('POST', '/v1/clock/advance', { token: stage.troth.operatorKey, body: { toInstant: dueAt } })
          .then((reply) => must(reply, 200, 'clock'));
  const asked = said.map(({ told, all }, turn) => {
    const turned = [...all.slice(turn % all.length), ...all.slice(0, turn % all.length)];
    return Promise.all(
      turned.map(async ([side, move, body = {}]) => {
        const mine = side === 'person' ? '/me' : '';
        const token = side === 'person' ? told.by.session : stage.shop.key;
        const path = `/v1${mine}/pledges/${told.id}/${move.replaceAll('_', '-')}`;
        return { move: `${side} ${move}`, reply: await servers.ask(path, token, body) };
      }),
    );
  });
  await clock;
  for (const [i, told] of pledges.entries()) {
    const replies = await asked[i];
    assertOneWinner(await factsOf(stage, told), replies, before[i] ?? []);
  }
}

type Asked = readonly { readonly move: string; readonly reply: Awaited<ReturnType<TwoServers['ask']>> }[] | undefined;

/** Each yes has one fact of its own, nothing else was recorded but by time, and at most one ending happened. */
function assertOneWinner(after: readonly Fact[], asked: Asked, before: readonly Fact[]): void {
  const added = after.filter((fact) => !before.some(({ fact_id }) => fact_id === fact.fact_id));
  const replies = asked ?? [];
  const what = `${added.map(({ kind }) => kind).join(' ')} | ${replies.map(({ move, reply }) => `${move} ${reply.status} ${reply.body.code ?? ''}`).join(', ')}`;
  for (const { reply } of replies) assert.ok([200, 404, 409, 422].includes(reply.status), what);
  const yes = replies.flatMap(({ reply }) =>
    reply.status === 200 ? [(reply.body as { factId?: Id<'fct'> }).factId as Id<'fct'>] : [],
  );
  assert.equal(new Set(yes).size, yes.length, what);
  const moves = added.filter(({ kind, reporter }) => !kind.startsWith('charge_') && reporter !== 'system');
  assert.deepEqual(moves.map(({ fact_id }) => fact_id).sort(), yes.map(uuidOf).sort(), what);
  assert.ok(added.filter(({ kind }) => ENDS.includes(kind)).length <= 1, what);
}
