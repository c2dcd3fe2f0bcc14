import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Membership, type MembershipEnd, membersReport } from './members.ts';

/** The period is [100, 200). */
const PERIOD = { from: 100n, to: 200n };
const promised = (
  member: string,
  acceptedAt: bigint,
  endedAt: bigint | null,
  as: MembershipEnd = 'kept',
): Membership => ({
  member,
  acceptedAt,
  ended: endedAt === null ? null : { at: endedAt, as },
  visitCount: 0,
  amountMinor: 0,
  discountMinor: 0,
  clawbackMinor: 0,
});
const marksOf = (...memberships: Membership[]) =>
  membersReport(memberships, PERIOD).members.map(({ member, marks, isRunning }) => [member, ...marks, isRunning]);

test('somebody is new when the first promise ever was accepted in the period: its first instant belongs to it, its last does not', () => {
  assert.deepEqual(marksOf(promised('A', 99n, null)), [['A', true]]);
  assert.deepEqual(marksOf(promised('A', 100n, null)), [['A', 'new', true]]);
  assert.deepEqual(marksOf(promised('A', 199n, null)), [['A', 'new', true]]);
  assert.deepEqual(marksOf(promised('A', 200n, null)), []);
});

test('somebody returns with another promise, also in the period in which the first was made', () => {
  assert.deepEqual(marksOf(promised('A', 10n, 20n), promised('A', 150n, null)), [['A', 'returning', true]]);
  assert.deepEqual(marksOf(promised('A', 110n, 120n), promised('A', 150n, null)), [['A', 'new', 'returning', true]]);
});

test('somebody is lost when the last promise ended in the period and none runs at its end', () => {
  assert.deepEqual(marksOf(promised('A', 10n, 99n)), []);
  assert.deepEqual(marksOf(promised('A', 10n, 100n)), [['A', 'lost', false]]);
  assert.deepEqual(marksOf(promised('A', 10n, 199n)), [['A', 'lost', false]]);
  assert.deepEqual(marksOf(promised('A', 10n, 200n)), [['A', true]]);
  assert.deepEqual(marksOf(promised('A', 10n, 150n), promised('A', 160n, null)), [['A', 'returning', true]]);
  assert.deepEqual(marksOf(promised('A', 150n, 160n)), [['A', 'new', 'lost', false]]);
});

test('an end in the first instant of the period is told in it, one in the last is not yet', () => {
  const endsAt = (at: bigint) => membersReport([promised('A', 10n, at)], PERIOD).totals.ends.kept;
  assert.deepEqual([endsAt(99n), endsAt(100n), endsAt(199n), endsAt(200n)], [0, 1, 1, 0]);
});

test('ends are told oldest first, and those of one instant in one order, however they are read', () => {
  const [left, kept, unmet] = [
    promised('A', 10n, 150n, 'left'),
    promised('A', 10n, 150n, 'kept'),
    promised('A', 10n, 140n, 'unmet'),
  ];
  for (const read of [
    [left, kept, unmet],
    [kept, unmet, left],
    [unmet, left, kept],
  ])
    assert.deepEqual(membersReport(read, PERIOD).members[0]?.ends, ['unmet', 'kept', 'left']);
});

test('totals are the sums of the members, and ends are counted by how they came', () => {
  const { totals, members } = membersReport(
    [
      { ...promised('B', 110n, 120n, 'unmet'), visitCount: 3, discountMinor: 900, clawbackMinor: 600 },
      { ...promised('A', 110n, 130n, 'left'), visitCount: 1, amountMinor: 70, discountMinor: 100 },
      promised('A', 140n, 150n, 'kept'),
    ],
    PERIOD,
  );
  assert.deepEqual(
    members.map(({ member, ends }) => [member, ...ends]),
    [
      ['A', 'left', 'kept'],
      ['B', 'unmet'],
    ],
  );
  assert.deepEqual(totals, {
    visitCount: 4,
    amountMinor: 70,
    discountMinor: 1000,
    clawbackMinor: 600,
    newCount: 2,
    returningCount: 1,
    lostCount: 2,
    runningCount: 0,
    ends: { kept: 1, unmet: 1, left: 1, ended_by_shop: 0, broken: 0, lapsed: 0 },
  });
});

test('what is counted or taken back after the end still shows', () => {
  const late = { ...promised('A', 10n, 20n, 'broken'), clawbackMinor: 5 };
  assert.deepEqual(marksOf(late), [['A', false]]);
});
