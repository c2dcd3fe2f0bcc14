/** What only a decided dispute may say: that the stage which runs rests on something that is not so. */
import { type Instant, type Outcome, ok, refuse } from '../../kernel/index.ts';
import { endsBroken, endsReleased, type Rules } from './endings.ts';
import type { HeldMove, MoveEffect, Pledge } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';
import { findCurrent, heldMinor } from './stages.ts';

/**
 * A payment that is not owed is let go. What the promisee said it had delivered or given back, and had not, is missed; and the money that
 * is held for it goes back to the promisor.
 */
export function overrule(pledge: Pledge, rules: Rules, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  const stage = findCurrent(pledge);
  // Only what has become a charge can have been found not to be owed.
  if (stage?.type === 'pay' && stage.done > 0) return ok(endsReleased(pledge, rules, now));
  if (stage?.owedBy !== 'promisee' || pledge.declaredAt === null) return refuse('move_not_possible_now');
  const missed = endsBroken(pledge, rules, now);
  if (stage.type !== 'refund') return ok(missed);
  const amountMinor = heldMinor(rules.costs, rules.terms, pledge, 'custody');
  const back: readonly HeldMove[] = amountMinor === 0 ? [] : [{ what: 'custody_refund', amountMinor }];
  return ok({ ...missed, held: [...missed.held, ...back] });
}
