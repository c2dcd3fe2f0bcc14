/** What is contested, and what the shop owes in the matter. */
import type { FactKind, Reporter } from '../conduct/index.ts';
import type { DisputeAbout, Duty } from './dispute.ts';

/** What a fact is, as somebody contests it: the decision that bore the pledge, a charge, or anything else that was recorded. */
export function aboutOf(fact: { readonly kind: FactKind; readonly isBirth: boolean }): DisputeAbout {
  if (fact.isBirth) return 'admission';
  return fact.kind.startsWith('charge_') ? 'charge' : 'fact';
}

interface Owed {
  readonly seq: number;
  readonly type: string;
  readonly owedBy: 'promisor' | 'promisee';
  readonly state: string;
  /** What is to be given back, in minor units; null where nothing is counted. */
  readonly asked: number | null;
}

/**
 * A refund is at stake when the person's money is on the other side, or held for the end of the pledge: a charge that was paid, wholly or
 * in part; a delivery or a refund that the shop owes now or has missed; or one that waits while the payment before it was made, which is
 * what escrow and custody hold.
 */
export function dutyOf(matter: { readonly paidMinor: number; readonly obligations: readonly Owed[] }): Duty {
  const { paidMinor, obligations } = matter;
  return paidMinor > 0 || obligations.some((owed) => isAtStake(owed, obligations)) ? 'refund' : 'none';
}

function isAtStake({ seq, type, owedBy, state, asked }: Owed, all: readonly Owed[]): boolean {
  if (owedBy !== 'promisee' || asked === 0 || (type !== 'refund' && type !== 'deliver')) return false;
  if (state === 'open' || state === 'missed') return true;
  const isMade = (one: Owed) =>
    one.type === 'pay' && one.seq < seq && (one.state === 'met' || one.state === 'met_late');
  return state === 'waiting' && all.some(isMade);
}

/** Whether a fact rests on the shop's word: said by it, or following from its notice. When it falls, the shop's report was false. */
export function isReportOfShop(fact: { readonly kind: FactKind; readonly reporter: Reporter }): boolean {
  if (fact.kind === 'broken' || fact.kind === 'noticed') return true;
  return fact.reporter === 'merchant' || fact.reporter === 'historic_import';
}
