// npm run bench -- [--only throughput,latency,fresh,scale,rules,generator] [--rounds 5] [--seconds 3] …  See README.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { openCluster } from './cluster.ts';
import { buildGenerator } from './generator/generator.ts';
import { describeMachine } from './machine.ts';
import { measureFreshInstall } from './measures/fresh.ts';
import { measureGenerator } from './measures/generator-cost.ts';
import { measureLatency } from './measures/latency.ts';
import { measureRules } from './measures/rules.ts';
import { measureScale } from './measures/scale.ts';
import { measureThroughput } from './measures/throughput.ts';
import { say } from './progress.ts';
import { renderReport } from './report.ts';
import type { Side } from './round.ts';
import type { Target } from './target.ts';

const MEASURES = [
  'throughput',
  'usual_way',
  'single',
  'bulk',
  'latency',
  'fresh',
  'scale',
  'rules',
  'generator',
] as const;
type Measure = (typeof MEASURES)[number];
const DEFAULT_MEASURES: readonly Measure[] = ['throughput', 'latency', 'fresh', 'scale', 'rules'];

const { values: given } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    settle: { type: 'string', default: '10' },
    shops: { type: 'string', default: '1000' },
    people: { type: 'string', default: '100000' },
    'parties-small': { type: 'string', default: '10000' },
    'parties-large': { type: 'string', default: '5000000' },
    'database-url': { type: 'string' },
    target: { type: 'string', default: path.join(import.meta.dirname, 'target.ts') },
    out: { type: 'string' },
  },
});

function readMeasures(text: string | undefined): readonly Measure[] {
  if (text === undefined) return DEFAULT_MEASURES;
  const names = text.split(',');
  const unknown = names.find((name) => !(MEASURES as readonly string[]).includes(name));
  if (unknown !== undefined) {
    process.stderr.write(`bench: there is no measure "${unknown}". There are: ${MEASURES.join(', ')}.\n`);
    process.exit(2);
  }
  return names as Measure[];
}

async function run(measures: readonly Measure[], bench: Bench): Promise<string> {
  const has = (measure: Measure): boolean => measures.includes(measure);
  const all: readonly Side[] = ['usual_way', 'single', 'bulk'];
  const sides = has('throughput') ? all : all.filter((side) => has(side));
  const possible = bench.target === null ? sides.filter((side) => side === 'usual_way') : sides;
  return renderReport({
    machine: describeMachine(bench.workDirectory),
    cluster: bench.cluster,
    generator: bench.generator.name === 'c' ? 'C, epoll' : 'NODE FALLBACK: rates and latencies are too low',
    crowd: `${bench.shops.toLocaleString('en')} shops and ${bench.people.toLocaleString('en')} people, both Zipf with exponent 1`,
    rounds: bench.rounds,
    seconds: bench.seconds,
    // The rules run first and alone: nothing has warmed or filled this process yet.
    rules: has('rules') ? measureRules(bench.rounds, bench.seconds) : null,
    throughput: possible.length > 0 ? await measureThroughput(bench, possible) : null,
    latency: has('latency') ? await measureLatency(bench) : null,
    scale: has('scale') ? await measureScale(bench) : null,
    fresh: has('fresh') ? await measureFreshInstall(bench) : [],
  });
}

if (process.platform !== 'linux') {
  process.stderr.write('bench: reads /proc to account for CPU, so it runs on Linux only.\n');
  process.exit(2);
}
const measures = readMeasures(given.only);
const workDirectory = mkdtempSync(path.join(tmpdir(), 'troth-bench-work-'));
const { target } = (await import(pathToFileURL(path.resolve(given.target)).href)) as { target: Target | null };
if (target === null) say('TROTH IS NOT MEASURED: bench/target.ts has no target. Only the usual way runs.');
const generator = buildGenerator(workDirectory);
const cluster = await openCluster(given['database-url'] ?? null);
try {
  const bench: Bench = {
    cluster,
    generator,
    target,
    workDirectory,
    rounds: Number(given.rounds),
    seconds: Number(given.seconds),
    settleSeconds: Number(given.settle),
    shops: Number(given.shops),
    people: Number(given.people),
    scaleParties: { small: Number(given['parties-small']), large: Number(given['parties-large']) },
  };
  if (measures.includes('generator')) await measureGenerator(bench);
  const report = await run(measures, bench);
  process.stdout.write(`\n${report}`);
  // A part of the benchmark never overwrites the record of a whole one.
  const out = given.out ?? (given.only === undefined ? path.join(import.meta.dirname, 'RESULTS.md') : null);
  if (out !== null) writeFileSync(out, report);
} finally {
  await cluster.stop();
  rmSync(workDirectory, { recursive: true, force: true });
}
