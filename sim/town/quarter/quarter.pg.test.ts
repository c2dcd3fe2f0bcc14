import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ApiCaller } from '../../../packages/troth/src/cli/api-caller.ts';
import { apiCaller } from '../../../packages/troth/src/cli/api-caller.ts';
import type { MyPledge } from '../../../packages/troth/src/cli/tour/two-sides.ts';
import { audit } from '../../../packages/troth/src/audit/index.ts';
import { MIGRATIONS_DIRECTORY } from '../../../packages/troth/src/cli/running.ts';
import { PROBLEMS } from '../../../packages/troth/src/doors/api/problems.ts';
import { openTestTroth, TEST_NOW, type TestTroth } from '../../../packages/troth/src/doors/api/test-troth.ts';
import { DAY_US, MINUTE_US } from '../../../packages/troth/src/kernel/clock.ts';
import { readMigrations } from '../../../packages/troth/src/platform/db/index.ts';
import { OWN_KINDS, READY_MADE_OFFERS } from '../../../packages/troth/src/rooms/offer/index.ts';
import { openSimApi } from '../../api-client.ts';
import type { SimApi } from '../../api-client.ts';
import { midnightOf } from '../calendar.ts';
import { TRADES } from '../trades.ts';
import { besideQuarter, QUARTER_DAYS, SCENES, settleQuarter } from './live-quarter.ts';
import type { SettledQuarter } from './live-quarter.ts';
import { NEIGHBOURS, QUARTER_SHOPS } from './quarter-shops.ts';
import type { QuarterShop } from './quarter-shops.ts';

/** Today begins so that the quarter's first day lies after the world's own beginning. */
const TODAY = midnightOf(TEST_NOW) + BigInt(QUARTER_DAYS + 1) * DAY_US;

let troth: TestTroth;
let town: SimApi;
let api: ApiCaller;
let quarter: SettledQuarter;
before(async () => {
  troth = await openTestTroth();
  town = openSimApi(troth.url, troth.operatorKey, 8);
  api = apiCaller(troth.url);
  quarter = await settleQuarter(api, troth.operatorKey);
  const both = besideQuarter(town, api, quarter, TODAY);
  await both.advanceClock(TODAY + MINUTE_US);
});
after(async () => {
  town?.close();
  await troth?.close();
});

interface Alive {
  readonly kind: string;
  readonly pledge: MyPledge;
  /** The stage that runs. */
  readonly stage: string;
}

/** Every pledge of the quarter, as its person reads it. */
async function pledges(): Promise<readonly Alive[]> {
  const all: Alive[] = [];
  for (const { session } of quarter.people) {
    const list = (await api.get('/v1/me/pledges?limit=100', session)) as {
      pledges: readonly { pledgeId: string; title: { en: string } }[];
    };
    for (const { pledgeId, title } of list.pledges) {
      const kind = Object.values(READY_MADE_OFFERS).find((offer) => offer.title.en === title.en)?.kind ?? title.en;
      const pledge = (await api.get(`/v1/me/pledges/${pledgeId}`, session)) as MyPledge;
      all.push({ kind, pledge, stage: pledge.obligations.find(({ state }) => state === 'open')?.type ?? 'over' });
    }
  }
  return all;
}

const isOver = (state: string): boolean =>
  ['kept', 'broken', 'let_down', 'unmet', 'cancelled', 'expired'].includes(state);

/** The stages that run, by kind: what whoever opens the sandbox finds in the middle of its life. */
const RUNNING = [
  ...[
    'borrow return_item',
    'borrow return_item',
    'custody refund',
    'escrow deliver',
    'escrow deliver',
    'instalment pay',
  ],
  ...[
    'membership reach_count',
    'membership reach_count',
    'postpay pay',
    'rental refund',
    'stay pay',
    'trial return_item',
  ],
  'welfare reach_hours',
];

test('each kind that the town has not is alive: in the middle of its life, whatever the hour of the day', async () => {
  for (const until of [TODAY + MINUTE_US, TODAY + DAY_US - MINUTE_US]) {
    await town.advanceClock(until);
    const running = (await pledges()).filter(({ pledge }) => !isOver(pledge.state));
    assert.deepEqual(running.map(({ kind, stage }) => `${kind} ${stage}`).sort(), RUNNING);
  }
  const alive = new Set([...RUNNING.map((one) => one.split(' ')[0]), ...TRADES.map(({ kind }) => kind)]);
  assert.deepEqual(
    [...OWN_KINDS.keys()].filter((kind) => !alive.has(kind)),
    [],
  );
});

test('every scene is lived, and those that are over ended as they say', async () => {
  const all = await pledges();
  assert.equal(all.length, SCENES.length);
  const ends = all.flatMap(({ kind, pledge: { state, chargedMinor } }) =>
    isOver(state) ? [`${kind} ${state} ${chargedMinor}`] : [],
  );
  assert.deepEqual(ends.sort(), [
    'borrow broken 0',
    'custody kept 0',
    'escrow kept 0',
    'membership cancelled 4162',
    'postpay kept 4830',
    'rental kept 40000',
    'stay kept 38800',
    'trial kept 49900',
    'welfare kept 0',
  ]);
});

test('what is counted, paid in parts and contested is there to be seen', async () => {
  const running = (await pledges()).filter(({ pledge }) => !isOver(pledge.state));
  const of = (kind: string) => running.filter((one) => one.kind === kind).map(({ pledge }) => pledge);
  const current = (pledge: MyPledge) => pledge.obligations.find(({ state }) => state === 'open');
  assert.deepEqual(
    of('membership')
      .map((pledge) => current(pledge)?.done)
      .sort(),
    [3, 7],
  );
  assert.deepEqual(
    of('welfare').map((pledge) => current(pledge)?.done),
    [110],
  );
  assert.deepEqual(
    of('instalment').map((pledge) => pledge.obligations.filter(({ state }) => state === 'met').length),
    [2],
  );
  const facts = (await pledges()).flatMap(({ pledge }) => pledge.facts.map(({ kind }) => kind));
  assert.deepEqual(
    [facts.filter((kind) => kind === 'contested').length, facts.filter((kind) => kind === 'broken').length],
    [1, 1],
  );
});

async function audited(): Promise<readonly object[]> {
  const { findings } = await audit(troth.ownerUrl, {
    vault: troth.installation.vault,
    migrations: readMigrations(MIGRATIONS_DIRECTORY),
    refusals: new Set(Object.keys(PROBLEMS)),
    world: null,
    onProgress: () => undefined,
  });
  return findings.violations;
}

test('the audit finds everything of the quarter as it must be', async () => {
  assert.deepEqual(await audited(), []);
});

test('left alone for two years, each promise ends by itself, once, and the audit still finds all as it must be', async () => {
  for (const days of [3n, 12n, 60n, 730n]) {
    await town.advanceClock(TODAY + days * DAY_US);
    assert.deepEqual(await audited(), [], `after ${days} days`);
  }
  assert.deepEqual(
    (await pledges()).filter(({ pledge }) => !isOver(pledge.state)).map(({ kind, stage }) => `${kind} ${stage}`),
    [],
  );
});

test('every shop of the quarter and every neighbour has a scene', () => {
  assert.deepEqual(new Set(SCENES.map(({ shop }) => shop)), new Set(Object.keys(QUARTER_SHOPS)));
  assert.deepEqual(new Set(SCENES.map(({ neighbour }) => neighbour)), new Set(NEIGHBOURS.keys()));
  for (const shop of Object.keys(QUARTER_SHOPS)) assert.ok(READY_MADE_OFFERS[shop as QuarterShop]);
});
