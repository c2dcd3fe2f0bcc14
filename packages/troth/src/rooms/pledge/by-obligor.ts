/** What the one may say who owes the stage that runs: that it is done, an answer to a notice; and, for either side, that it is called off. */
import { type Instant, isoFromInstant, MINUTE_US, type Outcome, ok, refuse } from '../../kernel/index.ts';
import type { Said } from './apply-move.ts';
import { endsCancelled, goesOn, type Rules } from './endings.ts';
import type { MoveEffect, Pledge, Side } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';
import { canBeDeclared, findCurrent, isToReach, paidInto } from './stages.ts';

export function decideForObligor(
  pledge: Pledge,
  rules: Rules,
  by: Side,
  said: Extract<Said, { name: 'cancel' | 'declare' | 'answer' }>,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  switch (said.name) {
    case 'cancel':
      return cancel(pledge, rules, by, now);
    case 'declare':
      return declare(pledge, rules, said.evidenceCount, now);
    case 'answer': {
      const nextDueAt = now + BigInt(rules.terms.decideMinutes) * MINUTE_US;
      return ok(
        goesOn(pledge, { state: 'answered', nextDueAt }, 'answered', now, {
          answer: said.answer,
          decideBy: isoFromInstant(nextDueAt),
        }),
      );
    }
  }
}

/** Once something runs, it can be called off only where nobody holds anything of the other yet, or where leaving early has its price. */
function cancel(pledge: Pledge, rules: Rules, by: Side, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  if (pledge.state === 'active' || pledge.state === 'lapsed') {
    const stage = findCurrent(pledge);
    const isFirst =
      stage !== null && pledge.obligations.every((owed) => owed.seq >= stage.seq || owed.state === 'follows');
    const isPaidFirst =
      isFirst &&
      stage.type === 'pay' &&
      ['escrow', 'custody'].includes(paidInto(rules.costs, rules.terms, stage) ?? '');
    const isUndelivered = by === 'promisee' && stage?.type === 'deliver' && pledge.declaredAt === null;
    if (!isToReach(stage) && !isPaidFirst && !isUndelivered) return refuse('move_not_possible_now');
  }
  return ok(endsCancelled(pledge, rules, now, by));
}

function declare(
  pledge: Pledge,
  rules: Rules,
  evidenceCount: number,
  now: Instant,
): Outcome<MoveEffect, PledgeRefusal> {
  const stage = findCurrent(pledge);
  if (!canBeDeclared(stage)) return refuse('nothing_to_return');
  if (pledge.declaredAt !== null) return refuse('already_declared');
  // A delivery that nobody confirms releases money when the window ends, so it is proved when it is said.
  if (stage?.type === 'deliver' && evidenceCount < 1) return refuse('evidence_missing', { pointers: ['/evidenceIds'] });
  const confirmBy = now + BigInt(rules.terms.confirmMinutes) * MINUTE_US;
  return ok(
    goesOn(pledge, { declaredAt: now, nextDueAt: confirmBy }, 'declared', now, {
      confirmBy: isoFromInstant(confirmBy),
    }),
  );
}
