/** What is contested, and what the shop owes in the matter. */
import type { FactKind, Reporter } from '../conduct/index.ts';
import type { DisputeAbout, Duty } from './dispute.ts';

/** What a fact is, as somebody contests it: the decision that bore the pledge, a charge, or anything else that was recorded. */
export function aboutOf(fact: { readonly kind: FactKind; readonly isBirth: boolean }): DisputeAbout {
  if (fact.isBirth) return 'admission';
  return fact.kind.startsWith('charge_') ? 'charge' : 'fact';
}

interface Owed {
  readonly type: string;
  readonly owedBy: 'promisor' | 'promisee';
  readonly state: string;
}

/**
 * A refund is at stake when the shop holds money that the person says is theirs: a charge that was paid, wholly or in part, or a refund
 * (of a deposit in custody, say) that the shop owes under the pledge and has not made.
 */
export function dutyOf(matter: { readonly paidMinor: number; readonly obligations: readonly Owed[] }): Duty {
  if (matter.paidMinor > 0) return 'refund';
  const isOwed = matter.obligations.some(
    ({ type, owedBy, state }) => type === 'refund' && owedBy === 'promisee' && (state === 'open' || state === 'missed'),
  );
  return isOwed ? 'refund' : 'none';
}

/** Whether a fact rests on the shop's word: said by it, or following from its notice. When it falls, the shop's report was false. */
export function isReportOfShop(fact: { readonly kind: FactKind; readonly reporter: Reporter }): boolean {
  if (fact.kind === 'broken' || fact.kind === 'noticed') return true;
  return fact.reporter === 'merchant' || fact.reporter === 'historic_import';
}
