/** The kills: now the server, now PostgreSQL, each at a moment by chance while the load runs; and the way back up. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { elapsedMs } from '../packages/troth/src/kernel/index.ts';
import { chanceOf } from '../sim/seeded-chance.ts';
import { comparePrefix, type LogbookSnapshot, takeSnapshot } from './checks/prefix.ts';
import type { Findings } from './checks/law.ts';
import { type Child, killPostgres } from './children.ts';
import type { Client, KillLine } from './client.ts';
import type { Journal } from './journal.ts';
import type { Load } from './load.ts';
import type { CampaignSettings } from './settings.ts';
import type { Town } from './town.ts';

export interface Kill {
  readonly number: number;
  readonly target: 'server' | 'postgres';
  readonly inFlight: number;
  readonly processes: number;
  readonly backAfterMs: number;
}

export interface Site {
  readonly settings: CampaignSettings;
  readonly ownerUrl: string;
  readonly dataDirectory: string;
  readonly worldId: number;
  readonly client: Client;
  readonly journal: Journal;
  readonly load: Load;
  readonly town: Town;
  readonly findings: Findings;
  /** The server that runs now, and how to start another in its place. */
  server: Child;
  readonly startServer: () => Promise<Child>;
}

const UP_WITHIN_MS = 90_000;
/** Under load means: so many answers since the system came back. */
const ANSWERS_BEFORE_KILL = 100;
const DELAY_MS = { from: 20, to: 500 };

export async function killAgainAndAgain(site: Site, onKill: (kill: Kill) => void): Promise<Kill[]> {
  const kills: Kill[] = [];
  const chance = chanceOf(site.settings.seed, 'kills');
  let snapshot: LogbookSnapshot | null = null;
  for (let number = 1; number <= site.settings.kills; number += 1) {
    await untilUnderLoad(site);
    snapshot = await onDatabase(site.ownerUrl, (database) => takeSnapshot(database, site.worldId));
    await sleep(chance.whole(DELAY_MS.from, DELAY_MS.to));
    await site.journal.append({ t: 'kill', number } satisfies KillLine);
    const kill = await killOnce(site, number, number % 2 === 1 ? 'server' : 'postgres');
    kills.push(kill);
    onKill(kill);
    const before = snapshot;
    await onDatabase(site.ownerUrl, (database) =>
      comparePrefix(database, site.worldId, before, `after kill ${number}`, site.findings),
    );
  }
  return kills;
}

async function killOnce(site: Site, number: number, target: Kill['target']): Promise<Kill> {
  const inFlight = site.client.inFlightCount;
  const startedAt = performance.now();
  let processes = 1;
  if (target === 'server') {
    const gone = site.server.kill();
    site.load.setUp('down');
    await gone;
    site.server = await site.startServer();
  } else {
    processes = killPostgres(site.dataDirectory);
    site.load.setUp('down');
  }
  await untilUp(site, `after kill ${number} of ${target}`);
  site.load.setUp('up');
  return { number, target, inFlight, processes, backAfterMs: Math.round(performance.now() - startedAt) };
}

/** Up is: a question that only the database can answer is answered. */
async function untilUp(site: Site, when: string): Promise<void> {
  const until = elapsedMs() + UP_WITHIN_MS;
  const session = site.town.people[0]?.session ?? '';
  for (;;) {
    const answer = await site.client.read('/v1/me', session);
    const isUp = answer?.status === 200;
    if (isUp || !site.server.isAlive) site.findings.equal('up', `${when}: the server runs`, site.server.isAlive, true);
    if (isUp) return;
    if (!site.server.isAlive) site.server = await site.startServer();
    if (elapsedMs() > until) throw new Error(`not up again within ${UP_WITHIN_MS} ms: ${JSON.stringify(answer)}`);
    await sleep(25);
  }
}

async function untilUnderLoad(site: Site): Promise<void> {
  const from = site.load.answeredCount;
  const until = elapsedMs() + UP_WITHIN_MS;
  while (site.load.answeredCount < from + ANSWERS_BEFORE_KILL) {
    if (elapsedMs() > until)
      throw new Error(`no load: ${site.load.answeredCount - from} answers in ${UP_WITHIN_MS} ms`);
    await sleep(10);
  }
}

/** A connection of our own, as the owner who sees all worlds; PostgreSQL may still be coming back. */
export async function onDatabase<T>(ownerUrl: string, work: (database: pg.Client) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const database = new pg.Client({ connectionString: ownerUrl });
    database.on('error', () => undefined);
    try {
      await database.connect();
      return await work(database);
    } catch (error) {
      if (attempt === 100) throw error;
      await sleep(100);
    } finally {
      await database.end().catch(() => undefined);
    }
  }
}
