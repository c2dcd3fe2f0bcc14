/** Keys, sessions, one-time links and imports: what can be said of rows whose secret nobody here knows. */
import type pg from 'pg';
import { sameInstantAsId } from './check-party.ts';
import type { AuditWorld } from './dossier.ts';
import { isBefore, iso, type Row, Stream, text } from './rows.ts';

interface Kind {
  readonly table: string;
  readonly key: string;
  /** How long one lasts, exactly; null: as long as was said. */
  readonly lastsMs: number | null;
  /** Instants that cannot lie before it was made. */
  readonly later: readonly string[];
}

const KINDS: readonly Kind[] = [
  { table: 'api_keys', key: 'key_id', lastsMs: null, later: ['expires_at', 'revoked_at'] },
  { table: 'sessions', key: 'session_id', lastsMs: 30 * 86_400_000, later: ['revoked_at'] },
  { table: 'sign_in_links', key: 'link_id', lastsMs: 15 * 60_000, later: ['used_at'] },
  { table: 'historic_imports', key: 'import_id', lastsMs: null, later: [] },
];

export async function checkCredentials(client: pg.ClientBase, world: AuditWorld): Promise<void> {
  for (const kind of KINDS) {
    const rows = await Stream.open(client, `select * from ${kind.table} where world_id = $1`, [world.worldId]);
    for (let row = await rows.take(); row !== null; row = await rows.take()) checkOne(world, kind, row);
  }
  // Nothing writes these yet; when something does, it is audited here.
  const looks = await Stream.open(client, 'select * from file_looks where world_id = $1', [world.worldId]);
  const look = await looks.take();
  const at = { table: 'file_looks', key: look?.look_id ?? '' };
  world.findings.expect('unwritten', look === null, at, 'look_id', 'no row', look?.look_id ?? null);
}

function checkOne({ findings }: AuditWorld, { table, key, lastsMs, later }: Kind, row: Row): void {
  const at = { table, key: text(row, key) };
  sameInstantAsId(findings, at, key, row, 'created_at');
  const createdAt = iso(row, 'created_at') as string;
  for (const column of later) {
    const instant = iso(row, column);
    findings.expect(
      'credentials',
      instant === null || !isBefore(instant, createdAt),
      at,
      column,
      `not before ${createdAt}`,
      instant,
    );
  }
  if (lastsMs === null) return;
  const found = Date.parse(iso(row, 'expires_at') as string) - Date.parse(createdAt);
  findings.same('credentials', at, 'expires_at', String(lastsMs), String(found));
}
