/**
 * The provider's statement against our books, line by line. The books can be perfectly balanced and still be wrong about the world:
 * only the statement of whoever holds the money can say so.
 */
import { addMinor, type Currency, type Instant } from '../../kernel/index.ts';

/** A line of the statement: money in is above zero, money out below. */
export interface StatementLine {
  readonly lineNo: number;
  readonly reference: string;
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly at: Instant;
}

/** One of our transfers on the account that the statement is about, with everything that a statement may call it. */
export interface CashMovement {
  readonly transferId: string;
  readonly references: readonly string[];
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly effectiveAt: Instant;
}

export type Finding =
  | { readonly kind: 'matched'; readonly line: StatementLine; readonly movement: CashMovement }
  | { readonly kind: 'amount_differs'; readonly line: StatementLine; readonly movement: CashMovement }
  | { readonly kind: 'currency_differs'; readonly line: StatementLine; readonly movement: CashMovement }
  | { readonly kind: 'not_in_books'; readonly line: StatementLine; readonly movement: null }
  | { readonly kind: 'not_on_statement'; readonly line: null; readonly movement: CashMovement };

export interface CurrencyTotals {
  readonly currency: Currency;
  readonly statementMinor: number;
  readonly booksMinor: number;
}

export interface Reconciliation {
  /** In the order of the statement; then what it does not have, in the order of the books. */
  readonly findings: readonly Finding[];
  readonly totals: readonly CurrencyTotals[];
}

/**
 * Each line is matched with one movement at most, and each movement with one line: first those that agree in everything, then those
 * that share a reference and differ. A line that comes twice is in the books once, and says so.
 */
export function reconcile(lines: readonly StatementLine[], movements: readonly CashMovement[]): Reconciliation {
  const left = new Map<string, CashMovement[]>();
  for (const movement of movements) {
    for (const reference of new Set(movement.references)) {
      const named = left.get(reference) ?? [];
      named.push(movement);
      left.set(reference, named);
    }
  }
  const taken = new Set<CashMovement>();
  const found = new Map<StatementLine, Finding>();
  for (const kind of ['matched', 'amount_differs', 'currency_differs'] as const) {
    for (const line of lines) {
      if (found.has(line)) continue;
      const movement = left.get(line.reference)?.find((one) => !taken.has(one) && kindOf(line, one) === kind);
      if (movement === undefined) continue;
      taken.add(movement);
      found.set(line, { kind, line, movement });
    }
  }
  const findings = lines.map((line): Finding => found.get(line) ?? { kind: 'not_in_books', line, movement: null });
  for (const movement of movements)
    if (!taken.has(movement)) findings.push({ kind: 'not_on_statement', line: null, movement });
  return { findings, totals: totalsOf(lines, movements) };
}

function kindOf(line: StatementLine, movement: CashMovement): 'matched' | 'amount_differs' | 'currency_differs' {
  if (line.currency !== movement.currency) return 'currency_differs';
  return line.amountMinor === movement.amountMinor ? 'matched' : 'amount_differs';
}

function totalsOf(lines: readonly StatementLine[], movements: readonly CashMovement[]): CurrencyTotals[] {
  const currencies = new Set([...lines, ...movements].map(({ currency }) => currency));
  const sum = (of: readonly { readonly currency: Currency; readonly amountMinor: number }[], currency: Currency) =>
    of.filter((one) => one.currency === currency).reduce((total, one) => addMinor(total, one.amountMinor), 0);
  return [...currencies].sort().map((currency) => ({
    currency,
    statementMinor: sum(lines, currency),
    booksMinor: sum(movements, currency),
  }));
}
