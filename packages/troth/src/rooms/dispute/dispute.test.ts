import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY_US } from '../../kernel/index.ts';
import {
  aboutOf,
  ANSWER_DAYS,
  DECIDE_DAYS,
  type Dispute,
  DISPUTE_MOVES,
  DISPUTE_REFUSALS,
  type DisputeMove,
  dutyOf,
  isReportOfShop,
  moveDispute,
  openDispute,
} from './index.ts';

const T0 = 1_795_000_000_000_000n;
const ANSWER_BY = T0 + BigInt(ANSWER_DAYS) * DAY_US;
const DECIDE_BY = T0 + BigInt(DECIDE_DAYS) * DAY_US;

const opened = (more: Partial<Parameters<typeof openDispute>[0]> = {}): Dispute =>
  openDispute(
    {
      disputeId: 'dsp_01',
      partyId: 'pty_01',
      merchantId: 'pty_02',
      pledgeId: 'plg_01',
      factId: 'fct_01',
      about: 'fact',
      openedBy: 'person',
      duty: 'none',
      statementId: 'evd_01',
      reporter: 'merchant',
      ...more,
    },
    T0,
  );
const answer = (by: 'person' | 'merchant'): DisputeMove => ({ name: 'answer', by, answerId: 'evd_02' });
const decide: DisputeMove = {
  name: 'decide',
  outcome: 'upheld',
  norm: 'evidence_for_a_break',
  outcomeId: 'evd_03',
};
const time: DisputeMove = { name: 'fall_due' };
const after = (dispute: Dispute, move: DisputeMove, now: bigint): Dispute => {
  const moved = moveDispute(dispute, move, now);
  assert.ok(moved.ok, moved.ok ? '' : moved.reason);
  return moved.value;
};
const refused = (dispute: Dispute, move: DisputeMove, now: bigint) => {
  const moved = moveDispute(dispute, move, now);
  return moved.ok ? null : moved.reason;
};
const answered = after(opened(), answer('merchant'), T0);
const owed = opened({ duty: 'refund', about: 'charge' });

test('the other side answers until the last instant before its time is over, once', () => {
  assert.equal(after(opened(), answer('merchant'), ANSWER_BY - 1n).state, 'answered');
  assert.equal(refused(opened(), answer('merchant'), ANSWER_BY), 'answer_time_is_over');
  assert.equal(refused(opened(), answer('merchant'), ANSWER_BY + 1n), 'answer_time_is_over');
  assert.equal(refused(opened(), answer('person'), T0), 'dispute_is_your_own');
  assert.equal(refused(opened({ openedBy: 'merchant' }), answer('merchant'), T0), 'dispute_is_your_own');
  assert.equal(after(opened({ openedBy: 'merchant' }), answer('person'), T0).state, 'answered');
  assert.equal(refused(answered, answer('merchant'), T0), 'dispute_is_answered');
});

test('the operator decides once the other side has answered, or its time is over; not an instant before', () => {
  assert.equal(refused(opened(), decide, ANSWER_BY - 1n), 'answer_time_still_runs');
  assert.equal(after(opened(), decide, ANSWER_BY).state, 'decided');
  assert.equal(after(opened(), decide, ANSWER_BY + 1n).state, 'decided');
  const decided = after(answered, decide, T0);
  assert.deepEqual(
    [decided.outcome, decided.norm, decided.outcomeId, decided.nextDueAt, decided.endedAt],
    ['upheld', 'evidence_for_a_break', 'evd_03', null, T0],
  );
});

test('what is not decided in twenty days lapses at that instant, answered or not, and decides nothing', () => {
  for (const dispute of [opened(), answered]) {
    assert.equal(dispute.nextDueAt, DECIDE_BY);
    assert.equal(refused(dispute, time, DECIDE_BY - 1n), 'dispute_is_not_due');
    for (const now of [DECIDE_BY, DECIDE_BY + 1n]) {
      const lapsed = after(dispute, time, now);
      assert.deepEqual([lapsed.state, lapsed.outcome, lapsed.norm, lapsed.nextDueAt], ['lapsed', null, null, null]);
    }
  }
});

test('a shop that owes a refund and is silent loses at the end of its time; one that answers is decided about', () => {
  assert.equal(owed.nextDueAt, ANSWER_BY);
  assert.equal(refused(owed, time, ANSWER_BY - 1n), 'dispute_is_not_due');
  const silent = after(owed, time, ANSWER_BY);
  assert.deepEqual([silent.state, silent.outcome, silent.norm], ['decided', 'corrected', 'silence_never_profits']);
  const spoke = after(owed, answer('merchant'), ANSWER_BY - 1n);
  assert.equal(spoke.nextDueAt, DECIDE_BY);
  assert.equal(after(spoke, time, DECIDE_BY).state, 'lapsed');
});

test('the silence of a person never decides against them', () => {
  const byShop = opened({ duty: 'refund', openedBy: 'merchant', reporter: 'system' });
  assert.equal(byShop.nextDueAt, DECIDE_BY);
  assert.equal(after(byShop, time, DECIDE_BY).outcome, null);
});

test('what has ended stays ended, whoever speaks', () => {
  const moves: readonly DisputeMove[] = [answer('person'), answer('merchant'), decide, time];
  for (const ended of [after(answered, decide, T0), after(opened(), time, DECIDE_BY)])
    for (const one of moves) assert.equal(refused(ended, one, DECIDE_BY), 'dispute_is_over');
});

test('a dispute about how it runs stops the clock; one about the decision, or about one’s own word, does not', () => {
  assert.equal(opened().stopsClock, true);
  assert.equal(opened({ reporter: 'system' }).stopsClock, true);
  assert.equal(opened({ reporter: 'person' }).stopsClock, false);
  assert.equal(opened({ openedBy: 'merchant', reporter: 'person' }).stopsClock, true);
  assert.equal(opened({ openedBy: 'merchant', reporter: 'merchant' }).stopsClock, false);
  assert.equal(opened({ about: 'admission', reporter: 'system' }).stopsClock, false);
  assert.equal(opened({ about: 'charge', reporter: 'system' }).stopsClock, true);
});

test('a refund is at stake when something was paid, when the shop owes it or the delivery, or when money waits for one', () => {
  const owes = (
    type: string,
    state: string,
    more: { owedBy?: 'promisor' | 'promisee'; asked?: number; seq?: number } = {},
  ) => ({
    ...{ seq: 2, type, owedBy: 'promisee' as const, state, asked: null },
    ...more,
  });
  const pay = (state: string, seq = 1) => owes('pay', state, { owedBy: 'promisor', seq });
  const rows: readonly (readonly [paidMinor: number, readonly ReturnType<typeof owes>[], 'none' | 'refund'])[] = [
    [0, [], 'none'],
    [1, [], 'refund'],
    ...['refund', 'deliver'].flatMap((type) => [
      [0, [owes(type, 'open')], 'refund'] as const,
      [0, [owes(type, 'missed')], 'refund'] as const,
      [0, [owes(type, 'met')], 'none'] as const,
      [0, [owes(type, 'void')], 'none'] as const,
      [0, [owes(type, 'waiting')], 'none'] as const,
      [0, [pay('met'), owes(type, 'waiting')], 'refund'] as const,
      [0, [pay('met_late'), owes(type, 'waiting')], 'refund'] as const,
      [0, [pay('open'), owes(type, 'waiting')], 'none'] as const,
      [0, [owes(type, 'waiting'), pay('met', 3)], 'none'] as const,
      [0, [owes(type, 'open', { owedBy: 'promisor' })], 'none'] as const,
    ]),
    [0, [pay('met'), owes('refund', 'waiting', { asked: 0 })], 'none'],
    [0, [pay('met'), owes('refund', 'waiting', { asked: 1 })], 'refund'],
    [0, [owes('return_item', 'open')], 'none'],
  ];
  for (const [paidMinor, obligations, duty] of rows) assert.equal(dutyOf({ paidMinor, obligations }), duty);
});

test('a decision, a charge and a fact are told apart; a break rests on the shop’s word even when time recorded it', () => {
  assert.equal(aboutOf({ kind: 'accepted', isBirth: true }), 'admission');
  assert.equal(aboutOf({ kind: 'accepted', isBirth: false }), 'fact');
  assert.equal(aboutOf({ kind: 'charge_raised', isBirth: false }), 'charge');
  assert.equal(isReportOfShop({ kind: 'broken', reporter: 'system' }), true);
  assert.equal(isReportOfShop({ kind: 'kept', reporter: 'merchant' }), true);
  assert.equal(isReportOfShop({ kind: 'lapsed', reporter: 'system' }), false);
  assert.equal(isReportOfShop({ kind: 'declared', reporter: 'person' }), false);
});

test('every row of the table happens, and every refusal is one that a rule can say', () => {
  const said = new Set(['dispute_is_over', 'dispute_is_your_own', 'dispute_is_answered']);
  for (const name of ['answer_time_is_over', 'answer_time_still_runs', 'dispute_is_not_due']) said.add(name);
  assert.deepEqual([...said].sort(), Object.keys(DISPUTE_REFUSALS).sort());
  const lives: readonly (readonly [string, string])[] = [
    ['answer', after(opened(), answer('merchant'), T0).state],
    ['decide', after(opened(), decide, ANSWER_BY).state],
    ['fall_due', after(owed, time, ANSWER_BY).state],
    ['fall_due', after(opened(), time, DECIDE_BY).state],
  ];
  for (const [move, to] of lives) assert.ok(DISPUTE_MOVES.some((row) => row.move === move && row.to === to));
});
