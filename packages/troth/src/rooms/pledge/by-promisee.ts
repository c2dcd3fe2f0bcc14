/** What only the promisee may say: hand over, and hold to a notice that was answered. */
import { type Instant, isoFromInstant, type Outcome, ok, refuse } from '../../kernel/index.ts';
import { endsBroken, goesOn, type Rules } from './endings.ts';
import type { MoveEffect, Pledge } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';
import { obligorOf, findCurrent, firstDue, waitsForBegin } from './stages.ts';

export function decideForPromisee(
  pledge: Pledge,
  rules: Rules,
  name: 'begin' | 'break',
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  // Of what the promisee owes itself, only the operator decides once it has answered.
  if (name === 'break')
    return obligorOf(pledge) === 'promisor' ? ok(endsBroken(pledge, rules, now)) : refuse('move_not_possible_now');
  const stage = findCurrent(pledge);
  if (stage === null || !waitsForBegin(stage)) return refuse('nothing_to_hand_over');
  if (stage.type === 'pay') return ok(beginUse(pledge, rules, now));
  const nextDueAt = firstDue(rules.costs, rules.terms, stage, now);
  return ok(
    goesOn(pledge, { state: 'active', begunAt: now, nextDueAt: nextDueAt > now ? nextDueAt : now }, 'begun', now),
  );
}

/** The use begins; what it costs is told after it, and falls due from then. */
function beginUse(pledge: Pledge, rules: Rules, now: Instant): MoveEffect {
  const stage = findCurrent(pledge);
  const seq = stage?.seq ?? 1;
  const { dueAt, graceUntil } = rules.costs.stageDates(rules.terms, seq, now, null);
  const obligations = pledge.obligations.map((owed) => (owed.seq === seq ? { ...owed, dueAt, graceUntil } : owed));
  const opened = obligations.find((owed) => owed.seq === seq);
  const nextDueAt = opened === undefined ? dueAt : firstDue(rules.costs, rules.terms, opened, now);
  const changes = { state: 'active' as const, begunAt: now, dueAt, graceUntil, nextDueAt, obligations };
  return goesOn(pledge, changes, 'begun', now, { billBy: isoFromInstant(nextDueAt) });
}
