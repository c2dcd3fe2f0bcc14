/** `troth clock advance`: moves a test world's clock; everything due on the way happens, in order. */
import type { Command } from 'commander';
import { freshKey } from './api-caller.ts';
import { CommandRefused } from './fault-text.ts';
import { groupOf } from './merchant-create.ts';
import { type ReachOptions, withReach, withTroth } from './reach-troth.ts';

const HOURS_IN = { h: 1, d: 24, w: 168, y: 8760 } as const;

export function registerClockAdvance(program: Command): void {
  withReach(groupOf(program, 'clock', 'the clock of a test world 测试世界的时钟').command('advance <by>'))
    .description('by 5h, 3d, 2w, 1y, or to an instant such as 2027-01-31T09:00:00+08:00 拨快时钟')
    .action(async (by: string, options: ReachOptions) => {
      const move = readMove(by);
      const moved = await withTroth(options, ({ api, operatorKey }) =>
        api.post('/v1/clock/advance', operatorKey, move, freshKey()),
      );
      const { now, movedCount } = moved as { now: string; movedCount: number };
      const what =
        movedCount === 0
          ? 'nothing was due 没有到期的事'
          : `${movedCount} due ${movedCount === 1 ? 'thing' : 'things'} happened ${movedCount} 件到期的事`;
      process.stdout.write(`clock 时钟  ${now}  ${what}\n`);
    });
}

/** What the API is asked: hours, or an instant. */
export function readMove(by: string): { readonly byHours: number } | { readonly toInstant: string } {
  const span = /^(\d{1,5})([hdwy])$/.exec(by);
  if (span !== null) return { byHours: Number(span[1]) * HOURS_IN[span[2] as keyof typeof HOURS_IN] };
  if (/^\d{4}-\d{2}-\d{2}T/.test(by)) return { toInstant: by };
  throw new CommandRefused(`${by} is neither a span (5h, 3d, 2w, 1y) nor an instant. 请写 5h、3d、2w、1y 或一个时刻。`);
}
