/** The lines of an order that is tried at home: each has its own price, and what is sent back of them is not paid. */
import { ok, type Outcome, refuse } from '../../kernel/index.ts';
import type { OrderRefusal } from './refusals.ts';
import { isMetered, type ObligationTerms, type OfferTerms, type PayAmountTerms } from './terms.ts';

export interface OrderedLine {
  /** The shop's own number of it within the order. */
  readonly lineNo: string;
  readonly priceMinor: number;
  /** False where the shop itself says that this line is not part of the trial. */
  readonly eligible?: boolean;
}

/** What all lines come to, in minor units. */
export function totalOfLines(lines: readonly Pick<OrderedLine, 'priceMinor'>[]): number {
  return lines.reduce((sum, { priceMinor }) => sum + priceMinor, 0);
}

/** Whether this is a return of what may be kept instead, for a price that the order says: then the order may say its lines. */
export function takesLines(terms: Pick<OfferTerms, 'obligations'>, term: ObligationTerms): boolean {
  return term.type === 'return_item' && term.orPay === true && paidInstead(terms, term) !== null;
}

/** The single payment, told with the order, that follows what may be kept. */
function paidInstead({ obligations }: Pick<OfferTerms, 'obligations'>, term: ObligationTerms): PayAmountTerms | null {
  const next = obligations[obligations.indexOf(term) + 1];
  if (next?.type !== 'pay' || isMetered(next) || next.parts !== undefined) return null;
  return 'orderedUpToMinor' in next.amount ? next : null;
}

/** Refusals in their declared order: lines only where the offer takes them, each once, each part of the trial, and together the amount. */
export function checkLines(
  terms: Pick<OfferTerms, 'obligations'>,
  { lines, amountMinor }: { readonly lines?: readonly OrderedLine[]; readonly amountMinor?: number },
): Outcome<null, OrderRefusal> {
  if (lines === undefined) return ok(null);
  const term = terms.obligations.find((one) => takesLines(terms, one));
  if (term === undefined) return refuse('lines_not_asked', { pointers: ['/lines'] });
  if (new Set(lines.map(({ lineNo }) => lineNo)).size < lines.length)
    return refuse('line_repeated', { pointers: ['/lines'] });
  const ineligible = lines.findIndex(({ eligible }) => eligible === false);
  if (ineligible >= 0) return refuse('line_not_eligible', { pointers: [`/lines/${ineligible}`] });
  const amount = paidInstead(terms, term)?.amount;
  const eachMinor = amount !== undefined && 'eachUpToMinor' in amount ? amount.eachUpToMinor : undefined;
  if (eachMinor !== undefined && lines.some(({ priceMinor }) => priceMinor > eachMinor))
    return refuse('line_above_cap', { pointers: ['/lines'] });
  return totalOfLines(lines) === amountMinor
    ? ok(null)
    : refuse('lines_do_not_add_up', { pointers: ['/lines', '/amountMinor'] });
}
