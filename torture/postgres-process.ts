/** A PostgreSQL with a starter of its own, so that it can be killed by itself and comes back by itself. */
import path from 'node:path';
import { startPostgres } from '../packages/troth/src/platform/postgres/index.ts';

const directory = process.env.TORTURE_DIRECTORY ?? '';
const postgres = await startPostgres({
  directory,
  // As an installation runs it, durable in full, with less memory.
  settings: { shared_buffers: '128MB', max_wal_size: '2GB', min_wal_size: '80MB' },
});
const stop = async () => {
  await postgres.stop();
  process.exit(0);
};
process.stdin.on('end', () => void stop());
process.stdin.resume();
process.stdout.write(
  `${JSON.stringify({ ownerUrl: postgres.ownerUrl, dataDirectory: path.join(directory, 'data') })}\n`,
);
