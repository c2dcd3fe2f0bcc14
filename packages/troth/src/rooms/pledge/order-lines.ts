/** What is tried at home, line by line: a line that came back is not paid, and what is left of the price is that of the others. */
import type { Obligation } from './pledge.ts';
import type { StageEnd } from './stages.ts';

/** One line of the order, on the stage in which it may be sent back. */
export interface PledgeLine {
  readonly lineNo: string;
  readonly priceMinor: number;
  readonly isBack: boolean;
}

/** The price of what did not come back, in minor units. */
export function keptMinor(lines: readonly PledgeLine[]): number {
  return lines.reduce((sum, { priceMinor, isBack }) => sum + (isBack ? 0 : priceMinor), 0);
}

/** With these lines of the stage `seq` back, the payment after it asks for the others only. */
export function withBack(
  obligations: readonly Obligation[],
  seq: number,
  isBack: (line: PledgeLine) => boolean,
): readonly Obligation[] {
  const before = obligations.find((owed) => owed.seq === seq)?.lines;
  if (before === undefined) return obligations;
  const lines = before.map((line) => (isBack(line) ? { ...line, isBack: true } : line));
  return obligations.map((owed) => {
    if (owed.seq === seq) return { ...owed, lines };
    return owed.seq === seq + 1 ? { ...owed, asked: keptMinor(lines) } : owed;
  });
}

/** Brought back is all of it, whatever had been told of single lines before. */
export function whenEnded(obligations: readonly Obligation[], seq: number, end: StageEnd): readonly Obligation[] {
  return end === 'met' || end === 'met_late' ? withBack(obligations, seq, () => true) : obligations;
}
