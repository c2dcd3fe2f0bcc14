/** The logbook against the facts in the order they were written: every entry, its place, where the follower stands, and budgets. */
import type pg from 'pg';
import { instantFromIso } from '../kernel/index.ts';
import { entriesOf, entryOf } from './derive.ts';
import { type AuditWorld, detailOf } from './dossier.ts';
import { addToPromisee, checkPromisees, type PromiseeSums } from './check-promisees.ts';
import { bytes, iso, type Row, rowsOf, Stream, text } from './rows.ts';

const BUNDLE = 256;
const DAY_US = 86_400_000_000n;
const NOBODY = '00000000-0000-0000-0000-000000000000';

export interface Followed {
  readonly followedCount: number;
  /** Facts that the follower has not reached yet: nothing is said about their place in the logbook. */
  readonly pendingCount: number;
}

export async function checkLogbook(client: pg.ClientBase, world: AuditWorld): Promise<Followed> {
  const { worldId, findings } = world;
  const cursors = await rowsOf(client, 'select * from cursors where world_id = $1', [worldId]);
  const known = cursors.filter((row) => row.consumer === 'follow');
  for (const row of cursors)
    findings.same(
      'logbook',
      { table: 'cursors', key: `${worldId} ${row.consumer}` },
      'consumer',
      'follow',
      row.consumer ?? null,
    );
  const cursor: Row = known[0] ?? { written_in: '0', fact_id: NOBODY, done_count: '0' };
  const versions = await periodDaysOf(client, worldId);
  const budgets = new Map<string, number>();
  const promisees: PromiseeSums = new Map();
  const facts = await Stream.open(
    client,
    `select fact_id, merchant_id, kind, context, reporter, recorded_at, tag, commitment, written_in, detail, xmin::text as xid,
       coalesce(nullif(current_setting('troth.xid_base', true), ''), '0') as base from facts where world_id = $1
     and (written_in, fact_id) <= ($2::bigint, $3::uuid) order by written_in, fact_id`,
    [worldId, cursor.written_in, cursor.fact_id],
  );
  const bundles = await Stream.open(
    client,
    'select * from leaf_bundles where world_id = $1 order by bundle_index',
    [worldId],
    20,
  );
  let count = 0;
  let last: Row | null = null;
  for (let index = 0; ; index += 1) {
    const slice: Row[] = [];
    while (slice.length < BUNDLE) {
      const fact = await facts.take();
      if (fact === null) break;
      slice.push(fact);
      checkOrder(world, fact);
      addToBudget(budgets, versions, fact);
      addToPromisee(promisees, fact);
    }
    const bundle = await bundles.take();
    if (slice.length === 0 && bundle === null) break;
    checkBundle(world, index, slice, bundle);
    count += slice.length;
    last = slice.at(-1) ?? last;
  }
  const at = { table: 'cursors', key: `${worldId} follow` };
  findings.same('logbook', at, 'done_count', String(count), cursor.done_count ?? null);
  findings.same('logbook', at, 'written_in', last?.written_in ?? '0', cursor.written_in ?? null);
  findings.same('logbook', at, 'fact_id', last?.fact_id ?? NOBODY, cursor.fact_id ?? null);
  await checkBudgets(client, world, budgets);
  await checkPromisees(client, world, promisees);
  const [pending] = await rowsOf(
    client,
    'select count(*) as n from facts where world_id = $1 and (written_in, fact_id) > ($2::bigint, $3::uuid)',
    [worldId, cursor.written_in, cursor.fact_id],
  );
  return { followedCount: count, pendingCount: Number(pending?.n ?? 0) };
}

/**
 * The number of the transaction that wrote a fact is its place in the order. PostgreSQL keeps the lower half of the same number on the
 * row; rows from before a restore were written again and have lost it.
 */
function checkOrder({ findings }: AuditWorld, fact: Row): void {
  const transaction = BigInt(text(fact, 'written_in')) - BigInt(text(fact, 'base'));
  if (transaction <= 0n) return;
  const at = { table: 'facts', key: text(fact, 'fact_id') };
  findings.same('order', at, 'written_in', text(fact, 'xid'), String(transaction % 4294967296n));
}

function checkBundle(world: AuditWorld, index: number, facts: readonly Row[], bundle: Row | null): void {
  const { findings, worldId } = world;
  const at = { table: 'leaf_bundles', key: `${worldId} ${index}` };
  findings.expect('logbook', bundle !== null, at, 'bundle_index', `a bundle of ${facts.length}`, null);
  if (bundle === null) return;
  findings.same('logbook', at, 'bundle_index', String(index), bundle.bundle_index ?? null);
  findings.same('logbook', at, 'first_written_in', facts[0]?.written_in ?? null, bundle.first_written_in ?? null);
  findings.same('logbook', at, 'first_fact_id', facts[0]?.fact_id ?? null, bundle.first_fact_id ?? null);
  const factIds = text(bundle, 'fact_ids').slice(1, -1).split(',');
  const entries = entriesOf(bytes(bundle, 'entries'));
  findings.expect(
    'logbook',
    entries !== null && entries.length === facts.length && factIds.length === facts.length,
    at,
    'entries',
    `${facts.length} entries`,
    `${entries?.length ?? 'cut short'} entries of ${factIds.length} facts`,
  );
  facts.forEach((fact, place) => {
    const where = { table: 'leaf_bundles', key: `${worldId} ${index} place ${place}` };
    findings.same('logbook', where, 'fact_ids', text(fact, 'fact_id'), factIds[place] ?? null);
    const entry = entryOf({
      kind: text(fact, 'kind'),
      tagHex: bytes(fact, 'tag').toString('hex'),
      commitmentHex: bytes(fact, 'commitment').toString('hex'),
      issuer: world.logOrigin,
      recordedAt: iso(fact, 'recorded_at') as string,
    });
    findings.same('logbook', where, 'entries', entry.toString('utf8'), entries?.[place]?.toString('utf8') ?? null);
  });
}

/** How many days a budget of each version lasts. */
async function periodDaysOf(client: pg.ClientBase, worldId: number): Promise<Map<string, number>> {
  const rows = await rowsOf(
    client,
    `select version_id, terms #>> '{admission,lossBudget,periodDays}' as days from offer_versions where world_id = $1`,
    [worldId],
  );
  return new Map(rows.map((row) => [text(row, 'version_id').replaceAll('-', ''), Number(row.days)]));
}

function addToBudget(budgets: Map<string, number>, versions: ReadonlyMap<string, number>, fact: Row): void {
  if (fact.kind !== 'offered' && fact.kind !== 'accepted') return;
  const born = detailOf(fact).born;
  if (born === undefined || Number(born.expectedLossMinor) <= 0) return;
  const version = String(born.versionId).slice(4);
  const days = versions.get(version);
  if (days === undefined) return;
  const period = (instantFromIso(iso(fact, 'recorded_at') as string) as bigint) / (BigInt(days) * DAY_US);
  const key = `${version} ${period}`;
  budgets.set(key, (budgets.get(key) ?? 0) + Number(born.expectedLossMinor));
}

async function checkBudgets(
  client: pg.ClientBase,
  { worldId, findings }: AuditWorld,
  budgets: ReadonlyMap<string, number>,
): Promise<void> {
  const rows = await rowsOf(client, 'select * from budget_rollups where world_id = $1', [worldId]);
  const found = new Map(rows.map((row) => [`${text(row, 'version_id').replaceAll('-', '')} ${row.period}`, row]));
  for (const key of new Set([...budgets.keys(), ...found.keys()])) {
    const at = { table: 'budget_rollups', key };
    const expected = budgets.get(key);
    findings.same(
      'budgets',
      at,
      'expected_minor',
      expected === undefined ? null : String(expected),
      found.get(key)?.expected_minor ?? null,
    );
    // Nothing adds to what was really lost yet.
    findings.same('budgets', at, 'realised_minor', '0', found.get(key)?.realised_minor ?? '0');
  }
}
