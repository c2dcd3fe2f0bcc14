/** `troth books`: trial balance, charges and losses of a shop, or of all, as they stood at any past instant. */
import type { Command } from 'commander';
import { type Currency, formatMoney, isId } from '../kernel/index.ts';
import { type Account, CHART } from '../rooms/ledger/index.ts';
import { groupOf } from './merchant-create.ts';
import { type Reached, type ReachOptions, shopKey, withReach, withTroth } from './reach-troth.ts';

interface CurrencyBooks {
  readonly currency: Currency;
  readonly lines: readonly {
    readonly account: Account;
    readonly debitMinor: number;
    readonly creditMinor: number;
    readonly balanceMinor: number;
  }[];
  readonly debitMinor: number;
  readonly creditMinor: number;
  readonly charges: {
    readonly chargedMinor: number;
    readonly collectedMinor: number;
    readonly forgivenMinor: number;
    readonly openMinor: number;
    readonly creditedMinor: number;
    readonly agrees: boolean;
  };
  readonly losses: {
    readonly bearers: readonly {
      readonly bearer: string;
      readonly atRiskMinor: number;
      readonly unpaidMinor: number;
      readonly forgivenMinor: number;
    }[];
    readonly unnamedMinor: number;
  };
}

export interface BooksReading {
  readonly at: string;
  readonly shop: string | null;
  readonly currencies: readonly CurrencyBooks[];
}

/** Whose books, and with which key: the shop's own where there is one, else the operator's with the shop's id. */
export function booksReader(reached: Reached, options: ReachOptions): { token: string; query: string } {
  const { shop } = options;
  if (shop !== undefined && isId('pty', shop)) return { token: reached.operatorKey, query: `&shop=${shop}` };
  if (shop === undefined) return { token: reached.operatorKey, query: '' };
  return { token: shopKey(reached, options), query: '' };
}

export function registerBooks(program: Command): void {
  withReach(groupOf(program, 'books', 'the books 账').command('show', { isDefault: true }))
    .description(
      'trial balance, charges and losses per currency; of one shop with --shop, else of all 试算表、费用和损失',
    )
    .option('--at <instant>', 'as they stood then, ISO 8601 with an offset 当时的账')
    .option('--json', 'as JSON')
    .action(async (options: ReachOptions & { readonly at?: string; readonly json?: true }) => {
      await withTroth(options, async (reached) => {
        const { token, query } = booksReader(reached, options);
        const at = options.at === undefined ? '' : `&at=${encodeURIComponent(options.at)}`;
        const books = (await reached.api.get(`/v1/books?${`${at}${query}`.slice(1)}`, token)) as BooksReading;
        process.stdout.write(options.json === true ? `${JSON.stringify(books, null, 2)}\n` : booksText(books));
      });
    });
}

/** The books as people read them: one currency after another, never a sum over two. */
export function booksText({ at, shop, currencies }: BooksReading): string {
  const head = `${shop ?? 'all shops 所有店家'}, as at 截至 ${at}\n`;
  if (currencies.length === 0) return `${head}\nNothing has been booked yet. 还没有一笔账。\n`;
  return head + currencies.map(currencyText).join('');
}

function currencyText({ currency, lines, debitMinor, creditMinor, charges, losses }: CurrencyBooks): string {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency }, 'en').padStart(16);
  const moved = lines.filter((line) => line.debitMinor + line.creditMinor > 0);
  const rows = [
    '',
    `${currency}`,
    `  ${'account 账户'.padEnd(24)}${'debit 借'.padStart(15)}${'credit 贷'.padStart(15)}${'balance 余额'.padStart(14)}`,
    ...moved.map(
      (line) =>
        `  ${line.account.padEnd(26)}${money(line.debitMinor)}${money(line.creditMinor)}${money(line.balanceMinor)}  ${CHART[line.account].name.zh}`,
    ),
    `  ${'Σ'.padEnd(26)}${money(debitMinor)}${money(creditMinor)}`,
    `  charges 费用 ${money(charges.chargedMinor).trim()} = collected 收到 ${money(charges.collectedMinor).trim()} + forgiven 免去 ${money(charges.forgivenMinor).trim()} + open 未了 ${money(charges.openMinor).trim()}`,
    ...(charges.creditedMinor === 0
      ? []
      : [`  of what was collected, owed back 收到的里面应退 ${money(charges.creditedMinor).trim()}`]),
    charges.agrees
      ? '  The books say the same. 账上一致。'
      : '  THE BOOKS SAY OTHERWISE: run troth audit. 账上不一致，请运行 troth audit。',
    ...losses.bearers.map(
      (one) =>
        `  ${one.bearer}: at risk 在外 ${money(one.atRiskMinor).trim()}, unpaid 未付 ${money(one.unpaidMinor).trim()}, let go 免去 ${money(one.forgivenMinor).trim()}`,
    ),
    ...(losses.unnamedMinor === 0 ? [] : [`  ${money(losses.unnamedMinor).trim()} HAS NO BEARER 没有承担者`]),
  ];
  return `${rows.join('\n')}\n`;
}
