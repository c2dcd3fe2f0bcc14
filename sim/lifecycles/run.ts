// `npm run lifecycles`: whole lives of promises by the million, on the rules alone, with books of their own.
//   npm run lifecycles                                  a million lives of seed 1
//   npm run lifecycles -- --lives 100000 --seed 42      fewer, and others
import { parseArgs } from 'node:util';
import { elapsedMs } from '../../packages/troth/src/kernel/clock.ts';
import { progressOn } from '../progress.ts';
import { liveAll } from './lives.ts';

const LIVES_MAX = 100_000_000;

function wholeOf(name: string, text: string, max: number): number {
  const value = Number(text);
  if (/^\d{1,10}$/.test(text) && value >= 1 && value <= max) return value;
  process.stderr.write(`--${name} is a whole number from 1 to ${max} 请写 1 到 ${max} 的整数\n`);
  process.exit(2);
}

const { values } = parseArgs({
  options: { lives: { type: 'string', default: '1000000' }, seed: { type: 'string', default: '1' } },
});
const plan = { lives: wholeOf('lives', values.lives, LIVES_MAX), seed: wholeOf('seed', values.seed, 2 ** 31 - 1) };
const progress = progressOn(process.stderr, plan.lives, elapsedMs);
const startedMs = elapsedMs();
const totals = liveAll(plan, (done) => progress.show(done, `${done} lives`));
const seconds = (elapsedMs() - startedMs) / 1000;
progress.finish(`${totals.lifeCount} lives`);

const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count.toLocaleString('en')}`)
    .join(' · ');
process.stdout.write(`
seed ${plan.seed}: ${totals.lifeCount.toLocaleString('en')} lives, ${totals.moveCount.toLocaleString('en')} moves in ${seconds.toFixed(0)} s
ended      ${counts(totals.ends)}
said       ${counts(totals.moves)}
refused    ${counts(totals.refusals)}
charged    ${counts(totals.chargedMinor)}
money      ${counts(totals.money)}
Every law held: books exact, exposure exact, claw-back as worked out by hand, one end each.
`);
