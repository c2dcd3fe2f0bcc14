/** What the promisor may say: accept, decline, cancel, confirm what was handed over, extend, declare a return, answer a notice. */
import { type Instant, isoFromInstant, MINUTE_US, type Outcome, ok, refuse } from '../../kernel/index.ts';
import type { PromisorMove } from './apply-move.ts';
import { endsCancelled, goesOn, type Rules } from './endings.ts';
import { hasSomethingToReturn, type MoveEffect, type Pledge } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';

export function decideForPromisor(
  pledge: Pledge,
  rules: Rules,
  move: PromisorMove,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  switch (move.name) {
    case 'accept':
      return ok(goesOn(pledge, { state: 'accepted', acceptedAt: now, nextDueAt: pledge.dueAt }, 'accepted', now));
    case 'decline':
    case 'cancel':
      return ok(endsCancelled(pledge, rules, now, 'promisor'));
    case 'confirm':
      if (!hasSomethingToReturn(pledge)) return refuse('nothing_to_return');
      if (move.confirmedCount > 0) return refuse('already_confirmed');
      return ok(goesOn(pledge, {}, 'confirmed', now));
    case 'extend':
      return extend(pledge, rules, now);
    case 'declare':
      return declare(pledge, rules, now);
    case 'answer': {
      const nextDueAt = now + BigInt(rules.terms.decideMinutes) * MINUTE_US;
      return ok(
        goesOn(pledge, { state: 'answered', nextDueAt }, 'answered', now, {
          answer: move.answer,
          decideBy: isoFromInstant(nextDueAt),
        }),
      );
    }
  }
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
    nextDueAt: dueAt,
    extensionCount: pledge.extensionCount + 1,
    obligations: pledge.obligations.map((owed) =>
      owed.type === 'return_item' || owed.type === 'pay'
        ? { ...owed, dueAt: owed.dueAt + by, graceUntil: owed.graceUntil + by }
        : owed,
    ),
  };
  return ok(
    goesOn(pledge, changes, 'extended', now, {
      dueAt: isoFromInstant(dueAt),
      graceUntil: isoFromInstant(changes.graceUntil),
    }),
  );
}

function declare(pledge: Pledge, rules: Rules, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  if (!hasSomethingToReturn(pledge)) return refuse('nothing_to_return');
  if (pledge.declaredAt !== null) return refuse('already_declared');
  const confirmBy = now + BigInt(rules.terms.confirmMinutes) * MINUTE_US;
  return ok(
    goesOn(pledge, { declaredAt: now, nextDueAt: confirmBy }, 'declared', now, {
      confirmBy: isoFromInstant(confirmBy),
    }),
  );
}
