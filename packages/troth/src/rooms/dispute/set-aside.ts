/**
 * How a fact counts while it is contested, and after. What speaks against a person is set aside from the moment somebody says that it
 * is not so: a broken promise counts nothing, a late one counts as kept in time. So contesting never costs, whoever contests.
 */
import type { Verdict } from '../pledge/index.ts';
import type { Dispute } from './dispute.ts';

type Weighed = Pick<Dispute, 'state' | 'outcome' | 'openedBy'>;

/** The verdict by which a fact counts, by all disputes about it. With none, or only such as left it standing, its own. */
export function countsAs(verdict: Verdict, disputes: readonly Weighed[]): Verdict {
  return disputes.reduce(aside, verdict);
}

function aside(verdict: Verdict, { outcome, openedBy }: Weighed): Verdict {
  if (outcome === 'upheld') return verdict;
  // The shop was right that it was not so: then nothing of it is left.
  if (outcome === 'corrected' && openedBy === 'merchant') return 'none';
  // Open, corrected for the person, or not decided in time: nothing against the person is left of it.
  if (verdict === 'broken') return 'none';
  return verdict === 'kept_late' ? 'kept' : verdict;
}
