import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '../../packages/troth/src/kernel/assert.ts';
import { DAY_US, instantFromIso } from '../../packages/troth/src/kernel/clock.ts';
import { fitReport, fitRows } from './fit-report.ts';
import type { MeasureId } from './parameter.ts';
import { peopleOf } from './people.ts';
import { planTown } from './plan.ts';
import { shopsOf } from './shops.ts';
import { tallyTown } from './tally.ts';
import type { Observation, Observed } from './tally.ts';

const START = present(instantFromIso('2026-01-01T00:00:00+08:00'), 'iso');

function runOnPaper(seed: number, people: number, days: number): Observed {
  const persons = peopleOf(seed, people);
  const shops = shopsOf(seed, 40);
  const tally = tallyTown(persons, days, START + BigInt(days) * DAY_US);
  for (const visit of planTown({ seed, days, startsAt: START, people: persons, shops })) {
    tally.setOut();
    tally.count(visit, present(shops[visit.shop], 'shop').trade.id);
  }
  return tally.observed();
}

test('a year of 10,000 people reproduces every published rate it is large enough to see, on three seeds', () => {
  for (const seed of [1, 2, 3]) {
    const rows = fitRows(runOnPaper(seed, 10_000, 365));
    const outside = rows.filter((row) => row.verdict === 'outside').map((row) => `${row.parameter.id} ${row.observed}`);
    assert.deepEqual(outside, [], `seed ${seed}`);
    assert.ok(
      rows.filter((row) => row.verdict === 'within').length >= 14,
      fitReport(runOnPaper(seed, 10_000, 365)).join('\n'),
    );
  }
});

test('two years reproduce the loans still out after one', () => {
  const row = fitRows(runOnPaper(5, 10_000, 730)).find(({ parameter }) => parameter.id === 'loan.overdue_scale');
  assert.equal(row?.verdict, 'within', JSON.stringify(row));
});

test('a rate is within its tolerance up to the edge, outside beyond it, and untold when too small or never seen', () => {
  const verdictOf = (observation: Observation | null): string => {
    const observed = new Map<MeasureId, Observation>();
    if (observation !== null) observed.set('table_no_show', observation);
    return fitRows(observed).find(({ parameter }) => parameter.id === 'table.no_show')?.verdict ?? '';
  };
  assert.equal(verdictOf({ hits: 5200, of: 100_000 }), 'within');
  assert.equal(verdictOf({ hits: 5201, of: 100_000 }), 'outside');
  assert.equal(verdictOf({ hits: 3600, of: 100_000 }), 'within');
  assert.equal(verdictOf({ hits: 3599, of: 100_000 }), 'outside');
  assert.equal(verdictOf({ hits: 4, of: 90 }), 'too_few');
  assert.equal(verdictOf({ hits: 0, of: 0 }), 'not_seen');
  assert.equal(verdictOf(null), 'not_seen');
});

test('the report has one line for each parameter with its source, and sums up', () => {
  const lines = fitReport(runOnPaper(1, 60, 60));
  assert.match(lines[0] ?? '', /parameter +value +target/);
  assert.ok(lines.some((line) => line.startsWith('table.no_show') && line.includes('OpenTable')));
  assert.match(lines.at(-1) ?? '', /too few to tell.*This is a model\.$/);
  assert.equal(lines.length, fitRows(new Map()).length + 2);
});
