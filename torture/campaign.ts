/** One campaign from an empty directory to the verdict: town, load, kills, repeats, checks. */
import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { elapsedMs } from '../packages/troth/src/kernel/index.ts';
import { checkAllLaws, type Remains } from './checks/all-laws.ts';
import type { EventCounts } from './checks/events.ts';
import { type ReceivedLine, viewJournal } from './checks/journal-view.ts';
import { Findings } from './checks/law.ts';
import { comparePrefix, takeSnapshot } from './checks/prefix.ts';
import { readState } from './checks/state.ts';
import { trothAudit } from './checks/troth-audit.ts';
import { type Child, startChild } from './children.ts';
import { openClient } from './client.ts';
import { openJournal, readJournal } from './journal.ts';
import { type Kill, killAgainAndAgain, onDatabase, type Site } from './kills.ts';
import { Load } from './load.ts';
import type { CampaignSettings } from './settings.ts';
import { buildTown } from './town.ts';

export interface CampaignReport {
  readonly kills: readonly Kill[];
  readonly findings: Findings;
  readonly counts: Readonly<Record<string, number>>;
  readonly statuses: ReadonlyMap<number, number>;
  readonly events: EventCounts;
  readonly remains: Remains;
}

export interface Watch {
  say(what: string): void;
  onKill(kill: Kill): void;
}

const here = import.meta.dirname;

/** A port that is free now; the server keeps it over its restarts. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export async function runCampaign(settings: CampaignSettings, watch: Watch): Promise<CampaignReport> {
  const inside = path.join(settings.directory, 'inside');
  const outside = path.join(settings.directory, 'outside');
  mkdirSync(inside, { recursive: true, mode: 0o755 });
  mkdirSync(outside, { recursive: true });
  const files = { journal: path.join(outside, 'client.jsonl'), received: path.join(outside, 'receiver.jsonl') };
  const children: { stop(): Promise<void> }[] = [];
  try {
    watch.say('starting PostgreSQL, a server and a receiver');
    const postgres = await startChild(
      path.join(here, 'postgres-process.ts'),
      { TORTURE_DIRECTORY: path.join(inside, 'postgres') },
      path.join(settings.directory, 'postgres.trace'),
    );
    children.push(postgres);
    const receiver = await startChild(
      path.join(here, 'receiver-process.ts'),
      { TORTURE_RECEIVER_JOURNAL: files.received },
      path.join(settings.directory, 'receiver.trace'),
    );
    children.push(receiver);
    const port = await freePort();
    const ownerUrl = postgres.said.ownerUrl ?? '';
    const startServer = () =>
      startChild(
        path.join(here, 'server-process.ts'),
        { TORTURE_DATABASE_URL: ownerUrl, TORTURE_PORT: String(port), TORTURE_PLANT: settings.plant },
        path.join(settings.directory, 'server.trace'),
      );
    const server = await startServer();
    const findings = new Findings();
    const journal = openJournal(files.journal);
    const client = openClient(port, journal);
    watch.say(`a town of ${settings.shops} shops and ${settings.people} people`);
    const town = await buildTown({
      settings,
      client,
      operatorKey: server.said.operatorKey ?? '',
      receiverUrl: receiver.said.url ?? '',
      shareSecret: (endpoint, secret) => receiver.tell({ endpoint, secret }),
    });
    const load = new Load(settings, client, town);
    const site: Site = {
      settings,
      client,
      journal,
      load,
      town,
      findings,
      ownerUrl,
      server,
      startServer,
      dataDirectory: postgres.said.dataDirectory ?? '',
      worldId: Number(server.said.worldId),
    };
    children.push({ stop: () => site.server.stop() });
    const kills = await killAgainAndAgain(site, (kill) => watch.onKill(kill));
    const ended = await endWell(site, load, receiver, watch);
    client.close();
    await journal.close();
    await site.server.stop();
    watch.say('comparing');
    return await judge(site, kills, ended, files);
  } finally {
    for (const child of children.reverse()) await child.stop();
  }
}

/** After the last kill: no new errands, everything repeated, the clock moved until each webhook had its ten attempts. */
async function endWell(
  site: Site,
  load: Load,
  receiver: Child,
  watch: Watch,
): Promise<Readonly<Record<string, number>>> {
  await load.end();
  const unanswered = load.openCount;
  watch.say(`repeating ${unanswered} requests that have no answer`);
  const before = await onDatabase(site.ownerUrl, (database) => takeSnapshot(database, site.worldId));
  const { repeated, replayed } = await load.repeatAll();
  receiver.tell({ well: true });
  watch.say('moving the clock until everything is delivered');
  for (const hours of [1, 6, 24, 24, 24, 24]) await load.advance({ byHours: hours });
  await settled(site);
  await onDatabase(site.ownerUrl, (database) =>
    comparePrefix(database, site.worldId, before, 'at the end', site.findings),
  );
  return { unanswered, repeated, replayed };
}

const SETTLED_WITHIN_MS = 60_000;

/** Waits until the background has followed every fact and sent every event. */
async function settled(site: Site): Promise<void> {
  const until = elapsedMs() + SETTLED_WITHIN_MS;
  for (;;) {
    const { rows } = await onDatabase(site.ownerUrl, (database) =>
      database.query<{ left: string }>(
        `select ((select count(*) from facts where world_id = $1) - coalesce((select done_count from cursors where world_id = $1 and consumer = 'follow'), 0)
           + (select count(*) from webhook_deliveries where world_id = $1 and state = 'pending'))::text as left`,
        [site.worldId],
      ),
    );
    // What is still left after this time is for the checks to name.
    if (rows[0]?.left === '0' || elapsedMs() > until) return;
    await sleep(200);
  }
}

async function judge(
  site: Site,
  kills: readonly Kill[],
  ended: Readonly<Record<string, number>>,
  files: { readonly journal: string; readonly received: string },
): Promise<CampaignReport> {
  const { findings } = site;
  const view = viewJournal(files.journal);
  const remains: Remains = {
    asked: view.asked,
    state: await readState(site.ownerUrl, site.worldId),
    received: readJournal<ReceivedLine>(files.received),
  };
  const events = checkAllLaws(remains, findings);
  await trothAudit(site.ownerUrl, findings);
  const { state } = remains;
  const counts = {
    requests: view.sentCount,
    answers: view.answerCount,
    keys: view.asked.length,
    facts: state.facts.length,
    pledges: state.pledges.length,
    transfers: state.transfers.length,
    charges: state.charges.length,
    ...ended,
  };
  return { kills, findings, counts, statuses: view.statuses, events, remains };
}
