/** `troth members reconcile`: the shop's block settlement against the lines counted here, line by line. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type Currency, formatMoney } from '../kernel/index.ts';
import { readSettlementCsv } from '../rooms/offer/index.ts';
import { freshKey } from './api-caller.ts';
import { CommandRefused } from './fault-text.ts';
import { membersGroup, type PeriodOptions, withPeriod } from './members.ts';
import { shopKey, withTroth } from './reach-troth.ts';

interface SettlementOptions extends PeriodOptions {
  readonly offer: string;
  readonly of?: string;
}

interface Numbers {
  readonly count: number;
  readonly amountMinor: number;
  readonly discountMinor: number;
}
interface LineTold extends Numbers {
  readonly pledgeId: string;
  readonly lineNo: string;
}

/** What `POST /v1/offers/:offerId/settlements` answers, as far as it is printed. */
export interface SettlementTold {
  readonly currency: Currency;
  readonly verdict: 'agree' | 'differ';
  readonly matched: readonly LineTold[];
  readonly differing: readonly {
    readonly pledgeId: string;
    readonly lineNo: string;
    readonly fields: readonly string[];
    readonly ours: Numbers;
    readonly theirs: Numbers;
  }[];
  readonly onlyOurs: readonly LineTold[];
  readonly onlyTheirs: readonly LineTold[];
  readonly repeated: readonly {
    readonly side: 'ours' | 'theirs';
    readonly lineNo: string;
    readonly lineCount: number;
  }[];
  readonly totals: {
    readonly ours: Numbers & { readonly lineCount: number };
    readonly theirs: Numbers & { readonly lineCount: number };
  };
  readonly discounts: { readonly byIssuerMinor: number; readonly byHonouringShopMinor: number };
}

export function registerMembersReconcile(program: Command): void {
  withPeriod(membersGroup(program).command('reconcile <settlement>'))
    .description(
      'compare a block settlement (CSV: pledgeId, lineNo, count, amountMinor, discountMinor) with our lines 与结算单逐行核对',
    )
    .requiredOption('--offer <id>', 'the offer whose lines they are 哪个会员方案')
    .option('--of <shop>', 'whose lines, by the id of a partner (default: the shop that asks) 哪家店的行')
    .action(async (file: string, options: SettlementOptions) => {
      const { offer, from, to, of: shop } = options;
      const body = { lines: readLines(file), ...defined({ from, to, shop }) };
      const told = await withTroth(options, (reached) =>
        reached.api.post(`/v1/offers/${offer}/settlements`, shopKey(reached, options), body, freshKey()),
      );
      process.stdout.write(settlementText(told as SettlementTold));
      if ((told as SettlementTold).verdict !== 'agree') process.exitCode = 1;
    });
}

function defined(members: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function readLines(file: string) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CommandRefused(`${file} cannot be read. 读不到这份结算单。`, { cause });
  }
  const read = readSettlementCsv(text);
  if (!read.ok) throw new CommandRefused(`${file}: ${read.reason}, ${read.detail}. 结算单读不懂。`);
  return read.value;
}

/** The comparison as people read it: what does not agree line by line, then the totals of both sides. */
export function settlementText(told: SettlementTold): string {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: told.currency }, 'en');
  const numbers = ({ count, amountMinor, discountMinor }: Numbers) =>
    `${count} × 次, ${money(amountMinor)}, discount 优惠 ${money(discountMinor)}`;
  const row = (what: string) => (line: LineTold) => `${line.pledgeId} ${line.lineNo}  ${what}  ${numbers(line)}`;
  const { totals, discounts } = told;
  const wrong = told.differing.length + told.onlyOurs.length + told.onlyTheirs.length;
  return `${[
    ...told.matched.map(row('matched 相符')),
    ...told.differing.map(
      (line) =>
        `${line.pledgeId} ${line.lineNo}  DIFFERS 不同 (${line.fields.join(', ')})  ours 我方 ${numbers(line.ours)}; theirs 对方 ${numbers(line.theirs)}`,
    ),
    ...told.onlyOurs.map(row('ONLY HERE 只在我方')),
    ...told.onlyTheirs.map(row('ONLY IN THE SETTLEMENT 只在结算单')),
    ...told.repeated.map(({ side, lineNo, lineCount }) => `${lineNo}  ${lineCount} times in ${side} 出现多次`),
    `ours 我方: ${totals.ours.lineCount} lines 行, ${numbers(totals.ours)}`,
    `theirs 对方: ${totals.theirs.lineCount} lines 行, ${numbers(totals.theirs)}`,
    `discounts paid by 优惠由谁承担: the shop of the offer 发起店 ${money(discounts.byIssuerMinor)}, the shop that honoured them 兑现店 ${money(discounts.byHonouringShopMinor)}`,
    wrong === 0 ? 'Every line agrees. 每一行都相符。' : `${wrong} do not agree. ${wrong} 处不符。`,
  ].join('\n')}\n`;
}
