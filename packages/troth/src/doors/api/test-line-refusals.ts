/** A case for every "no" about the lines of an order. */
import type { Asked } from './test-same-again.ts';

type Make = () => Asked | Promise<Asked>;

export interface LineTools {
  /** An order of the shop, under an offer whose order says its lines when none is named. */
  order(more: object, offerId?: string): Asked;
  /** An offer that is tried at home, ¥300 at most and ¥200 a line. */
  trial(): Promise<string>;
  /** Such a trial of these lines, delivered, with some of them back. */
  tried(back: readonly string[]): Promise<(name: string, body: object) => Asked>;
}

const line = (lineNo: string, priceMinor: number, more: object = {}) => ({ lineNo, priceMinor, ...more });
export const TRIED = [line('L-1', 10_000), line('L-2', 15_000)];

export function linesOfOrders({ order, trial, tried }: LineTools): readonly (readonly [code: string, make: Make])[] {
  const ofTrial = async (lines: readonly object[], more: object = {}) => order({ lines, ...more }, await trial());
  return [
    ['lines_not_asked', () => order({ lines: TRIED, amountMinor: 25_000 })],
    ['line_repeated', () => ofTrial([line('L-1', 1), line('L-1', 2)])],
    ['line_not_eligible', () => ofTrial([line('L-1', 1), line('L-2', 2, { eligible: false })])],
    ['line_above_cap', () => ofTrial([line('L-1', 20_001)])],
    ['lines_do_not_add_up', () => ofTrial(TRIED, { amountMinor: 24_999 })],
    ['line_not_ordered', async () => (await tried([]))('fulfil', { lineNos: ['L-9'] })],
    ['line_back_already', async () => (await tried(['L-1']))('fulfil', { lineNos: ['L-1'] })],
  ];
}
