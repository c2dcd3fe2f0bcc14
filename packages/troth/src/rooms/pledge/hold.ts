/**
 * A dispute stops the clock of its pledge. While it stands, time does not move the pledge; when it runs again, every deadline that was
 * still ahead is as far ahead as it was. Whatever had passed before stays passed.
 */
import { assert, type Instant } from '../../kernel/index.ts';
import { isTerminal } from './find-moves.ts';
import type { MoveEffect, Obligation, Pledge } from './pledge.ts';
import { withStood } from './stood.ts';

/** The pledge with its clock stopped at `now`: what was due next is kept aside. */
export function holdClock(pledge: Pledge, now: Instant): Pledge {
  assert(!isTerminal(pledge.state), 'only_what_runs_can_be_stopped');
  assert(pledge.disputedAt === null, 'a_stopped_clock_is_not_stopped_again');
  return { ...pledge, disputedAt: now, heldDueAt: pledge.nextDueAt, nextDueAt: null };
}

/** The pledge with its clock running again at `now`: each deadline that lay ahead when it was stopped is moved by the time it stood. */
export function letClockRun(pledge: Pledge, now: Instant): Pledge {
  const { disputedAt, heldDueAt } = pledge;
  if (disputedAt === null) return pledge;
  assert(now >= disputedAt, 'a_clock_never_goes_back');
  const stood = now - disputedAt;
  const later = (deadline: Instant): Instant => (deadline >= disputedAt ? deadline + stood : deadline);
  return {
    ...pledge,
    dueAt: later(pledge.dueAt),
    graceUntil: later(pledge.graceUntil),
    answerBy: pledge.answerBy === null ? null : later(pledge.answerBy),
    nextDueAt: heldDueAt === null ? null : heldDueAt + stood,
    obligations: pledge.obligations.map((owed) => shifted(owed, later)),
    disputedAt: null,
    heldDueAt: null,
    stood: withStood(pledge.stood, disputedAt, now),
  };
}

function shifted(owed: Obligation, later: (deadline: Instant) => Instant): Obligation {
  const isDone = owed.state !== 'open' && owed.state !== 'waiting' && owed.state !== 'follows';
  if (isDone) return owed;
  return { ...owed, dueAt: later(owed.dueAt), graceUntil: later(owed.graceUntil) };
}

/** What a move at `now` made of a pledge whose clock was stopped: it stands on, unless the move has ended the pledge. */
export function heldOn(before: Pledge, effect: MoveEffect, now: Instant): MoveEffect {
  if (before.disputedAt === null || isTerminal(effect.pledge.state)) return effect;
  return { ...effect, pledge: holdClock(effect.pledge, now) };
}
