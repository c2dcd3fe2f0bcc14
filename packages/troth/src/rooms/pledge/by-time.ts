/** What time does when nobody speaks. Silence never profits the one who owes the next word. */
import { assert, DAY_US, type Instant, MINUTE_US, type Outcome, ok, refuse, unreachable } from '../../kernel/index.ts';
import { priceOf } from './charges.ts';
import {
  endsBroken,
  endsExpired,
  endsKept,
  endsReleased,
  endsUnmet,
  endsUnproved,
  endsUnspoken,
  goesOn,
  owedDetail,
  type Rules,
  withStage,
} from './endings.ts';
import type { MoveEffect, Obligation, Pledge } from './pledge.ts';
import type { PledgeRefusal } from './refusals.ts';
import { findCurrent, leavesNoMark, mayBeKept, paidInto, waitsForBegin } from './stages.ts';

/** A lapsed pledge about which nobody says anything for so long is closed without a mark; what was in escrow comes back, and a deposit falls due to be given back. */
export const NOTICE_DAYS_MAX = 90;

export function decideForTime(pledge: Pledge, rules: Rules, now: Instant): Outcome<MoveEffect, PledgeRefusal> {
  if (pledge.nextDueAt === null || now < pledge.nextDueAt) return refuse('move_not_possible_now');
  const stage = findCurrent(pledge);
  assert(stage !== null, 'time_moves_a_stage_that_runs');
  switch (pledge.state) {
    case 'offered':
      return ok(endsExpired(pledge, rules, now));
    case 'accepted':
      return ok(waitsForBegin(stage) ? endsExpired(pledge, rules, now) : lapse(pledge, rules, stage, now));
    case 'active':
      return ok(whileActive(pledge, rules, stage, now));
    case 'lapsed':
      return ok(whileLapsed(pledge, rules, stage, now));
    case 'noticed':
      return ok(endsBroken(pledge, rules, now));
    case 'answered':
      return ok(whileAnswered(pledge, rules, stage, now));
    case 'kept':
    case 'broken':
    case 'let_down':
    case 'unmet':
    case 'cancelled':
    case 'expired':
      return refuse('pledge_is_over');
    default:
      return unreachable(pledge.state, 'pledge_state_is_known');
  }
}

function whileActive(pledge: Pledge, rules: Rules, stage: Obligation, now: Instant): MoveEffect {
  if (pledge.declaredAt !== null) return endsKept(pledge, rules, pledge.declaredAt, now);
  // A confirmation that nobody refused is given.
  if (stage.type === 'confirm') return endsKept(pledge, rules, now, now);
  // Nobody told what the use cost, or it cost nothing: nothing is owed. What may be kept instead is kept, and the payment for it opens.
  if (stage.type === 'pay' && (stage.asked ?? 0) === 0) return endsReleased(pledge, rules, now);
  if (mayBeKept(rules.costs, rules.terms, stage)) return endsReleased(pledge, rules, now);
  const into = paidInto(rules.costs, rules.terms, stage);
  if (into === 'escrow' || into === 'custody') return endsUnspoken(pledge, rules, now);
  return lapse(pledge, rules, stage, now);
}

function whileLapsed(pledge: Pledge, rules: Rules, stage: Obligation, now: Instant): MoveEffect {
  if (pledge.declaredAt !== null) return endsKept(pledge, rules, pledge.declaredAt, now);
  if (leavesNoMark(rules.terms, stage)) return endsUnmet(pledge, rules, now);
  // Nobody says that it was delivered: nothing is paid for it, what is held goes back, and nothing is to be brought back.
  if (stage.type === 'deliver') return endsUnspoken(pledge, rules, now);
  // A deposit is the promisor's own money: a promisee that says nothing of it has not given it back.
  if (stage.type === 'refund') return endsBroken(pledge, rules, now);
  // The promisor who says nothing else about what the promisee owed takes it as done.
  if (stage.owedBy === 'promisee') return endsUnproved(pledge, rules, now, 'kept');
  // One payment of which nobody speaks takes nothing from the others: its charge stays as open as it is, and they go on.
  if (stage.type === 'pay' && isOneOfMore(pledge, stage)) return endsUnproved(pledge, rules, now, 'kept');
  return endsUnspoken(pledge, rules, now);
}

/** Whether the promisor owes, kept or missed something else than this stage. */
function isOneOfMore(pledge: Pledge, stage: Obligation): boolean {
  return pledge.obligations.some(
    ({ seq, owedBy, state }) =>
      seq !== stage.seq && owedBy === 'promisor' && ['waiting', 'met', 'met_late', 'missed'].includes(state),
  );
}

/** The obligee did not decide on the answer. Money that waits for a delivery needs more than an answer: somebody must have declared it. */
function whileAnswered(pledge: Pledge, rules: Rules, stage: Obligation, now: Instant): MoveEffect {
  if (stage.type === 'deliver' && pledge.declaredAt === null) return endsUnspoken(pledge, rules, now);
  // Nor does an answer give a deposit back.
  if (stage.type === 'refund' && pledge.declaredAt === null) return endsBroken(pledge, rules, now);
  return endsUnproved(pledge, rules, now, 'kept');
}

/** The due time has passed. A payment is now a charge; who is owed has so long to say something. */
function lapse(pledge: Pledge, rules: Rules, stage: Obligation, now: Instant): MoveEffect {
  const isShopPaid = paidInto(rules.costs, rules.terms, stage) === 'shop';
  const charges = isShopPaid ? priceOf(stage) : [];
  const obligations = isShopPaid ? withStage(pledge, { done: stage.asked ?? 0 }) : pledge.obligations;
  const changes = { state: 'lapsed' as const, nextDueAt: silenceEndsAt(pledge, rules, stage), obligations };
  return goesOn(pledge, changes, 'lapsed', now, owedDetail(stage), charges);
}

/**
 * When it means something that nobody speaks of what was not done. A delivery may come late as long as the person waits for it: a notice ends
 * that at any time. A deposit is the person's own money, and is waited for no longer than a refund could be contested.
 */
function silenceEndsAt(pledge: Pledge, rules: Rules, stage: Obligation): Instant {
  if (leavesNoMark(rules.terms, stage)) return pledge.graceUntil;
  if (stage.owedBy === 'promisee' && stage.type !== 'deliver')
    return pledge.graceUntil + BigInt(rules.terms.confirmMinutes) * MINUTE_US;
  return pledge.graceUntil + BigInt(NOTICE_DAYS_MAX) * DAY_US;
}
