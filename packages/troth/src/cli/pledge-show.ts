/** `troth pledge show`: one pledge as its shop sees it, and what happened to it. */
import type { Command } from 'commander';
import { type Currency, formatMoney } from '../kernel/index.ts';
import { ApiRefused } from './api-caller.ts';
import { groupOf } from './merchant-create.ts';
import { type Reached, type ReachOptions, shopKey, withReach, withTroth } from './reach-troth.ts';
import { readSandboxFile } from './sandbox-file.ts';

interface PledgeReading {
  readonly pledgeId: string;
  readonly state: string;
  readonly outcome: string;
  readonly currency: Currency;
  readonly grantedMinor: number;
  readonly depositMinor: number;
  readonly chargedMinor: number;
  readonly ceilingMinor: number;
  readonly startsAt: string;
  readonly dueAt: string;
  readonly graceUntil: string;
  readonly answerBy: string | null;
  readonly endedAt: string | null;
  readonly charges: readonly {
    readonly kind: string;
    readonly amountMinor: number;
    readonly currency: Currency;
    readonly state: string;
  }[];
}

export function registerPledgeShow(program: Command): void {
  withReach(groupOf(program, 'pledge', 'pledges 约定').command('show <pledgeId>'))
    .description('a pledge as its shop sees it, and what happened 看一个约定，和发生过的事')
    .option('--json', 'as JSON')
    .action(async (pledgeId: string, options: ReachOptions & { readonly json?: true }) => {
      await withTroth(options, async (reached) => {
        const { key, pledge } = await find(reached, options, pledgeId);
        const { events } = (await reached.api.get(`/v1/pledges/${pledgeId}/events`, key)) as {
          events: readonly PledgeEvent[];
        };
        process.stdout.write(
          options.json === true ? `${JSON.stringify({ ...pledge, events }, null, 2)}\n` : textOf(pledge, events),
        );
      });
    });
}

/** Asks as the shop named; in the sandbox, when none is named, as each shop until one knows the pledge. */
async function find(
  reached: Reached,
  options: ReachOptions,
  pledgeId: string,
): Promise<{ key: string; pledge: PledgeReading }> {
  const isNamed = options.key !== undefined || options.shop !== undefined;
  const first = shopKey(reached, options);
  const others = isNamed ? [] : (readSandboxFile(reached.config.directory)?.shops ?? []).map((shop) => shop.key);
  let refused: unknown;
  for (const key of [first, ...others.filter((other) => other !== first)]) {
    try {
      return { key, pledge: (await reached.api.get(`/v1/pledges/${pledgeId}`, key)) as PledgeReading };
    } catch (error) {
      if (!(error instanceof ApiRefused) || error.status !== 404) throw error;
      refused ??= error;
    }
  }
  throw refused;
}

interface PledgeEvent {
  readonly type: string;
  readonly timestamp: string;
}

function textOf(pledge: PledgeReading, events: readonly PledgeEvent[]): string {
  const money = (minor: number) => formatMoney({ amountMinor: minor, currency: pledge.currency }, 'en');
  const lines = [
    `${pledge.pledgeId}  ${pledge.state}`,
    `waived 免押     ${money(pledge.grantedMinor)}, ordinary deposit 平常押金 ${money(pledge.depositMinor)}`,
    `due 到期        ${pledge.dueAt}, grace until 宽限至 ${pledge.graceUntil}`,
    ...(pledge.answerBy === null ? [] : [`answer by 可答至 ${pledge.answerBy}`]),
    ...(pledge.endedAt === null ? [] : [`ended 了结       ${pledge.endedAt}`]),
    `charged 已计费  ${money(pledge.chargedMinor)} of at most 至多 ${money(pledge.ceilingMinor)}`,
    ...pledge.charges.map((charge) => `  ${charge.kind}  ${money(charge.amountMinor)}  ${charge.state}`),
    'what happened 发生过的事',
    ...events.map((event) => `  ${event.timestamp}  ${event.type}`),
  ];
  return `${lines.join('\n')}\n`;
}
