/**
 * A Troth server as a process of its own, on a fixed port, that can be killed at any moment. The first start makes the test world
 * and an operator's key. It can be started with a planted fault, which the campaign must then catch.
 */
import { appendFileSync } from 'node:fs';
import { issueKey } from '../packages/troth/src/journeys/enrol.ts';
import { instantFromIso, present, wallClock } from '../packages/troth/src/kernel/index.ts';
import { type Installation, openInstallation } from '../packages/troth/src/doors/installation/index.ts';
import { migrate, readMigrations } from '../packages/troth/src/platform/db/index.ts';
import { SANDBOX_MASTER_KEY } from '../packages/troth/src/platform/config.ts';
import { MIGRATIONS_DIRECTORY } from '../packages/troth/src/cli/running.ts';
import { serve } from '../packages/troth/src/cli/serve.ts';
import { answersBeforeCommit } from './planted.ts';
import { START_AT, WORLD_NAME } from './settings.ts';

const databaseUrl = process.env.TORTURE_DATABASE_URL ?? '';
const hotConnectionCount = 3;

async function firstKey(installation: Installation): Promise<Record<string, string>> {
  const clockAt = present(instantFromIso(START_AT), 'start_is_an_instant');
  const made = await installation.worlds.create({ name: WORLD_NAME, mode: 'test', clockAt });
  if (!made.ok) return {};
  const { worldId } = made.value;
  const of = { worldId, mode: 'test' as const, merchantId: null, scopes: ['operator'], expiresAt: null };
  const key = await installation.cold.within({ worldId }, (client) =>
    issueKey(client, installation.tools, installation.chance, of, wallClock.now()),
  );
  return { operatorKey: key.text, worldId: String(worldId) };
}

await migrate(databaseUrl, readMigrations(MIGRATIONS_DIRECTORY));
const opened = await openInstallation({
  databaseUrl,
  masterKey: SANDBOX_MASTER_KEY,
  clock: wallClock,
  hotConnectionCount,
});
const installation =
  process.env.TORTURE_PLANT === 'answers-before-commit'
    ? { ...opened, batcher: answersBeforeCommit(databaseUrl, hotConnectionCount) }
    : opened;
const said = await firstKey(installation);
const served = await serve(installation, {
  host: '127.0.0.1',
  port: Number(process.env.TORTURE_PORT ?? '0'),
  requestsPerMinuteMax: 100_000_000,
  sendLink: null,
});
const stop = async () => {
  await served.stop();
  await installation.close();
  process.exit(0);
};
process.stdin.on('end', () => void stop());
process.stdin.resume();
process.on('unhandledRejection', (error) => {
  appendFileSync(2, `${JSON.stringify({ what: 'unhandled rejection', message: String(error) })}\n`);
  process.exit(70);
});
process.stdout.write(`${JSON.stringify({ url: served.url, ...said })}\n`);
