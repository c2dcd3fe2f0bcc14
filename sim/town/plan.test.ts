import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY_US, HOUR_US, instantFromIso } from '../../packages/troth/src/kernel/clock.ts';
import { present } from '../../packages/troth/src/kernel/assert.ts';
import { midnightOf, nextStop, weekdayOf } from './calendar.ts';
import { planTown } from './plan.ts';
import type { TownPlan } from './plan.ts';
import { peopleOf } from './people.ts';
import { shopsOf } from './shops.ts';
import { wasInTime } from './visit.ts';

const START = present(instantFromIso('2026-01-01T00:00:00+08:00'), 'iso');
const plan = (seed: number, people: number, days: number, shops: number): TownPlan => ({
  seed,
  days,
  startsAt: START,
  people: peopleOf(seed, people),
  shops: shopsOf(seed, shops),
});

test('the same seed plans the same town, another seed another', () => {
  assert.deepEqual([...planTown(plan(7, 60, 60, 8))], [...planTown(plan(7, 60, 60, 8))]);
  assert.notDeepEqual([...planTown(plan(7, 60, 60, 8))], [...planTown(plan(8, 60, 60, 8))]);
});

test('visits come in time order, at stops, within the days asked for', () => {
  let before = START;
  for (const visit of planTown(plan(7, 500, 90, 20))) {
    assert.ok(visit.at >= before && visit.at < START + 90n * DAY_US);
    assert.equal(nextStop(visit.at - 1n), visit.at);
    before = visit.at;
  }
});

test('what is done in time can be written down before it is due, and nothing happens before it can', () => {
  const shops = shopsOf(7, 20);
  for (const visit of planTown(plan(7, 2000, 365, 20))) {
    assert.ok(visit.dueAt > visit.at && visit.startsAt >= visit.at);
    if (visit.deed.kind === 'never') continue;
    assert.ok(visit.deed.at > visit.at);
    if (wasInTime(visit))
      assert.ok(
        nextStop(visit.deed.at - 1n) < visit.dueAt,
        JSON.stringify(visit, (_, v) => String(v)),
      );
    if (visit.deed.kind === 'attended') assert.ok(visit.deed.at >= visit.startsAt && visit.deed.at < visit.dueAt);
    if (visit.deed.kind === 'cancelled') assert.ok(visit.deed.at < visit.startsAt);
    assert.equal(visit.deed.kind === 'returned', shops[visit.shop]?.trade.kind === 'rental');
  }
});

test('one more person moves nobody of unchanged conduct', () => {
  const ofPerson = (people: number): unknown[] =>
    [...planTown(plan(7, people, 200, 8))].filter((visit) => visit.person === 3).map(({ at, deed }) => ({ at, deed }));
  const conduct = (people: number): string => peopleOf(7, people)[3]?.conduct ?? '';
  assert.equal(conduct(50), conduct(51));
  assert.deepEqual(ofPerson(50), ofPerson(51));
});

test('an empty town, a day and no shops are plans too', () => {
  assert.deepEqual([...planTown(plan(7, 0, 30, 8))], []);
  assert.deepEqual([...planTown(plan(7, 10, 0, 8))], []);
  assert.deepEqual([...planTown(plan(7, 10, 30, 0))], []);
});

test('the town day begins at midnight in China and Monday is 0', () => {
  const monday = present(instantFromIso('2026-01-05T00:00:00+08:00'), 'iso');
  assert.equal(weekdayOf(monday), 0);
  assert.equal(weekdayOf(monday - 1n), 6);
  assert.equal(midnightOf(monday + 23n * HOUR_US), monday);
});
