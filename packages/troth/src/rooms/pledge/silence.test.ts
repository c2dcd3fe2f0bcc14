// What it means that nobody speaks, for each sort of stage: silence gives no money away and blames nobody.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DAY_US, type Instant, MINUTE_US } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import { applyMove, type Move } from './apply-move.ts';
import { NOTICE_DAYS_MAX } from './by-time.ts';
import type { Rules } from './endings.ts';
import type { MoveEffect, Obligation, Pledge } from './pledge.ts';
import { costs, T0, thing, thingTerms, time } from './test-pledge.ts';

type Term = OfferTerms['obligations'][number];

const DAY = 1440;
const due = { afterMinutes: DAY } as const;
const TERMS: Readonly<Record<string, Term>> = {
  escrow: { type: 'pay', owedBy: 'promisor', amount: { fixedMinor: 700 }, into: 'escrow', due, graceMinutes: 0 },
  deliver: { type: 'deliver', owedBy: 'promisee', due, graceMinutes: 60 },
  wait: { type: 'attend', owedBy: 'promisee', windowMinutes: DAY, graceMinutes: 60 },
  custody: {
    type: 'pay',
    owedBy: 'promisor',
    amount: { deposit: 'ordinary_terms' },
    into: 'custody',
    due,
    graceMinutes: 0,
  },
  thing: { type: 'return_item', owedBy: 'promisor', due, graceMinutes: 60 },
  refund: { type: 'refund', owedBy: 'promisee', due: { workingDays: 2, calendar: 'weekends_only' }, graceMinutes: 60 },
  bill: {
    type: 'pay',
    owedBy: 'promisor',
    amount: { billedUpToMinor: 900, billWithinMinutes: DAY },
    into: 'shop',
    due,
    graceMinutes: 60,
  },
  parts: {
    type: 'pay',
    owedBy: 'promisor',
    amount: { fixedMinor: 200 },
    into: 'shop',
    parts: { count: 2, unit: 'days', firstAfter: 0, every: 1, atLocalTime: '20:00' },
    graceMinutes: 60,
  },
};

/** A pledge of these stages, of which the last but `left` are met; the next is open and due a day from T0. */
function running(names: readonly string[], left: number, changes: Partial<Obligation> = {}): [Pledge, Rules] {
  const obligations = names.map((name) => TERMS[name] as Term);
  const rules: Rules = { terms: { ...thingTerms, obligations, confirmMinutes: 120 }, costs };
  const dates = { dueAt: T0 + DAY_US, graceUntil: T0 + DAY_US + 60n * MINUTE_US };
  const owed = obligations.map(({ type, owedBy }, index): Obligation => {
    const place = index - (obligations.length - left);
    const state = place < 0 ? 'met' : place === 0 ? 'open' : 'waiting';
    const asked = type === 'pay' || type === 'refund' ? 700 : null;
    const numbers = { asked, done: 0, enjoyedMinor: 0, ...(place === 0 ? changes : {}) };
    return { seq: index + 1, type, owedBy, state, ...dates, ...numbers };
  });
  return [{ ...thing('active'), ...dates, nextDueAt: dates.dueAt, begunAt: T0, obligations: owed }, rules];
}

function done([pledge, rules]: [Pledge, Rules], move: Move, now: Instant): MoveEffect {
  const outcome = applyMove(pledge, rules, move, now);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.reason);
  return outcome.value;
}

/** The stage lapses at its due time; then nobody speaks. */
function lapsed(names: readonly string[], left: number): [Pledge, Rules] {
  const [pledge, rules] = running(names, left);
  return [done([pledge, rules], time, pledge.nextDueAt as Instant).pledge, rules];
}

describe('when silence about what was not done means something:', () => {
  const graceUntil = T0 + DAY_US + 60n * MINUTE_US;
  for (const [what, names, at] of [
    ['being kept waiting, when the time to contest has passed', ['wait'], graceUntil + 120n * MINUTE_US],
    ['a delivery, after ninety days', ['escrow', 'deliver'], graceUntil + BigInt(NOTICE_DAYS_MAX) * DAY_US],
    ['a thing, after ninety days', ['thing'], graceUntil + BigInt(NOTICE_DAYS_MAX) * DAY_US],
    ['a refund, when the time to contest has passed', ['custody', 'thing', 'refund'], graceUntil + 120n * MINUTE_US],
  ] as const) {
    test(what, () => assert.equal(lapsed(names, 1)[0].nextDueAt, at));
  }
});

test('what nobody delivered and nobody spoke of goes back out of escrow, and is no broken promise', () => {
  const [pledge, rules] = lapsed(['escrow', 'deliver'], 1);
  const effect = done([pledge, rules], time, pledge.nextDueAt as Instant);
  assert.deepEqual(
    [effect.pledge.state, effect.held, effect.verdict],
    ['expired', [{ what: 'escrow_refund', amountMinor: 700 }], 'none'],
  );
});

test('a thing of which nobody spoke is let go, what was to be paid after it too, and the deposit falls due to be given back', () => {
  const [pledge, rules] = lapsed(['custody', 'thing', 'bill', 'refund'], 3);
  const effect = done([pledge, rules], time, pledge.nextDueAt as Instant);
  assert.deepEqual(
    [effect.pledge.state, effect.pledge.obligations.map(({ state }) => state), effect.held, effect.charges],
    ['active', ['met', 'void', 'void', 'open'], [], []],
  );
  const [alone, its] = lapsed(['thing'], 1);
  assert.equal(done([alone, its], time, alone.nextDueAt as Instant).pledge.state, 'expired');
});

test('a deposit of which nobody said that it was given back is the shop’s broken word, and is still owed', () => {
  const [pledge, rules] = lapsed(['custody', 'thing', 'refund'], 1);
  const effect = done([pledge, rules], time, pledge.nextDueAt as Instant);
  assert.deepEqual([effect.pledge.state, effect.held, effect.verdict], ['let_down', [], 'none']);
});

test('a wait about which nobody spoke was none', () => {
  const [pledge, rules] = lapsed(['wait'], 1);
  assert.equal(done([pledge, rules], time, pledge.nextDueAt as Instant).pledge.state, 'kept');
});

for (const [asked, state] of [
  [0, 'kept'],
  [1, 'lapsed'],
] as const) {
  test(`a use that was told to cost ${asked} is ${state} at its due time`, () => {
    const [pledge, rules] = running(['bill'], 1, { asked });
    assert.equal(done([pledge, rules], time, pledge.nextDueAt as Instant).pledge.state, state);
  });
}

for (const [claimMinor, state, refund] of [
  [699, 'active', 'open'],
  [700, 'broken', 'void'],
  [701, 'broken', 'void'],
] as const) {
  test(`a deposit of 700 of which a loss takes ${claimMinor} leaves the refund ${refund}`, () => {
    const [pledge, rules] = running(['custody', 'thing', 'refund'], 2);
    const accused: Pledge = { ...pledge, state: 'noticed', claimMinor, nextDueAt: T0 + DAY_US };
    const after = done([accused, rules], time, T0 + DAY_US).pledge;
    assert.deepEqual([after.state, after.obligations[2]?.state], [state, refund]);
  });
}

for (const [minutesLate, dueAfterMinutes] of [
  [-1, 0],
  [0, 0],
  [1, 1],
] as const) {
  test(`a part whose turn comes ${minutesLate} minutes after its date is due ${dueAfterMinutes} after it, with its whole grace`, () => {
    const [pledge, rules] = running(['parts'], 1);
    const [first] = pledge.obligations as [Obligation];
    const dates = { dueAt: T0 + 2n * DAY_US, graceUntil: T0 + 2n * DAY_US + 60n * MINUTE_US };
    const second: Obligation = { ...first, seq: 2, state: 'waiting', asked: 100, ...dates };
    const two: Pledge = { ...pledge, obligations: [{ ...first, asked: 100 }, second], ceilingMinor: 200 };
    const paid: Move = { by: 'promisee', move: { name: 'fulfil', effectiveAt: null } };
    const after = done([two, rules], paid, dates.dueAt + BigInt(minutesLate) * MINUTE_US).pledge;
    const moved = BigInt(dueAfterMinutes) * MINUTE_US;
    assert.deepEqual([after.dueAt, after.graceUntil], [dates.dueAt + moved, dates.graceUntil + moved]);
    assert.equal(after.nextDueAt, dates.dueAt + moved);
  });
}

test('what is owed can be let go while a notice stands, and after an answer', () => {
  for (const state of ['noticed', 'answered'] as const) {
    const [pledge, rules] = running(['bill'], 1, { done: 700 });
    const effect = done([{ ...pledge, state }, rules], { by: 'promisee', move: { name: 'release' } }, T0 + DAY_US);
    assert.deepEqual([effect.pledge.state, effect.chargeEnd], ['kept', { seq: 1, end: 'forgiven' }]);
  }
});
