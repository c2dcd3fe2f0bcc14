import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Bench, SINGLE_CONNECTIONS } from '../bench.ts';
import { drive } from '../generator/generator.ts';
import { renderPost, writeRequests } from '../generator/requests-file.ts';
import { say } from '../progress.ts';

const REQUESTS = 250_000;

/** Weighs the load generator itself against a server that does nothing. */
export async function measureGenerator(bench: Bench): Promise<void> {
  const file = path.join(bench.workDirectory, 'stand-in.requests');
  writeRequests(file, samples(REQUESTS));
  const server = spawn(process.execPath, [path.join(import.meta.dirname, '../generator/stand-in.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const port = await new Promise<number>((resolve) => {
      createInterface({ input: server.stdout }).once('line', (line) => resolve(Number(line.split(' ')[1])));
    });
    const load = {
      port,
      requestsFile: file,
      connections: SINGLE_CONNECTIONS,
      warmSeconds: 0.5,
      okToken: '"state":"offered"',
    };
    const marks = { begin: () => {}, end: () => {} };
    const closed = await drive(bench.generator, { ...load, seconds: bench.seconds }, marks);
    const rate = Math.round(closed.orders / bench.seconds / 2);
    const open = await drive(bench.generator, { ...load, seconds: bench.seconds, rate }, marks);
    const cost = (result: typeof closed): string => ((result.cpuSeconds * 1e6) / result.answered).toFixed(1);
    say(
      `generator (${bench.generator.name}), closed loop: ${(closed.orders / bench.seconds).toFixed(0)}/s, ${cost(closed)} µs a request`,
    );
    say(
      `generator (${bench.generator.name}), open loop at ${rate}/s: ${cost(open)} µs a request, p50 ${open.latencyMs.p50} p99 ${open.latencyMs.p99} ms`,
    );
  } finally {
    server.kill();
  }
}

function* samples(count: number): Iterable<string> {
  for (let index = 0; index < count; index++) {
    yield renderPost(
      '/v1/pledges',
      { authorization: `Bearer trk_test_${'0'.repeat(43)}`, 'idempotency-key': `bench-${index}` },
      { offerId: `ofr_${'0'.repeat(32)}`, promisor: `ref_${'0'.repeat(32)}`, orderNo: `A-${index}` },
    );
  }
}
