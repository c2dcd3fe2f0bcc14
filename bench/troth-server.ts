// Troth in a process of its own, as `npm start` serves it, on a free port: prints `port <n>` when it listens.
import { serve } from '../packages/troth/src/cli/serve.ts';
import { HOT_CONNECTION_COUNT, openInstallation } from '../packages/troth/src/doors/installation/index.ts';
import { wallClock } from '../packages/troth/src/kernel/index.ts';
import { SANDBOX_MASTER_KEY } from '../packages/troth/src/platform/config.ts';

const databaseUrl = process.argv[2];
if (databaseUrl === undefined) throw new Error('usage: troth-server.ts <database url>');
const hotConnectionCount = Number(process.argv[3] ?? HOT_CONNECTION_COUNT);
const installation = await openInstallation({
  databaseUrl,
  masterKey: SANDBOX_MASTER_KEY,
  clock: wallClock,
  hotConnectionCount,
});
const served = await serve(installation, {
  host: '127.0.0.1',
  port: 0,
  requestsPerMinuteMax: 1_000_000_000,
  sendLink: null,
});
process.stdout.write(`port ${new URL(served.url).port}\n`);
process.on('SIGTERM', () => {
  void served
    .stop()
    .then(() => installation.close())
    .then(() => process.exit(0));
});
