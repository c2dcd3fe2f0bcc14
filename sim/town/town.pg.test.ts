import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openTestTroth, TEST_NOW, type TestTroth } from '../../packages/troth/src/doors/api/test-troth.ts';
import { openSimApi } from '../api-client.ts';
import type { SimApi } from '../api-client.ts';
import { fitReport } from './fit-report.ts';
import { peopleOf } from './people.ts';
import type { TownPlan } from './plan.ts';
import { runTown } from './run-town.ts';
import { settleTown } from './settle-town.ts';
import { shopsOf } from './shops.ts';
import { midnightOf } from './calendar.ts';
import { DAY_US } from '../../packages/troth/src/kernel/clock.ts';

const SEED = Number(process.env.TROTH_TOWN_SEED ?? 7);
const quiet = { show: () => undefined, finish: () => undefined };

let troth: TestTroth;
let api: SimApi;
before(async () => {
  troth = await openTestTroth();
  api = openSimApi(troth.url, troth.operatorKey, 16);
});
after(async () => {
  api?.close();
  await troth?.close();
});

test(`a small town lives sixty days through the public API (seed ${SEED})`, async () => {
  const plan: TownPlan = {
    seed: SEED,
    days: 60,
    startsAt: midnightOf(TEST_NOW) + DAY_US,
    people: peopleOf(SEED, 60),
    shops: shopsOf(SEED, 8),
  };
  const town = await settleTown(api, plan);
  const result = await runTown(api, plan, town, quiet);
  console.log(result.counts, result.refused, fitReport(result.observed).at(-1));
  assert.ok(result.counts.pledges > 20);
});
