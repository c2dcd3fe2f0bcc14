// npm run bench:floor -- [--rounds 3] [--seconds 3] [--settle 5]  See the README of the benchmark.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openCluster } from '../cluster.ts';
import { buildGenerator } from '../generator/generator.ts';
import { describeMachine } from '../machine.ts';
import { type FloorBench, measureFloor } from './floor.ts';
import { renderFloor } from './floor-report.ts';

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    settle: { type: 'string', default: '5' },
    out: { type: 'string', default: path.join(import.meta.dirname, '..', 'FLOOR.md') },
  },
});

if (process.platform !== 'linux') {
  process.stderr.write('bench: reads /proc to account for CPU, so it runs on Linux only.\n');
  process.exit(2);
}
const workDirectory = mkdtempSync(path.join(tmpdir(), 'troth-bench-floor-'));
// Read before the run: what the run measures is what stood here when it began.
const machine = describeMachine(workDirectory);
const generator = buildGenerator(workDirectory);
const cluster = await openCluster(null);
try {
  const bench: FloorBench = {
    cluster,
    generator,
    workDirectory,
    size: { shops: 1000, people: 100_000 },
    rounds: Number(given.rounds),
    seconds: Number(given.seconds),
    settleSeconds: Number(given.settle),
  };
  const report = renderFloor(bench, await measureFloor(bench), machine);
  process.stdout.write(`\n${report}`);
  writeFileSync(given.out, report);
} finally {
  await cluster.stop();
  rmSync(workDirectory, { recursive: true, force: true });
}
