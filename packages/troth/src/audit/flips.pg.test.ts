import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { PROBLEMS } from '../doors/api/problems.ts';
import { openTestTroth, type TestTroth } from '../doors/api/test-troth.ts';
import { readMigrations } from '../platform/db/index.ts';
import { type AuditOptions, auditSnapshot } from './index.ts';
import { columnsOf, type Flip, flipsOf } from './test-flips.ts';
import { buildTown } from './test-town.ts';
import { UNPROVED } from './unproved.ts';

let troth: TestTroth;
let client: pg.Client;
before(async () => {
  troth = await openTestTroth();
  await buildTown(troth);
  client = new pg.Client({
    connectionString: troth.ownerUrl,
    options: '-c TimeZone=UTC -c jit=off -c lock_timeout=5s -c statement_timeout=20s',
  });
  await client.connect();
});
after(async () => {
  await client.end();
  await troth.close();
});

function optionsOf(): AuditOptions {
  return {
    vault: troth.installation.vault,
    migrations: readMigrations(new URL('../../../../migrations', import.meta.url).pathname),
    refusals: new Set(Object.keys(PROBLEMS)),
    world: null,
    onProgress: () => undefined,
  };
}

/** Whether the database refuses the flip, the audit reports it, or neither. */
async function fateOf(flip: Flip, options: AuditOptions): Promise<'refused' | 'reported' | 'unseen'> {
  await client.query('begin');
  try {
    await client.query(`update ${flip.table} set "${flip.column}" = $1 where ctid = $2`, [flip.to, flip.row]);
    const { findings } = await auditSnapshot(client, options);
    // Any update of a fact leaves its mark on the row: only a changed order may lean on that.
    const own = (column: string) => flip.table === 'facts' && column !== 'written_in';
    const order = findings.counts.get('order')?.violationCount ?? 0;
    return findings.violationCount - (own(flip.column) ? order : 0) > 0 ? 'reported' : 'unseen';
  } catch (error) {
    if (error instanceof pg.DatabaseError && /^(22|23)/.test(error.code ?? '')) return 'refused';
    throw error;
  } finally {
    await client.query('rollback');
  }
}

test('changing any one value of any column of any table is reported, except those that are listed with a reason', async (t) => {
  const options = optionsOf();
  await client.query('begin');
  assert.deepEqual((await auditSnapshot(client, options)).findings.violations, []);
  await client.query('rollback');
  const unseen = new Map<string, string>();
  const empty: string[] = [];
  const count = { refused: 0, reported: 0, unseen: 0 };
  for (const column of await columnsOf(client)) {
    const flips = await flipsOf(client, column);
    if (flips.length === 0 && column.table !== 'file_looks') empty.push(`${column.table}.${column.column}`);
    for (const flip of flips) {
      const fate = await fateOf(flip, options);
      count[fate] += 1;
      if (fate === 'unseen') unseen.set(`${flip.table}.${flip.column}`, `${flip.from} → ${flip.to}`);
    }
  }
  t.diagnostic(`${count.reported} flips reported, ${count.refused} refused by the schema, ${count.unseen} unseen`);
  const surprises = [...unseen].filter(([column]) => UNPROVED[column] === undefined);
  const stale = Object.keys(UNPROVED).filter((column) => !unseen.has(column));
  assert.deepEqual({ empty, surprises, stale }, { empty: [], surprises: [], stale: [] });
});

test('a row in a table that nothing writes yet is reported', async () => {
  await client.query('begin');
  await client.query(
    `insert into file_looks (look_id, party_id, world_id, looker, purpose, basis, looked_at)
     select gen_random_uuid(), party_id, world_id, 'merchant', 'deposit_waiver', 'consent', now() from persons limit 1`,
  );
  const { findings } = await auditSnapshot(client, optionsOf());
  await client.query('rollback');
  assert.equal(findings.violations.map(({ check }) => check).join(), 'unwritten');
});
