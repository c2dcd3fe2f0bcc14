/** `troth books reconcile`: the provider's statement against our transfers, line by line. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type Currency, formatMoney, type Instant, instantFromIso, isoFromInstant } from '../kernel/index.ts';
import {
  type CashMovement,
  type Finding,
  type Reconciliation,
  readStatementCsv,
  reconcile,
} from '../rooms/ledger/index.ts';
import { booksReader } from './books.ts';
import { CommandRefused } from './fault-text.ts';
import { groupOf } from './merchant-create.ts';
import { type Reached, type ReachOptions, withReach, withTroth } from './reach-troth.ts';

interface ReconcileOptions extends ReachOptions {
  readonly account: string;
  readonly from?: string;
  readonly before?: string;
}

export function registerBooksReconcile(program: Command): void {
  withReach(groupOf(program, 'books', 'the books 账').command('reconcile <statement>'))
    .description(
      'compare a provider’s statement (CSV: reference, amountMinor, currency, at) with our transfers 与对账单逐行核对',
    )
    .option('--account <name>', 'where the money lies: cash, escrow_cash, custody_cash 钱在哪里', 'cash')
    .option('--from <instant>', 'movements from then on (default: the first line) 从何时起')
    .option('--before <instant>', 'movements before then (default: just after the last line) 到何时为止')
    .action(async (file: string, options: ReconcileOptions) => {
      const lines = readStatement(file);
      const times = lines.map(({ at }) => at).sort((a, b) => (a < b ? -1 : 1));
      const from = options.from ?? isoOr(times[0], '0001-01-01T00:00:00Z');
      const before =
        options.before ??
        isoOr(times.at(-1) === undefined ? undefined : (times.at(-1) as bigint) + 1n, '9999-12-31T00:00:00Z');
      const found = await withTroth(options, async (reached) =>
        reconcile(lines, await readMovements(reached, options, from, before)),
      );
      process.stdout.write(reconciliationText(found));
      if (found.findings.some(({ kind }) => kind !== 'matched')) process.exitCode = 1;
    });
}

function isoOr(at: Instant | undefined, otherwise: string): string {
  return at === undefined ? otherwise : isoFromInstant(at);
}

function readStatement(file: string) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CommandRefused(`${file} cannot be read. 读不到这份对账单。`, { cause });
  }
  const read = readStatementCsv(text);
  if (!read.ok) throw new CommandRefused(`${file}: ${read.reason}, ${read.detail}. 对账单读不懂。`);
  return read.value;
}

async function readMovements(reached: Reached, options: ReconcileOptions, from: string, before: string) {
  const { token, query } = booksReader(reached, options);
  const asked = `account=${encodeURIComponent(options.account)}&from=${encodeURIComponent(from)}&before=${encodeURIComponent(before)}${query}`;
  const movements: CashMovement[] = [];
  let after: string | null = '';
  while (after !== null) {
    const page = (await reached.api.get(`/v1/books/movements?${asked}${after}`, token)) as {
      movements: readonly (Omit<CashMovement, 'effectiveAt'> & { readonly effectiveAt: string })[];
      next: string | null;
    };
    for (const one of page.movements) movements.push({ ...one, effectiveAt: instantFromIso(one.effectiveAt) ?? 0n });
    after = page.next === null ? null : `&after=${page.next}`;
  }
  return movements;
}

const WORDS: Readonly<Record<Finding['kind'], string>> = {
  matched: 'matched 相符',
  amount_differs: 'AMOUNT DIFFERS 金额不同',
  currency_differs: 'CURRENCY DIFFERS 货币不同',
  not_in_books: 'NOT IN THE BOOKS 账上没有',
  not_on_statement: 'NOT ON THE STATEMENT 对账单上没有',
};

/** The comparison as people read it: every line, then what only the books have, then the totals of each currency. */
export function reconciliationText({ findings, totals }: Reconciliation): string {
  const money = (of: { readonly amountMinor: number; readonly currency: Currency }) => formatMoney(of, 'en');
  const rows = findings.map(({ kind, line, movement }) =>
    [
      line === null ? '     -' : String(line.lineNo).padStart(6),
      line?.reference ?? movement?.transferId ?? '',
      line === null ? 'statement 对账单 -' : `statement 对账单 ${money(line)}`,
      movement === null ? 'books 账 -' : `books 账 ${money(movement)}`,
      WORDS[kind],
    ].join('  '),
  );
  const sums = totals.map(({ currency, statementMinor, booksMinor }) => {
    const of = (amountMinor: number) => money({ amountMinor, currency });
    return `${currency}: statement 对账单 ${of(statementMinor)}, books 账 ${of(booksMinor)}, difference 相差 ${of(statementMinor - booksMinor)}`;
  });
  const wrong = findings.filter(({ kind }) => kind !== 'matched').length;
  const verdict = wrong === 0 ? 'Every line agrees. 每一行都相符。' : `${wrong} do not agree. ${wrong} 处不符。`;
  return `${[...rows, ...sums, verdict].join('\n')}\n`;
}
