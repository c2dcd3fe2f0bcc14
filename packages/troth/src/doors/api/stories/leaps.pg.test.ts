import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Id, uuidOf } from '../../../kernel/index.ts';
import type { Person } from '../test-story.ts';
import { admits, BY_THE_DAY, deliver, metered, pay, refundIn, returnIn, terms, thing } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

const MONTHLY = { count: 3, unit: 'months', firstAfter: 0, every: 1, atLocalTime: '23:00' };
const OFFERS = {
  trial: {
    item: thing(40_000),
    obligations: [deliver(3), returnIn(7, { orPay: true }), pay({ fixedMinor: 40_000 }, 'shop')],
  },
  ride: { obligations: [pay({ billedUpToMinor: 5_000, billWithinMinutes: 1440 }, 'shop')] },
  escrow: { obligations: [pay({ fixedMinor: 45_000 }, 'escrow'), deliver(3)] },
  custody: {
    item: thing(90_000),
    obligations: [pay({ deposit: 'ordinary_terms' }, 'custody'), returnIn(1), metered, refundIn(2)],
    grants: [{ type: 'deposit_waiver', upToMinor: 30_000 }],
    consequences: { usage: BY_THE_DAY, loss: { capMinor: 30_000 } },
    ladder: [30_000],
  },
  member: {
    obligations: [
      { type: 'reach_count', owedBy: 'promisor', count: 3, due: { afterMinutes: 43_200 }, graceMinutes: 60 },
    ],
    grants: [{ type: 'discount', upToMinor: 9_000 }],
    consequences: { clawback: { capMinor: 9_000, unmet: 'all_enjoyed', leftEarly: 'nothing' }, unmet: 'no_mark' },
    ladder: [9_000],
    admission: admits(1),
  },
  parts: {
    obligations: [deliver(3), { ...pay({ fixedMinor: 10_000 }, 'shop'), due: undefined, parts: MONTHLY }],
  },
} as const;
const KINDS = {
  trial: 'trial',
  ride: 'postpay',
  escrow: 'escrow',
  custody: 'custody',
  member: 'membership',
  parts: 'instalment',
};
type Named = keyof typeof OFFERS;

/** What is said at the start; after that nobody speaks. */
const BEGINNINGS: readonly (readonly [offer: Named, say: (told: Told) => Promise<unknown>])[] = [
  ['trial', async () => undefined],
  ['trial', (told) => told.delivers()],
  ['ride', (told) => told.says('shop', 'begin')],
  ['ride', (told) => andThen(told.says('shop', 'begin'), () => told.says('shop', 'bill', { amountMinor: 900 }))],
  ['escrow', async () => undefined],
  ['escrow', (told) => told.says('shop', 'fulfil')],
  ['escrow', (told) => andThen(told.says('shop', 'fulfil'), () => told.delivers())],
  ['custody', async () => undefined],
  ['custody', (told) => told.says('shop', 'fulfil')],
  ['custody', (told) => andThen(told.says('shop', 'fulfil'), () => told.says('person', 'declare'))],
  ['member', (told) => told.says('shop', 'report', { lineNo: 'A', discountMinor: 700 })],
  ['parts', (told) => told.delivers()],
];

async function andThen(first: Promise<unknown>, then: () => Promise<unknown>): Promise<unknown> {
  await first;
  return then();
}

interface Lived {
  readonly stage: Stage;
  readonly pledges: readonly Told[];
  readonly person: Person;
}

async function begin(): Promise<Lived> {
  const stage = await openStage();
  const person = await stage.troth.createPerson();
  const offers = new Map<Named, Id<'ofr'>>();
  for (const [name, parts] of Object.entries(OFFERS) as [Named, (typeof OFFERS)[Named]][])
    offers.set(name, await stage.publish(JSON.parse(JSON.stringify(terms(KINDS[name], 'retail', parts)))));
  const pledges: Told[] = [];
  for (const [offer, say] of BEGINNINGS) {
    const told = await stage.promise(offers.get(offer) as Id<'ofr'>, {}, person);
    await say(told);
    pledges.push(told);
  }
  return { stage, pledges, person };
}

let leapt: Lived;
let stepped: Lived;
before(async () => {
  leapt = await begin();
  stepped = await begin();
});
after(async () => {
  await leapt.stage.close();
  await stepped.stage.close();
});

/** Everything that happened by itself to one pledge, without the ids. */
async function lifeOf({ stage }: Lived, told: Told): Promise<object[]> {
  const sql = `select kind, reporter, effective_at::text, recorded_at::text, weight_milli::int as weight, detail from facts
    where pledge_id = $1 and reporter = 'system' order by written_in, fact_id`;
  const { rows } = await stage.rows.query<{ detail: string }>(sql, [uuidOf(told.id)]);
  return rows.map((row) => ({ ...row, detail: row.detail.replaceAll(/[a-z]{3}_[0-9a-f]{32}/g, '…') }));
}

const sumOf = (buckets: readonly number[][], at: number) => buckets.reduce((sum, bucket) => sum + (bucket[at] ?? 0), 0);

async function standing({ stage, person, pledges }: Lived) {
  const folds = await stage.rows.query<{ context: string; buckets: number[][] }>(
    'select context, buckets::jsonb from folds where party_id = $1 order by context',
    [uuidOf(person.partyId)],
  );
  const me = (await stage.troth.call('GET', '/v1/me', { token: person.session })).body;
  const seen = await Promise.all(pledges.map((told) => told.seen()));
  return {
    // When a person's periods begin is drawn for each; what is in all of them together is not.
    folds: folds.rows.map(({ context, buckets }) => [context, [1, 2, 3].map((at) => sumOf(buckets, at))]),
    exposure: me.exposure,
    openPledgeCount: me.openPledgeCount,
    states: seen.map(({ state, chargedMinor, endedAt, obligations }) => ({
      state,
      chargedMinor,
      endedAt,
      obligations,
    })),
  };
}

test('five months in one leap are the same five months as day by day: facts, times, charges, file and what is owed', async () => {
  await leapt.stage.days(150);
  for (let day = 0; day < 150; day += 1) await stepped.stage.days(1);
  for (const [i, told] of leapt.pledges.entries()) {
    const life = await lifeOf(leapt, told);
    assert.ok(life.length > 0, `something happened to ${BEGINNINGS[i]?.[0]}`);
    assert.deepEqual(life, await lifeOf(stepped, stepped.pledges[i] as Told));
  }
  assert.deepEqual(await standing(leapt), await standing(stepped));
});

test('within one leap a pledge went through several stages, each at its own time', async () => {
  const kinds = await Promise.all(leapt.pledges.map((told) => told.facts()));
  assert.deepEqual(kinds[1], ['accepted', 'declared', 'met', 'met', 'lapsed', 'expired']);
  assert.deepEqual(kinds[5], ['accepted', 'met', 'lapsed', 'expired']);
  assert.deepEqual(kinds[6], ['accepted', 'met', 'declared', 'kept']);
  assert.deepEqual(kinds[9], ['accepted', 'met', 'declared', 'met', 'lapsed', 'let_down']);
  assert.deepEqual(kinds[10], ['accepted', 'counted', 'lapsed', 'unmet']);
});

test('the books of both worlds agree and the audit finds nothing', async () => {
  for (const { stage } of [leapt, stepped]) {
    await assertBooks(stage);
    assertNoFaults(stage);
    assert.deepEqual(await auditSays(stage), []);
  }
});
