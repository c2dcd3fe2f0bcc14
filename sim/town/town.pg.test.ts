import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY_US } from '../../packages/troth/src/kernel/clock.ts';
import { openTestTroth, TEST_NOW, type TestTroth } from '../../packages/troth/src/doors/api/test-troth.ts';
import { openSimApi } from '../api-client.ts';
import type { SimApi } from '../api-client.ts';
import { midnightOf } from './calendar.ts';
import { fitRows } from './fit-report.ts';
import { peopleOf } from './people.ts';
import type { TownPlan } from './plan.ts';
import { runTown } from './run-town.ts';
import type { TownResult } from './run-town.ts';
import { settleTown } from './settle-town.ts';
import { shopsOf } from './shops.ts';

const SEED = Number(process.env.TROTH_TOWN_SEED ?? 7);
const DAYS = 90;
const PLAN: TownPlan = {
  seed: SEED,
  days: DAYS,
  startsAt: midnightOf(TEST_NOW) + DAY_US,
  people: peopleOf(SEED, 120),
  shops: shopsOf(SEED, 8),
};

let troth: TestTroth;
let api: SimApi;
let result: TownResult;
before(async () => {
  troth = await openTestTroth();
  api = openSimApi(troth.url, troth.operatorKey, 16);
  result = await runTown(api, PLAN, await settleTown(api, PLAN), { show: () => undefined, finish: () => undefined });
});
after(async () => {
  api?.close();
  await troth?.close();
});

async function ask<R extends object>(sql: string): Promise<R[]> {
  const { rows } = await troth.installation.cold.within({ worldId: troth.worldId }, (client) => client.query<R>(sql));
  return rows;
}

test(`a town lives ninety days through the public API and nothing it says is refused but what is over (seed ${SEED})`, () => {
  const { counts, refused } = result;
  assert.ok(counts.visits > 100, `${counts.visits}`);
  assert.equal(counts.pledges + counts.walkedAway, counts.visits);
  assert.equal(counts.full + counts.partial + counts.ordinary, counts.pledges);
  // A thing brought back, or a charge paid, after all was over.
  assert.deepEqual(
    [...refused.keys()].filter((reason) => reason !== 'pledge_is_over'),
    [],
  );
});

test('the pledges of the town are those that people made, and what was kept in time is kept', async () => {
  const states = new Map(
    (await ask<{ state: string; count: number }>('select state, count(*) as count from pledges group by state')).map(
      (row) => [row.state, row.count],
    ),
  );
  const all = [...states.values()].reduce((sum, count) => sum + count, 0);
  assert.ok(all >= result.counts.pledges);
  assert.ok((states.get('kept') ?? 0) > all / 2);
  assert.ok((states.get('broken') ?? 0) >= result.counts.broken);
});

test('nobody is said to have broken a promise without a notice and its evidence', async () => {
  const [row] = await ask<{ unproved: number }>(
    `select count(*) as unproved from pledges p where p.state = 'broken' and not exists (select 1 from facts f where f.pledge_id = p.pledge_id and f.kind = 'noticed')
     or p.state = 'broken' and not exists (select 1 from evidence e where e.pledge_id = p.pledge_id)`,
  );
  assert.equal(row?.unproved, 0);
});

test('conduct, rings and appetite are nowhere in the database', async () => {
  const [row] = await ask<{ found: number }>(
    `select count(*) as found from facts where detail ~* '(keeper|struggler|cheat|appetite|ring)"'`,
  );
  assert.equal(row?.found, 0);
});

test('every rate that the run was large enough to see is within its tolerance', () => {
  const outside = fitRows(result.observed).filter((row) => row.verdict === 'outside');
  assert.deepEqual(
    outside.map((row) => `${row.parameter.id} ${row.observed}`),
    [],
  );
});
