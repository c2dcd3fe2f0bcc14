/** What the promisee may say: hand over, confirm that it was kept, cancel, give notice with evidence, withdraw it, or hold to it. */
import { type Instant, isoFromInstant, MINUTE_US, type Outcome, ok, refuse } from '../../kernel/index.ts';
import type { PromiseeMove } from './apply-move.ts';
import { endsBroken, endsCancelled, endsKept, endsUnproved, goesOn, type Rules } from './endings.ts';
import { hasSomethingToReturn, isToAttend, type MoveEffect, type Pledge } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';

export function decideForPromisee(
  pledge: Pledge,
  rules: Rules,
  move: PromiseeMove,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  switch (move.name) {
    case 'begin':
      if (!hasSomethingToReturn(pledge)) return refuse('nothing_to_hand_over');
      return ok(
        goesOn(
          pledge,
          { state: 'active', begunAt: now, nextDueAt: pledge.dueAt > now ? pledge.dueAt : now },
          'begun',
          now,
        ),
      );
    case 'fulfil':
      return fulfil(pledge, rules, move.effectiveAt ?? now, now);
    case 'cancel':
      return ok(endsCancelled(pledge, rules, now, 'promisee'));
    case 'notice':
      return giveNotice(pledge, rules, move.evidenceCount, now);
    case 'withdraw':
      return ok(endsUnproved(pledge, rules, now, 'withdrawn'));
    case 'break':
      return ok(endsBroken(pledge, rules, now));
  }
}

function fulfil(pledge: Pledge, rules: Rules, effectiveAt: Instant, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  if (pledge.state === 'accepted' && !isToAttend(pledge)) return refuse('move_not_possible_now');
  if (effectiveAt > now) return refuse('effective_in_the_future', { pointers: ['/effectiveAt'] });
  if (effectiveAt < (pledge.begunAt ?? pledge.offeredAt))
    return refuse('effective_before_the_pledge', { pointers: ['/effectiveAt'] });
  // A return that the person declared earlier counts from then: the shop's desk is not the person's delay.
  const returnedAt = pledge.declaredAt !== null && pledge.declaredAt < effectiveAt ? pledge.declaredAt : effectiveAt;
  return ok(endsKept(pledge, rules, returnedAt, now));
}

function giveNotice(
  pledge: Pledge,
  rules: Rules,
  evidenceCount: number,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  const contestsReturn = pledge.declaredAt !== null;
  if (pledge.state === 'active' && !contestsReturn) return refuse('return_not_contested_yet');
  if (pledge.state === 'lapsed' && !contestsReturn && now <= pledge.graceUntil) return refuse('grace_still_runs');
  if (evidenceCount < 1) return refuse('evidence_missing', { pointers: ['/evidenceIds'] });
  const answerBy = now + BigInt(rules.terms.answerMinutes) * MINUTE_US;
  return ok(
    goesOn(pledge, { state: 'noticed', answerBy, nextDueAt: answerBy }, 'noticed', now, {
      answerBy: isoFromInstant(answerBy),
      evidenceCount,
    }),
  );
}
