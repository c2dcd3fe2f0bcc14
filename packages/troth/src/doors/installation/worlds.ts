/**
 * The worlds of an installation: the live one, whose clock is the wall clock, and any number of test worlds, whose clocks stand
 * still until somebody moves them.
 */
import { type Clock, type Instant, type Outcome, ok, refuse } from '../../kernel/index.ts';
import type { ColdDatabase } from '../../platform/db/index.ts';

export interface WorldInfo {
  readonly worldId: number;
  readonly name: string;
  readonly mode: 'live' | 'test';
  readonly logOrigin: string;
}

export type ClockRefusal = 'live_clock_cannot_be_moved' | 'clock_moves_forward_only' | 'clock_moves_ten_years_at_most';

export interface Worlds {
  find(worldId: number): WorldInfo | null;
  list(): WorldInfo[];
  /** The world's own time. */
  now(worldId: number): Instant;
  /** Makes a world; refuses a name that is taken. */
  create(of: {
    name: string;
    mode: 'live' | 'test';
    clockAt: Instant | null;
  }): Promise<Outcome<WorldInfo, 'world_name_is_taken'>>;
  /** Whether a test world's clock may be set to `to`. */
  checkMove(worldId: number, to: Instant): Outcome<Instant, ClockRefusal>;
  /** A test world's clock was set for good in the database, where its moves are committed: from here on it is that late. */
  stand(worldId: number, at: Instant): void;
  /** Reads what other processes made. */
  refresh(): Promise<void>;
}

const TEN_YEARS_US = 3653n * 86_400n * 1_000_000n;

interface WorldRow {
  world_id: number;
  name: string;
  mode: 'live' | 'test';
  clock_at: Instant | null;
  log_origin: string;
}

export async function openWorlds(cold: ColdDatabase, clock: Clock): Promise<Worlds> {
  const infos = new Map<number, WorldInfo>();
  const clocks = new Map<number, Instant>();
  const take = (row: WorldRow): WorldInfo => {
    const info = { worldId: row.world_id, name: row.name, mode: row.mode, logOrigin: row.log_origin };
    infos.set(info.worldId, info);
    // A clock never goes back: what was read may be older than what was set here meanwhile.
    const known = clocks.get(info.worldId);
    if (row.clock_at !== null && (known === undefined || row.clock_at > known)) clocks.set(info.worldId, row.clock_at);
    return info;
  };
  const refresh = async () => {
    const { rows } = await cold.beyondWorlds((client) =>
      client.query<WorldRow>('select world_id, name, mode, clock_at, log_origin from worlds order by world_id'),
    );
    rows.forEach(take);
  };
  await refresh();
  const now = (worldId: number): Instant => clocks.get(worldId) ?? clock.now();
  return {
    find: (worldId) => infos.get(worldId) ?? null,
    list: () => [...infos.values()],
    now,
    refresh,
    async create(of) {
      const iso = (at: Instant) => new Date(Number(at / 1000n)).toISOString();
      const row = await cold.beyondWorlds(async (client) => {
        await client.query('lock table worlds in share row exclusive mode');
        const taken = await client.query('select 1 from worlds where name = $1', [of.name]);
        if (taken.rowCount !== 0) return null;
        const { rows } = await client.query<WorldRow>(
          `insert into worlds (world_id, name, mode, clock_at, log_origin, created_at)
           select coalesce(max(world_id), 0) + 1, $1, $2, $3, $4, $5 from worlds returning world_id, name, mode, clock_at, log_origin`,
          [
            of.name,
            of.mode,
            of.clockAt === null ? null : iso(of.clockAt),
            `troth.local/${of.mode}/${of.name}`,
            iso(clock.now()),
          ],
        );
        return rows[0] ?? null;
      });
      return row === null ? refuse('world_name_is_taken') : ok(take(row));
    },
    checkMove(worldId, to) {
      if (infos.get(worldId)?.mode !== 'test') return refuse('live_clock_cannot_be_moved');
      if (to < now(worldId)) return refuse('clock_moves_forward_only');
      if (to - now(worldId) > TEN_YEARS_US) return refuse('clock_moves_ten_years_at_most');
      return ok(to);
    },
    stand(worldId, at) {
      if (at > now(worldId)) clocks.set(worldId, at);
    },
  };
}
