/**
 * The audit: a second, naive reading of everything, which shares no rule with the product. One snapshot, read in order, a party at
 * a time. It says what it compared and what is not as it must be; about facts that the follower has not reached it says so.
 */
import pg from 'pg';
import type { Migration } from '../platform/db/index.ts';
import type { Vault } from '../platform/keys/index.ts';
import { checkNamed } from './check-answers.ts';
import { checkBooks } from './check-books.ts';
import { checkCustody } from './check-custody.ts';
import { checkFile } from './check-file.ts';
import { checkHeld } from './check-held.ts';
import { checkLeaves } from './check-leaves.ts';
import { checkLogbook } from './check-logbook.ts';
import { checkParty, openPartyKey } from './check-party.ts';
import { checkProgrammes } from './check-programmes.ts';
import { checkPaidOut, checkPayouts } from './check-payouts.ts';
import { checkPledges } from './check-pledges.ts';
import { checkReferences, checkWorlds } from './check-references.ts';
import { checkSayings } from './check-sayings.ts';
import { checkShops } from './check-shops.ts';
import { type AuditWorld, detailOf, type Dossier, type DossierRows, forEachParty } from './dossier.ts';
import { Findings } from './findings.ts';
import { type Row, rowsOf, text } from './rows.ts';

export interface AuditOptions {
  readonly vault: Vault;
  readonly migrations: readonly Migration[];
  /** Names of refusals that may be remembered. */
  readonly refusals: ReadonlySet<string>;
  /** One world by name; null: all. */
  readonly world: string | null;
  readonly onProgress: (progress: {
    readonly world: string;
    readonly partyCount: number;
    readonly factCount: number;
  }) => void;
}

export interface WorldAudited {
  readonly name: string;
  readonly partyCount: number;
  readonly factCount: number;
  /** Facts without a place in the logbook yet. */
  readonly pendingCount: number;
}

export interface AuditReport {
  readonly findings: Findings;
  readonly worlds: readonly WorldAudited[];
  /** Whether rows outside every world could be looked for. */
  readonly sawBeyondWorlds: boolean;
}

const PROGRESS_EVERY = 5000;
const NAMED_MAX = 5000;

/** Audits the database of `ownerUrl` in one snapshot of its own. */
export async function audit(ownerUrl: string, options: AuditOptions): Promise<AuditReport> {
  const client = new pg.Client({ connectionString: ownerUrl, options: '-c TimeZone=UTC -c DateStyle=ISO -c jit=off' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    return await auditSnapshot(client, options);
  } finally {
    await client.query('rollback').catch(() => undefined);
    await client.end();
  }
}

/** Audits what an open transaction sees. */
export async function auditSnapshot(client: pg.ClientBase, options: AuditOptions): Promise<AuditReport> {
  const findings = new Findings();
  await checkSchema(client, findings, options.migrations);
  const sawBeyondWorlds = await checkWorlds(client, findings);
  const all = await rowsOf(client, 'select * from worlds order by world_id');
  const worlds: WorldAudited[] = [];
  for (const row of all) {
    if (options.world !== null && row.name !== options.world) continue;
    worlds.push(await auditWorld(client, row, findings, options));
  }
  return { findings, worlds, sawBeyondWorlds };
}

/** The schema is made of the very migrations that this program has. */
async function checkSchema(client: pg.ClientBase, findings: Findings, migrations: readonly Migration[]): Promise<void> {
  const rows = await rowsOf(client, 'select number, name, checksum from schema_migrations order by number');
  const line = (one: { number: unknown; name: unknown; checksum: unknown }) =>
    `${one.number} ${one.name} ${one.checksum}`;
  for (let i = 0; i < Math.max(rows.length, migrations.length); i += 1) {
    const [migration, row] = [migrations[i], rows[i]];
    const at = { table: 'schema_migrations', key: String(i + 1) };
    findings.same(
      'schema',
      at,
      'number, name, checksum',
      migration === undefined ? null : line(migration),
      row === undefined ? null : line(row as never),
    );
  }
}

async function auditWorld(
  client: pg.ClientBase,
  row: Row,
  findings: Findings,
  options: AuditOptions,
): Promise<WorldAudited> {
  const name = text(row, 'name');
  const world: AuditWorld = { worldId: Number(row.world_id), logOrigin: text(row, 'log_origin'), findings, named: [] };
  findings.world = name;
  await client.query(`select set_config('troth.world', $1, true)`, [String(world.worldId)]);
  await checkWorldRow(client, world, row);
  await checkReferences(client, world);
  let partyCount = 0;
  let factCount = 0;
  await forEachParty(client, world.worldId, async (party, rows) => {
    checkDossier(world, dossierOf(world, party, rows, options.vault), options);
    partyCount += 1;
    factCount += rows.facts.length;
    if (world.named.length > NAMED_MAX) await checkNamed(client, world);
    if (partyCount % PROGRESS_EVERY === 0) options.onProgress({ world: name, partyCount, factCount });
  });
  await checkShops(client, world, options.vault, options.refusals);
  await checkCustody(client, world);
  await checkPayouts(client, world);
  await checkProgrammes(client, world);
  await checkNamed(client, world);
  const { pendingCount } = await checkLogbook(client, world);
  return { name, partyCount, factCount, pendingCount };
}

/** The name of the log says the mode and the name of its world; a test world's clock is behind no fact. */
async function checkWorldRow(client: pg.ClientBase, { worldId, findings }: AuditWorld, row: Row): Promise<void> {
  const at = { table: 'worlds', key: String(worldId) };
  findings.same('worlds', at, 'log_origin', `troth.local/${row.mode}/${row.name}`, row.log_origin ?? null);
  if (row.clock_at === null) return;
  const [latest] = await rowsOf(
    client,
    'select max(recorded_at) > $2::timestamptz as ahead from facts where world_id = $1',
    [worldId, row.clock_at],
  );
  findings.expect(
    'worlds',
    latest?.ahead !== 't',
    at,
    'clock_at',
    'no fact later than the clock',
    row.clock_at ?? null,
  );
}

function dossierOf(world: AuditWorld, party: Row, rows: DossierRows, vault: Vault): Dossier {
  const facts = rows.facts.map((row) => ({ row, kind: text(row, 'kind'), detail: detailOf(row) }));
  return { ...rows, party, facts, key: openPartyKey(world, party, vault) };
}

function checkDossier(world: AuditWorld, dossier: Dossier, { vault, refusals }: AuditOptions): void {
  const checks: Readonly<Record<string, () => void>> = {
    parties: () => checkParty(world, dossier, vault),
    facts: () => checkLeaves(world, dossier),
    pledges: () => checkPledges(world, dossier, vault),
    transfers: () => checkBooks(world, dossier),
    charges: () => checkHeld(world, dossier),
    custody_statements: () => checkPaidOut(world, dossier),
    folds: () => checkFile(world, dossier),
    consents: () => checkSayings(world, dossier, vault, refusals),
  };
  for (const [table, check] of Object.entries(checks)) {
    try {
      check();
    } catch (error) {
      // What cannot even be read is a violation too, and the rest is audited all the same.
      const found = error instanceof Error ? error.message : String(error);
      const at = { table, key: `party ${dossier.party.party_id}` };
      world.findings.expect('readable', false, at, 'any', 'can be read', found);
    }
  }
}
