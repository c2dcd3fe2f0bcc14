/**
 * Which fields of an order or a move a refusal concerns: told by its name and the request at hand alone. What is remembered of a
 * refusal is its name, so the second answer says the same as the first, to the letter.
 */
import type { OpenRefusal } from '../../journeys/open-pledge.ts';
import type { MoveRefusal } from '../../journeys/move-pledge.ts';
import { type Outcome, refuse } from '../../kernel/index.ts';
import type { OrderTimes } from '../../rooms/offer/index.ts';

type Concerned = readonly string[] | 'when' | 'line' | null;

/** `when`: whichever of the two the order gives; `line`: the first of them that says so. A refusal without a row here does not compile. */
const FIELDS: Readonly<Record<OpenRefusal | MoveRefusal, Concerned>> = {
  key_reused_with_other_body: null,
  promisor_unknown: ['/promisor'],
  promisor_erased: null,
  promisor_suspended: null,
  promisor_is_promisee: ['/promisor'],
  order_number_taken: ['/orderNo'],
  consent_missing: null,
  granted_less_than_shown: null,
  start_missing: ['/startsAt', '/onLocalDate'],
  start_given_twice: ['/startsAt', '/onLocalDate'],
  start_in_the_past: ['/startsAt'],
  start_too_far_ahead: 'when',
  local_date_needs_an_appointment: ['/onLocalDate'],
  local_date_invalid: ['/onLocalDate'],
  amount_missing: ['/amountMinor'],
  amount_above_cap: ['/amountMinor'],
  amount_not_asked: ['/amountMinor'],
  lines_not_asked: ['/lines'],
  line_repeated: ['/lines'],
  line_not_eligible: 'line',
  line_above_cap: ['/lines'],
  lines_do_not_add_up: ['/lines', '/amountMinor'],
  window_already_over: 'when',
  due_already_past: 'when',
  pledge_unknown: null,
  pledge_is_over: null,
  stage_is_not_running: ['/seq'],
  move_not_possible_now: null,
  pledge_is_disputed: null,
  nothing_to_hand_over: null,
  nothing_to_return: null,
  nothing_to_reach: null,
  nothing_to_bill: null,
  nothing_to_claim: ['/claimMinor'],
  already_confirmed: null,
  already_declared: null,
  buy_out_not_offered: null,
  line_unknown: ['/lineNo'],
  line_counted_already: ['/lineNo'],
  line_not_ordered: ['/lineNos'],
  line_back_already: ['/lineNos'],
  extension_not_offered: null,
  extension_limit_reached: null,
  grace_has_passed: null,
  grace_still_runs: null,
  return_not_contested_yet: null,
  evidence_missing: ['/evidenceIds'],
  discount_above_grant: ['/discountMinor'],
  bill_above_cap: ['/amountMinor'],
  bill_only_downwards: ['/amountMinor'],
  effective_in_the_future: ['/effectiveAt'],
  effective_before_the_pledge: ['/effectiveAt'],
};

/** The outcome with its fields, and what is remembered beside its name; whatever else was said when it was first decided is left away, both times. */
export function withPointers<T, R extends OpenRefusal | MoveRefusal>(
  outcome: Outcome<T, R>,
  order: OrderTimes = {},
): Outcome<T, R> {
  if (outcome.ok) return outcome;
  const fields: Concerned = FIELDS[outcome.reason];
  if (outcome.reason === 'stage_is_not_running') return refuse(outcome.reason, { ...outcome, pointers: ['/seq'] });
  if (fields === null) return refuse(outcome.reason);
  if (fields === 'line') {
    const at = (order.lines ?? []).findIndex(({ eligible }) => eligible === false);
    return refuse(outcome.reason, { pointers: [`/lines/${at}`] });
  }
  const when = order.onLocalDate === undefined ? '/startsAt' : '/onLocalDate';
  return refuse(outcome.reason, { pointers: fields === 'when' ? [when] : fields });
}
