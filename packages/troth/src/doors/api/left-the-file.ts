/**
 * What has left a person's file (norm `five_year_limit`). A pledge whose end speaks against its person leaves with all its facts when
 * that end is five years old, unless something of it is still owed: then it has not ended. What only accused, a lapse or a notice
 * that came to nothing, leaves by itself. Rows stay where the logbook proves them; nothing reads them for anybody's file any more.
 */
import { type Id, type Instant, isoFromInstant } from '../../kernel/index.ts';
import { type FactKind, isAgainst } from '../../rooms/conduct/index.ts';
import { hasLeft, leftBy } from '../../rooms/rulebook/index.ts';
import type { Fold } from '../../rooms/score/index.ts';
import { removeFromFold } from '../../rooms/score/index.ts';

/** True of a pledge `p` that has left; `$n` is the instant of `leftByText`. */
export const pledgeHasLeft = (n: number): string =>
  `(p.ended_at is not null and exists (select from facts n where n.pledge_id = p.pledge_id and n.party_id = p.party_id and n.weight_milli > 0
     and n.effective_at <= $${n} and n.detail::jsonb -> 'said' ->> 'verdict' in ('broken', 'kept_late'))
   and not exists (select from charges c where c.pledge_id = p.pledge_id and c.party_id = p.party_id and c.state = 'open'))`;

/** True of a fact `f` that has left by itself. */
export const factHasLeft = (n: number): string => `(f.kind in ('lapsed', 'noticed') and f.effective_at <= $${n})`;

/** Whatever ended at this instant or earlier has left, as a parameter of the texts above. */
export function leftByText(now: Instant): string {
  return isoFromInstant(leftBy(now));
}

interface Seen {
  readonly kind: FactKind;
  readonly effectiveAt: Instant;
  readonly weightMilli: number;
  readonly detail: { readonly said?: { readonly [key: string]: string | number } };
}

/** The same of a pledge whose facts and charges are at hand. */
export function hasPledgeLeft(
  facts: readonly Seen[],
  charges: readonly { readonly state: string }[],
  now: Instant,
): boolean {
  return (
    charges.every((charge) => charge.state !== 'open') &&
    facts.some(
      (fact) =>
        fact.weightMilli > 0 && isAgainst(fact.kind, fact.detail.said?.verdict) && hasLeft(fact.effectiveAt, now),
    )
  );
}

/** The same of a single fact. */
export function hasFactLeft(fact: Seen, now: Instant): boolean {
  return fact.weightMilli === 0 && isAgainst(fact.kind, null) && hasLeft(fact.effectiveAt, now);
}

interface Counted {
  readonly factId: Id<'fct'>;
  readonly context: string;
  readonly what: 'kept' | 'late' | 'broken';
  readonly milli: number;
  readonly effectiveAt: Instant;
  readonly period: number;
}

/** Facts that still count at this very moment, and folds without those that do not: taking a fact out of a fold is exact. */
export function stillOnFile<F extends Counted, C extends string>(
  facts: readonly F[],
  folds: readonly { readonly context: C; readonly fold: Fold }[],
  now: Instant,
): { readonly facts: readonly F[]; readonly folds: { readonly context: C; readonly fold: Fold }[] } {
  const gone = facts.filter((fact) => fact.what !== 'kept' && hasLeft(fact.effectiveAt, now));
  const without = (fold: Fold, { what, milli, period }: F): Fold =>
    removeFromFold(fold, period, {
      keptMilli: 0,
      brokenMilli: what === 'broken' ? milli : 0,
      lateMilli: what === 'late' ? milli : 0,
    });
  return {
    facts: facts.filter((fact) => !gone.includes(fact)),
    folds: folds.map(({ context, fold }) => ({
      context,
      fold: gone.filter((fact) => fact.context === context).reduce(without, fold),
    })),
  };
}
