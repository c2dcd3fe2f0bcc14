/** `troth members <offer>`, or `members report`: who is new, who came back, who was lost in a period, what they did, and what partners honoured. */
import type { Command } from 'commander';
import { type Currency, formatMoney } from '../kernel/index.ts';
import { type ReachOptions, shopKey, withReach, withTroth } from './reach-troth.ts';
import { groupOf } from './merchant-create.ts';

export interface PeriodOptions extends ReachOptions {
  readonly from?: string;
  readonly to?: string;
}

/** What `GET /v1/offers/:offerId/members` answers, as far as it is printed. */
export interface MembersTold {
  readonly currency: Currency;
  readonly from: string;
  readonly to: string;
  readonly totals: {
    readonly newCount: number;
    readonly returningCount: number;
    readonly lostCount: number;
    readonly runningCount: number;
    readonly visitCount: number;
    readonly amountMinor: number;
    readonly discountMinor: number;
    readonly clawbackMinor: number;
    readonly ends: Readonly<Record<'kept' | 'unmet' | 'left' | 'ended_by_shop' | 'broken' | 'lapsed', number>>;
  };
  readonly partners: readonly {
    readonly name: { readonly zh: string; readonly en: string } | null;
    readonly shop: string;
    readonly visitCount: number;
    readonly discountMinor: number;
    readonly owedMinor: number;
    readonly borneByPartnerMinor: number;
  }[];
}

export function membersGroup(program: Command): Command {
  return groupOf(program, 'members', 'members of an offer 会员');
}

export function withPeriod(command: Command): Command {
  return withReach(command)
    .option('--from <instant>', 'from then on (default: 30 days before the end) 从何时起')
    .option('--to <instant>', 'before then (default: now) 到何时为止');
}

export function registerMembers(program: Command): void {
  withPeriod(membersGroup(program).command('report <offer>', { isDefault: true }))
    .description('new, returning and lost members in a period 一段时间里的新会员、回头的、流失的')
    .action(async (offerId: string, options: PeriodOptions) => {
      const told = await withTroth(options, (reached) =>
        reached.api.get(`/v1/offers/${offerId}/members${periodQuery(options)}`, shopKey(reached, options)),
      );
      process.stdout.write(membersText(told as MembersTold));
    });
}

export function periodQuery({ from, to }: PeriodOptions): string {
  const asked = new URLSearchParams();
  if (from !== undefined) asked.set('from', from);
  if (to !== undefined) asked.set('to', to);
  return asked.size === 0 ? '' : `?${asked}`;
}

/** The report as people read it. */
export function membersText({ currency, from, to, totals, partners }: MembersTold): string {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency }, 'en');
  const { ends } = totals;
  const lines = [
    `${from} – ${to}`,
    `members 会员: new 新 ${totals.newCount}, returning 回头 ${totals.returningCount}, lost 流失 ${totals.lostCount}, running 在期 ${totals.runningCount}`,
    `visits 到店 ${totals.visitCount}, paid 消费 ${money(totals.amountMinor)}, discounts 优惠 ${money(totals.discountMinor)}, taken back 收回 ${money(totals.clawbackMinor)}`,
    `ended 结束: kept 达到 ${ends.kept}, unmet 没达到 ${ends.unmet}, left 离开 ${ends.left}, ended by the shop 店家结束 ${ends.ended_by_shop}, broken 失约 ${ends.broken}, lapsed 过期 ${ends.lapsed}`,
    ...partners.map((one) => {
      const name = one.name === null ? one.shop : `${one.name.en} ${one.name.zh}`;
      const pays =
        one.borneByPartnerMinor === 0
          ? `you owe it 应付 ${money(one.owedMinor)}`
          : `you owe it 应付 ${money(one.owedMinor)}, it bears 自担 ${money(one.borneByPartnerMinor)}`;
      return `partner 联营店 ${name}: visits 到店 ${one.visitCount}, discounts 优惠 ${money(one.discountMinor)}, ${pays}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}
