/** What only the promisor may say: accept, decline, confirm what was handed over, extend, keep the item for its price. */
import { type Instant, isoFromInstant, MINUTE_US, type Outcome, ok, refuse } from '../../kernel/index.ts';
import type { Said } from './apply-move.ts';
import { endsBoughtOut, endsCancelled, endsReleased, goesOn, type Rules } from './endings.ts';
import type { MoveEffect, Pledge } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';
import { findCurrent, firstDue, mayBeKept, runsAtOnce } from './stages.ts';

export function decideForPromisor(
  pledge: Pledge,
  rules: Rules,
  said: Extract<Said, { name: 'accept' | 'decline' | 'confirm' | 'extend' | 'buy_out' }>,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  switch (said.name) {
    case 'accept':
      return ok(goesOn(pledge, acceptedAt(pledge, rules, now), 'accepted', now));
    case 'decline':
      return ok(endsCancelled(pledge, rules, now, 'promisor'));
    case 'confirm':
      if (!hasSomethingToReturn(pledge)) return refuse('nothing_to_return');
      if (said.confirmedCount > 0) return refuse('already_confirmed');
      return ok(goesOn(pledge, {}, 'confirmed', now));
    case 'extend':
      return extend(pledge, rules, now);
    case 'buy_out':
      if (!hasSomethingToReturn(pledge)) return refuse('nothing_to_return');
      if (pledge.declaredAt !== null) return refuse('already_declared');
      return buyOut(pledge, rules, now);
  }
}

/** What accepting changes, also for a pledge that is born accepted: it waits for the start, or its first stage runs at once. */
export function acceptedAt(pledge: Pledge, rules: Rules, now: Instant): Partial<Pledge> {
  const first = findCurrent(pledge);
  if (first === null || !runsAtOnce(first)) return { state: 'accepted', acceptedAt: now, nextDueAt: pledge.dueAt };
  return { state: 'active', acceptedAt: now, nextDueAt: firstDue(rules.costs, rules.terms, first, now) };
}

/** The item is kept: for its published price, or, where paying is the other way to keep the promise, for the payment that comes next. */
function buyOut(pledge: Pledge, rules: Rules, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  const stage = findCurrent(pledge);
  if (stage !== null && mayBeKept(rules.costs, rules.terms, stage)) return ok(endsReleased(pledge, rules, now));
  if (rules.terms.consequences.buyOut === undefined) return refuse('buy_out_not_offered');
  return ok(endsBoughtOut(pledge, rules, now));
}

function hasSomethingToReturn(pledge: Pledge): boolean {
  return findCurrent(pledge)?.type === 'return_item';
}

function extend(pledge: Pledge, rules: Rules, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  if (!hasSomethingToReturn(pledge)) return refuse('nothing_to_return');
  if (pledge.declaredAt !== null) return refuse('already_declared');
  const extension = rules.terms.extension;
  if (extension === undefined) return refuse('extension_not_offered');
  if (pledge.extensionCount >= extension.countMax) return refuse('extension_limit_reached');
  if (now >= pledge.graceUntil) return refuse('grace_has_passed');
  const by = BigInt(extension.stepMinutes) * MINUTE_US;
  const dueAt = pledge.dueAt + by;
  // A step shorter than the delay would leave the pledge lapsed all the same: that is no extension.
  if (dueAt <= now) return refuse('grace_has_passed');
  const changes = {
    state: 'active' as const,
    dueAt,
    graceUntil: pledge.graceUntil + by,
    extensionCount: pledge.extensionCount + 1,
    obligations: pledge.obligations.map((owed) =>
      owed.state === 'open' || owed.state === 'follows' || owed.state === 'waiting'
        ? { ...owed, dueAt: owed.dueAt + by, graceUntil: owed.graceUntil + by }
        : owed,
    ),
  };
  const stage = findCurrent(changes);
  const nextDueAt = stage === null ? dueAt : firstDue(rules.costs, rules.terms, stage, now);
  return ok(
    goesOn(pledge, { ...changes, nextDueAt }, 'extended', now, {
      dueAt: isoFromInstant(dueAt),
      graceUntil: isoFromInstant(changes.graceUntil),
    }),
  );
}
