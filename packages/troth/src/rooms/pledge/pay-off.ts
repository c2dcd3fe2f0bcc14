/** What is left of a price that is paid in parts, and what paying all of it at once costs: as much as the parts, with no interest and no fee. */
import type { OfferTerms } from '../offer/index.ts';
import type { Obligation, Pledge } from './pledge.ts';
import { findCurrent, type StageRules } from './stages.ts';

type Owing = Pick<Pledge, 'obligations'>;

/** What of a charge counts here. */
export interface PartCharge {
  readonly seq: number;
  readonly state: string;
  readonly amountMinor: number;
  readonly paidMinor: number;
}

/** The parts that are still to be paid, the running one first; empty where no part runs. */
export function partsLeft(rules: StageRules, terms: OfferTerms, pledge: Owing): readonly Obligation[] {
  return partsOf(rules, terms, pledge).filter(({ state }) => state === 'open' || state === 'waiting');
}

/** Charges of parts that were due before and are not paid yet, the oldest part first; empty where no part runs. */
export function unpaidParts<C extends PartCharge>(
  rules: StageRules,
  terms: OfferTerms,
  pledge: Owing,
  charges: readonly C[],
): readonly C[] {
  const seqs = partsOf(rules, terms, pledge).map(({ seq }) => seq);
  return charges.filter((one) => one.state === 'open' && seqs.includes(one.seq)).sort((a, b) => a.seq - b.seq);
}

/** What paying all of it now costs, in minor units; null where no part runs. */
export function payOffMinor(
  rules: StageRules,
  terms: OfferTerms,
  pledge: Owing,
  charges: readonly PartCharge[],
): number | null {
  const left = partsLeft(rules, terms, pledge);
  if (left.length === 0) return null;
  const due = unpaidParts(rules, terms, pledge, charges);
  const dueMinor = due.reduce((sum, { amountMinor, paidMinor }) => sum + amountMinor - paidMinor, 0);
  return left.reduce((sum, { asked, done }) => sum + (asked ?? 0) - done, dueMinor);
}

/** All parts of the price of which one runs. */
function partsOf(rules: StageRules, terms: OfferTerms, pledge: Owing): readonly Obligation[] {
  const stage = findCurrent(pledge);
  const term = stage === null ? null : rules.termOf(terms, stage.seq).term;
  if (term?.type !== 'pay' || !('parts' in term) || term.parts === undefined) return [];
  return pledge.obligations.filter(({ seq }) => rules.termOf(terms, seq).term === term);
}
