/** `troth tour`: every kind of promise, walked in the terminal in a test world of its own whose clock it moves. */
import type { Command } from 'commander';
import { elapsedMs } from '../kernel/index.ts';
import { readConfig } from '../platform/config.ts';
import type { Locale } from '../rooms/offer/index.ts';
import type { Installation } from '../doors/installation/index.ts';
import { apiCaller } from './api-caller.ts';
import { CommandRefused } from './fault-text.ts';
import { openRunning, reachDatabase } from './running.ts';
import { issueOperatorKey } from './sandbox.ts';
import { serve } from './serve.ts';
import { kindsWithoutStory, TOUR_STARTS_AT, walkKinds } from './tour/walk-kinds.ts';

const OPENING = {
  zh: '每一种约定走一遍：店家给什么，你答应什么，后来怎样，花多少，档案上留下什么。\n这是一个单独的测试世界，时钟随走随拨；沙箱里的小镇不受影响。',
  en: 'Every kind of promise, once: what the shop offers, what you promise, what happens, what it costs, what stays on the file.\nThis is a test world of its own, whose clock moves as we go. The town of your sandbox is left alone.',
} as const;

export function registerTour(program: Command): void {
  program
    .command('tour')
    .description('walk every kind of promise, in a test world of its own 每一种约定走一遍')
    .option('--locale <zh|en>', 'the language it is told in 用哪种语言讲')
    .action(async ({ locale }: { readonly locale?: string }) => tour(localeOf(locale)));
}

/** The language asked for, or the one of the terminal. */
function localeOf(asked: string | undefined): Locale {
  if (asked === 'zh' || asked === 'en') return asked;
  if (asked !== undefined) throw new CommandRefused(`--locale is zh or en, not ${asked}. 语言只有 zh 和 en。`);
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('zh') ? 'zh' : 'en';
}

/** Beside a Troth that runs, in its database; where none runs, with a PostgreSQL that is started for it and stopped again. */
async function tour(locale: Locale): Promise<void> {
  const config = readConfig();
  if (config.mode === 'live')
    throw new CommandRefused('The tour makes up people and shops, so it is for a sandbox only. 导览只在沙箱里走。');
  const startedMs = elapsedMs();
  // Whoever reads only the beginning (`| head`) has seen enough; the walk goes on, so that all is stopped in order.
  process.stdout.on('error', () => undefined);
  const print = (line: string) => void process.stdout.write(`${line}\n`);
  print(OPENING[locale]);
  const running = await openRunning(config, await reachDatabase(config));
  try {
    const served = await serve(running.installation, {
      host: '127.0.0.1',
      port: 0,
      requestsPerMinuteMax: 600_000,
      sendLink: null,
    });
    const { kinds } = running.installation;
    try {
      const world = await makeTourWorld(running.installation);
      const { length } = await walkKinds({
        api: apiCaller(served.url),
        operatorKey: world.operatorKey,
        kinds,
        locale,
        print,
      });
      print('');
      print(closing(locale, { kinds: length, seconds: (elapsedMs() - startedMs) / 1000, world: world.name }));
      for (const kind of kindsWithoutStory(kinds))
        print({ zh: `${kind}：还没有故事。`, en: `${kind}: no story yet.` }[locale]);
    } finally {
      await served.stop();
    }
  } finally {
    await running.stop();
  }
}

function closing(locale: Locale, { kinds, seconds, world }: { kinds: number; seconds: number; world: string }): string {
  const took = seconds.toFixed(1);
  return {
    zh: `${kinds} 种约定，用了 ${took} 秒。全部还在测试世界 ${world} 里，审计一遍：npm run -s troth -- audit --world ${world}`,
    en: `${kinds} kinds in ${took} s. All of it is kept in the test world ${world}; to audit it: npm run -s troth -- audit --world ${world}`,
  }[locale];
}

/** A new world for each tour: `tour`, `tour-2` and so on. */
async function makeTourWorld(
  installation: Installation,
): Promise<{ readonly name: string; readonly operatorKey: string }> {
  for (let nth = 1; ; nth += 1) {
    const name = nth === 1 ? 'tour' : `tour-${nth}`;
    const made = await installation.worlds.create({ name, mode: 'test', clockAt: TOUR_STARTS_AT });
    if (made.ok) return { name, operatorKey: await issueOperatorKey(installation, made.value.worldId, 24n) };
  }
}
