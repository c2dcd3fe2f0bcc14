/** `npm run torture -- --kills 50 [--seed n] [--plant answers-before-commit] [--keep]` */
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { progressOn } from '../sim/progress.ts';
import { runCampaign } from './campaign.ts';
import { exitCodeOf, reportLines } from './report.ts';
import type { CampaignSettings, Plant } from './settings.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    plant: { type: 'string', default: 'nothing' },
    shops: { type: 'string', default: '40' },
    people: { type: 'string', default: '400' },
    workers: { type: 'string', default: '64' },
    keep: { type: 'boolean', default: false },
  },
});

function whole(name: 'kills' | 'seed' | 'shops' | 'people' | 'workers', least: number): number {
  const number = Number(values[name]);
  if (Number.isInteger(number) && number >= least) return number;
  process.stderr.write(`torture: --${name} must be a whole number from ${least}\n`);
  return process.exit(2);
}

if (values.plant !== 'nothing' && values.plant !== 'answers-before-commit') {
  process.stderr.write('torture: the only fault that can be planted is answers-before-commit\n');
  process.exit(2);
}
const directory = mkdtempSync(path.join(tmpdir(), 'troth-torture-'));
chmodSync(directory, 0o755);
const settings: CampaignSettings = {
  seed: whole('seed', 0),
  kills: whole('kills', 1),
  plant: values.plant as Plant,
  shops: whole('shops', 2),
  people: whole('people', 2),
  workers: whole('workers', 33),
  directory,
};
const progress = progressOn(process.stderr, settings.kills, () => performance.now());
let done = 0;
const report = await runCampaign(settings, {
  say: (what) => progress.show(done, what),
  onKill: (kill) => {
    done = kill.number;
    const at = `kill ${String(kill.number).padStart(3)}  ${kill.target.padEnd(8)}  ${String(kill.inFlight).padStart(3)} in flight`;
    process.stdout.write(`${at}  back after ${kill.backAfterMs} ms\n`);
    progress.show(done, `${kill.target} killed`);
  },
});
process.stdout.write(`${reportLines(settings, report).join('\n')}\n`);
const exitCode = exitCodeOf(settings, report);
if (values.keep || exitCode !== 0) process.stdout.write(`journals, traces and database: ${directory}\n`);
else rmSync(directory, { recursive: true, force: true });
process.exit(exitCode);
