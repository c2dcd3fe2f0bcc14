/** What time does when nobody speaks. Silence never profits the one who owes the next word. */
import { DAY_US, type Instant, type Outcome, ok, refuse, unreachable } from '../../kernel/index.ts';
import { endsBroken, endsExpired, endsKept, endsUnproved, goesOn, type Rules } from './endings.ts';
import { hasSomethingToReturn, type MoveEffect, type Pledge } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';

/** A lapsed pledge about which the promisee says nothing for so long is closed without a mark. */
export const NOTICE_DAYS_MAX = 90;

export function decideForTime(pledge: Pledge, rules: Rules, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  if (pledge.nextDueAt === null || now < pledge.nextDueAt) return refuse('move_not_possible_now');
  switch (pledge.state) {
    case 'offered':
      return ok(endsExpired(pledge, now));
    case 'accepted':
      return ok(hasSomethingToReturn(pledge) ? endsExpired(pledge, now) : lapse(pledge, now));
    case 'active':
      return ok(pledge.declaredAt !== null ? endsKept(pledge, rules, pledge.declaredAt, now) : lapse(pledge, now));
    case 'lapsed':
      return ok(
        pledge.declaredAt !== null ? endsKept(pledge, rules, pledge.declaredAt, now) : endsExpired(pledge, now),
      );
    case 'noticed':
      return ok(endsBroken(pledge, rules, now));
    case 'answered':
      return ok(endsUnproved(pledge, rules, now, 'kept'));
    case 'kept':
    case 'broken':
    case 'cancelled':
    case 'expired':
      return refuse('pledge_is_over');
    default:
      return unreachable(pledge.state, 'pledge_state_is_known');
  }
}

function lapse(pledge: Pledge, now: Instant): MoveEffect {
  return goesOn(
    pledge,
    { state: 'lapsed', nextDueAt: pledge.graceUntil + BigInt(NOTICE_DAYS_MAX) * DAY_US },
    'lapsed',
    now,
  );
}
