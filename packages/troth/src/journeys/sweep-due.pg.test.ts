// Moving the clock far is the same as moving it often: everything happens at its own time and in the same order.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DAY_US, HOUR_US, type Id, type Instant } from '../kernel/index.ts';
import { askAsOwner } from '../platform/db/test-migrated.ts';
import { movePledges } from './move-pledge.ts';
import { openPledges } from './open-pledge.ts';
import { SWEEP_BATCH_MAX, sweepDue } from './sweep-due.ts';
import {
  consentToAll,
  type Ground,
  GROUND_NOW,
  moveOf,
  openGround,
  orderOf,
  promiseOf,
  worldAt,
  WORLD_ID,
} from './test-ground.ts';

const PLAN = { seed: 5, peopleCount: 40, shopCount: 3, readyMade: ['umbrella', 'cafe-table', 'city-bike'] } as const;
const open: Ground[] = [];
after(async () => {
  for (const ground of open) await ground.close();
});

/** Some eight hundred pledges in every state that time moves on from, many of them due at the same instant. */
async function fill(ground: Ground): Promise<void> {
  await consentToAll(ground, GROUND_NOW);
  for (let round = 0; round < 7; round += 1) {
    const now = GROUND_NOW + BigInt(round % 3) * HOUR_US;
    const commands = ground.people.flatMap((personId, i) =>
      ground.offers.map((offer, k) => {
        const name = `${round} ${i} ${k}`;
        return (i + k + round) % 4 === 0 ? orderOf(name, personId, offer, now) : promiseOf(name, personId, offer, now);
      }),
    );
    const outcomes = await openPledges(ground.connection, worldAt(now), ground.tools, commands);
    const born = outcomes.flatMap((outcome, i) =>
      outcome.ok && outcome.value.fact !== null ? [{ fact: outcome.value.fact, command: commands[i] }] : [],
    );
    assert.equal(born.length, commands.length, JSON.stringify(outcomes.find((outcome) => !outcome.ok)));
    const things = born.filter(
      ({ command }) => command?.version.terms.kind === 'rental' && command.speaker.by === 'promisor',
    );
    const begin = things.map(({ fact }, i) =>
      moveOf(
        `begin ${round} ${i}`,
        fact.subjectId as Id<'plg'>,
        { by: 'promisee', merchantId: fact.merchantId, reporter: 'merchant' },
        { name: 'begin' },
        now,
      ),
    );
    const declare = things
      .filter((_, i) => i % 5 === 0)
      .map(({ fact }, i) =>
        moveOf(
          `declare ${round} ${i}`,
          fact.subjectId as Id<'plg'>,
          { by: 'promisor', partyId: fact.partyId },
          { name: 'declare', evidenceIds: [] },
          now,
        ),
      );
    await movePledges(ground.connection, worldAt(now), ground.tools, ground.versions, [...begin, ...declare]);
  }
}

/** Notices given to all that may be given one: what time does next costs money and marks files. */
async function giveNotices(ground: Ground, now: Instant): Promise<number> {
  const lapsed = await askAsOwner(
    ground.ownerUrl,
    `select 'plg_' || replace(pledge_id::text, '-', '') as id, 'pty_' || replace(merchant_id::text, '-', '') as shop from pledges where state = 'lapsed' order by pledge_id`,
  );
  await askAsOwner(
    ground.ownerUrl,
    `insert into evidence (evidence_id, party_id, world_id, merchant_id, pledge_id, content_hash, media_type, size_bytes, supplied_by, effective_at, recorded_at)
     select pledge_id, party_id, 1, merchant_id, pledge_id, '\\x00', 'text/plain', 1, 'merchant', now(), now() from pledges where state = 'lapsed'`,
  );
  const outcomes = await movePledges(
    ground.connection,
    worldAt(now),
    ground.tools,
    ground.versions,
    lapsed.map((row) =>
      moveOf(
        `notice ${row.id}`,
        row.id,
        { by: 'promisee', merchantId: row.shop, reporter: 'merchant' },
        { name: 'notice', evidenceIds: [`evd_${row.id.slice(4)}`], claimMinor: null },
        now,
      ),
    ),
  );
  return outcomes.filter((outcome) => outcome.ok).length;
}

async function sweepTo(ground: Ground, until: Instant): Promise<number> {
  let moved = 0;
  for (;;) {
    const sweep = await sweepDue(ground.connection, WORLD_ID, until, ground.tools, ground.versions);
    moved += sweep.movedCount;
    if (sweep.sweptTo === null) return moved;
    assert.ok(sweep.sweptTo <= until);
  }
}

async function stepTo(ground: Ground, from: Instant, until: Instant, step: Instant): Promise<void> {
  for (let at = from + step; at <= until; at += step) await sweepTo(ground, at);
}

/** All that was written, ids of facts, charges and transfers apart. */
async function everything(ground: Ground): Promise<Record<string, unknown[]>> {
  const ask = (text: string) => askAsOwner(ground.ownerUrl, text);
  const anonymous = `regexp_replace(detail, '(chg|trf)_[0-9a-f]{32}', '\\1', 'g')`;
  return {
    facts: await ask(
      `select party_id, pledge_id, kind, context, reporter, effective_at::text, recorded_at::text, weight_milli, leaf_seq, ${anonymous} as detail from facts order by written_in, fact_id`,
    ),
    pledges: await ask('select * from pledges order by pledge_id').then((rows) =>
      rows.map(({ reasons_sealed: _, ...row }) => JSON.stringify(row)),
    ),
    transfers: await ask(
      'select pledge_id, debit_account, credit_account, amount_minor, currency, effective_at::text, recorded_at::text from transfers order by pledge_id, recorded_at, 2, 3, 4',
    ),
    charges: await ask(
      'select pledge_id, kind, amount_minor, currency, state, raised_at::text from charges order by 1, 2',
    ),
    folds: await ask('select party_id, context, buckets::text from folds order by 1, 2'),
    parties: await ask('select party_id, leaf_count, open_count, exposure::text from parties order by 1'),
  };
}

/** Shows the first row that differs: a difference of thousands takes a minute to print. */
function same(actual: readonly unknown[], wanted: readonly unknown[], what: string): void {
  const at = wanted.findIndex((row, i) => JSON.stringify(row) !== JSON.stringify(actual[i]));
  if (at !== -1) assert.deepEqual(actual[at], wanted[at], `${what}, row ${at}`);
  assert.equal(actual.length, wanted.length, what);
}

test('one jump, steps of an hour and steps of ten days leave the same facts, in the same order, at the same times', async () => {
  const lives: Record<string, unknown[]>[] = [];
  for (const step of [HOUR_US, 10n * DAY_US, null]) {
    const ground = await openGround(PLAN);
    open.push(ground);
    await fill(ground);
    const start = GROUND_NOW + 3n * HOUR_US;
    const noticeAt = start + 10n * DAY_US;
    const end = start + 120n * DAY_US;
    const go = (from: Instant, to: Instant) =>
      step === null
        ? sweepTo(ground, to)
        : stepTo(ground, from, to, step === HOUR_US && to === end ? 6n * HOUR_US : step);
    await go(start, noticeAt);
    assert.ok((await giveNotices(ground, noticeAt)) > 100);
    await go(noticeAt, end);
    assert.equal(await sweepTo(ground, end), 0);
    lives.push(await everything(ground));
  }
  const [hours, days, jump] = lives as [
    Record<string, unknown[]>,
    Record<string, unknown[]>,
    Record<string, unknown[]>,
  ];
  assert.ok((jump.facts?.length ?? 0) > 3 * SWEEP_BATCH_MAX, `${jump.facts?.length} facts: more than one batch`);
  for (const table of Object.keys(jump)) {
    same(jump[table] ?? [], hours[table] ?? [], `${table}, one jump`);
    same(days[table] ?? [], hours[table] ?? [], `${table}, ten days at a time`);
  }
});

test('a sweep of what is not due does nothing, and one at the very instant does it', async () => {
  const ground = await openGround({ ...PLAN, peopleCount: 1 });
  open.push(ground);
  const offer = ground.offer('umbrella');
  await openPledges(ground.connection, worldAt(GROUND_NOW), ground.tools, [
    promiseOf('one', ground.people[0] as Id<'pty'>, offer, GROUND_NOW),
  ]);
  const [{ us }] = (await askAsOwner(
    ground.ownerUrl,
    `select (extract(epoch from next_due_at) * 1000000)::bigint::text as us from pledges`,
  )) as [{ us: string }];
  const dueAt = BigInt(us);
  assert.equal(await sweepTo(ground, dueAt - 1n), 0);
  assert.equal(await sweepTo(ground, dueAt), 1);
  assert.equal(await sweepTo(ground, dueAt), 0, 'swept twice, moved once');
  const facts = await askAsOwner(
    ground.ownerUrl,
    `select kind, recorded_at = effective_at as same from facts order by fact_id desc limit 1`,
  );
  assert.deepEqual(facts, [{ kind: 'expired', same: true }]);
});

test('two sweepers at once move everything once', async () => {
  const ground = await openGround({ ...PLAN, seed: 6, peopleCount: 20 });
  open.push(ground);
  await fill(ground);
  const { openHotConnection } = await import('../platform/db/index.ts');
  const other = await openHotConnection(ground.ownerUrl);
  const until = GROUND_NOW + 200n * DAY_US;
  const sweeping = async (connection: Ground['connection']) => {
    for (;;) {
      const { sweptTo } = await sweepDue(connection, WORLD_ID, until, ground.tools, ground.versions);
      if (sweptTo === null) return;
    }
  };
  await Promise.all([sweeping(ground.connection), sweeping(other)]);
  await other.end();
  const twice = await askAsOwner(
    ground.ownerUrl,
    `select pledge_id from facts where kind in ('kept','broken','cancelled','expired') group by 1 having count(*) > 1`,
  );
  const open_ = await askAsOwner(ground.ownerUrl, 'select pledge_id from pledges where next_due_at is not null');
  assert.deepEqual([twice, open_], [[], []]);
});
