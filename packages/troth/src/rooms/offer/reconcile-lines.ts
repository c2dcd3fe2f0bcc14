/**
 * The shop's settlement laid beside ours, line by line. A line is one receipt; nothing is guessed: two lines are the same only when
 * every field is, and a receipt that differs is shown with both sides. Nobody's money moves by this; it says where to look.
 */
import { addMinor } from '../../kernel/index.ts';

/** One receipt in a settlement. Amounts are minor units of the one currency of the offer; a refund is a line below zero. */
export interface SettlementLine {
  /** As printed, compared character by character: `007` is not `7`. */
  readonly receiptNumber: string;
  readonly amountMinor: number;
  readonly discountMinor: number;
  /** How many visits, or items, the receipt counts for. */
  readonly count: number;
}

export type ComparedField = 'amountMinor' | 'discountMinor' | 'count';

export interface DifferingLine {
  readonly receiptNumber: string;
  readonly ours: SettlementLine;
  readonly theirs: SettlementLine;
  /** In the order amount, discount, count; at least one. */
  readonly fields: readonly ComparedField[];
}

/** A receipt number that one side has more than once. Each of its lines is compared with one line of the other side at most. */
export interface RepeatedReceipt {
  readonly side: 'ours' | 'theirs';
  readonly receiptNumber: string;
  readonly lineCount: number;
}

export interface SettlementTotals {
  readonly lineCount: number;
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly count: number;
}

/** Every line of either side is in exactly one of the first four lists. All lists are in the order of receipt numbers. */
export interface Reconciliation {
  readonly matched: readonly SettlementLine[];
  readonly differing: readonly DifferingLine[];
  readonly onlyOurs: readonly SettlementLine[];
  readonly onlyTheirs: readonly SettlementLine[];
  readonly repeated: readonly RepeatedReceipt[];
  readonly totals: { readonly ours: SettlementTotals; readonly theirs: SettlementTotals };
  /** `agree` only when every line has its equal. Equal totals over unequal lines do not agree. */
  readonly verdict: 'agree' | 'differ';
}

const COMPARED: readonly ComparedField[] = ['amountMinor', 'discountMinor', 'count'];

/**
 * Compares two settlements. The order of lines does not matter. Of a receipt that a side has several times, equal lines are paired
 * first, then the rest in ascending order of amount, discount and count; what finds no partner is on one side only.
 */
export function reconcileLines(ours: readonly SettlementLine[], theirs: readonly SettlementLine[]): Reconciliation {
  const oursByReceipt = byReceipt(ours);
  const theirsByReceipt = byReceipt(theirs);
  const matched: SettlementLine[] = [];
  const differing: DifferingLine[] = [];
  const onlyOurs: SettlementLine[] = [];
  const onlyTheirs: SettlementLine[] = [];
  const repeated: RepeatedReceipt[] = [];
  for (const receiptNumber of receiptsOf(oursByReceipt, theirsByReceipt)) {
    const left = oursByReceipt.get(receiptNumber) ?? [];
    const right = theirsByReceipt.get(receiptNumber) ?? [];
    if (left.length > 1) repeated.push({ side: 'ours', receiptNumber, lineCount: left.length });
    if (right.length > 1) repeated.push({ side: 'theirs', receiptNumber, lineCount: right.length });
    const { equal, restOfLeft, restOfRight } = pairEqual(left, right);
    matched.push(...equal);
    const pairCount = Math.min(restOfLeft.length, restOfRight.length);
    for (let place = 0; place < pairCount; place += 1)
      differing.push(differingLine(restOfLeft[place] as SettlementLine, restOfRight[place] as SettlementLine));
    onlyOurs.push(...restOfLeft.slice(pairCount));
    onlyTheirs.push(...restOfRight.slice(pairCount));
  }
  const isSame = differing.length === 0 && onlyOurs.length === 0 && onlyTheirs.length === 0;
  return {
    matched,
    differing,
    onlyOurs,
    onlyTheirs,
    repeated,
    totals: { ours: totalsOf(ours), theirs: totalsOf(theirs) },
    verdict: isSame ? 'agree' : 'differ',
  };
}

/**
 * The lines without what was undone among them: of a receipt, a line and its exact opposite are nothing. So what was counted and
 * refunded within the period is in neither settlement, and the refund of an earlier period's line is a line below zero.
 */
export function withoutUndone(lines: readonly SettlementLine[]): readonly SettlementLine[] {
  return [...byReceipt(lines).values()].flatMap((group) => {
    const kept: SettlementLine[] = [];
    for (const line of group) {
      const undone = kept.findIndex((other) => COMPARED.every((field) => other[field] + line[field] === 0));
      if (undone < 0) kept.push(line);
      else kept.splice(undone, 1);
    }
    return kept;
  });
}

/** Exact sums over lines; a sum beyond the safe integers is a bug. */
export function totalsOf(lines: readonly SettlementLine[]): SettlementTotals {
  const sum = (field: ComparedField) => lines.reduce((total, line) => addMinor(total, line[field]), 0);
  return {
    lineCount: lines.length,
    amountMinor: sum('amountMinor'),
    discountMinor: sum('discountMinor'),
    count: sum('count'),
  };
}

/** The lines of each receipt, in one order for both sides. */
function byReceipt(lines: readonly SettlementLine[]): Map<string, SettlementLine[]> {
  const found = new Map<string, SettlementLine[]>();
  for (const line of lines) {
    const known = found.get(line.receiptNumber);
    if (known === undefined) found.set(line.receiptNumber, [line]);
    else known.push(line);
  }
  for (const group of found.values()) group.sort(compareLines);
  return found;
}

function receiptsOf(...sides: readonly Map<string, unknown>[]): readonly string[] {
  return [...new Set(sides.flatMap((side) => [...side.keys()]))].sort();
}

function compareLines(a: SettlementLine, b: SettlementLine): number {
  for (const field of COMPARED) if (a[field] !== b[field]) return a[field] - b[field];
  return 0;
}

/** Walks two sorted lists side by side: equal lines are taken out of both. */
function pairEqual(left: readonly SettlementLine[], right: readonly SettlementLine[]) {
  const equal: SettlementLine[] = [];
  const restOfLeft: SettlementLine[] = [];
  const restOfRight: SettlementLine[] = [];
  let [at, beside] = [0, 0];
  while (at < left.length || beside < right.length) {
    const [mine, other] = [left[at], right[beside]];
    const order = mine === undefined ? 1 : other === undefined ? -1 : compareLines(mine, other);
    if (order === 0) equal.push(mine as SettlementLine);
    if (order < 0) restOfLeft.push(mine as SettlementLine);
    if (order > 0) restOfRight.push(other as SettlementLine);
    if (order <= 0) at += 1;
    if (order >= 0) beside += 1;
  }
  return { equal, restOfLeft, restOfRight };
}

function differingLine(ours: SettlementLine, theirs: SettlementLine): DifferingLine {
  const fields = COMPARED.filter((field) => ours[field] !== theirs[field]);
  return { receiptNumber: ours.receiptNumber, ours, theirs, fields };
}
