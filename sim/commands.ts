/** The simulator's part of the `troth` command: `troth town` and `troth replay noshow`. */
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { elapsedMs, wallClock } from '../packages/troth/src/kernel/clock.ts';
import { progressOn } from './progress.ts';
import type { Progress } from './progress.ts';
import { replayNoshow } from './replay/replay-noshow.ts';
import { openSimGround } from './sim-world.ts';
import { SMALL_TOWN, townCommand } from './town/town-command.ts';

const PEOPLE_MAX = 100_000;
const SHOPS_MAX = 1000;
const DAYS_MAX = 3650;

const wholeUpTo =
  (max: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < 1 || value > max)
      throw new InvalidArgumentError(`a whole number from 1 to ${max} 请写 1 到 ${max} 的整数`);
    return value;
  };

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const progressOf = (total: number): Progress => progressOn(process.stderr, total, elapsedMs);

interface TownFlags {
  readonly seed: number;
  readonly people: number;
  readonly shops: number;
  readonly days: number;
}

export function registerTown(program: Command): void {
  program
    .command('town')
    .description('live a seeded town in a test world of its own, and set it beside published rates 模拟一座小城')
    .option('--seed <number>', 'another seed, another town 种子', wholeUpTo(2 ** 31 - 1), SMALL_TOWN.seed)
    .option('--people <number>', 'how many people 人数', wholeUpTo(PEOPLE_MAX), SMALL_TOWN.people)
    .option('--shops <number>', 'how many shops 店数', wholeUpTo(SHOPS_MAX), SMALL_TOWN.shops)
    .option('--days <number>', 'how many days 天数', wholeUpTo(DAYS_MAX), SMALL_TOWN.days)
    .action(async (size: TownFlags) => {
      const ground = await openSimGround();
      try {
        await townCommand(ground, { size, startsAt: wallClock.now(), progressOf, nowMs: elapsedMs, print });
      } finally {
        await ground.stop();
      }
    });
}

export function registerReplay(program: Command): void {
  program
    .command('replay')
    .description('replay records of real conduct in a test world of their own 回放真实记录')
    .command('noshow <archive>')
    .description('medical appointments kept and missed; goes on where it was stopped 门诊预约，可续跑')
    .action(async (archive: string) => {
      const ground = await openSimGround();
      try {
        await replayNoshow(ground, { path: archive, progressOf, print });
      } finally {
        await ground.stop();
      }
    });
}
