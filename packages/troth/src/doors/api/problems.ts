/**
 * Every "no" and every fault over HTTP is a problem (RFC 9457): a type with a page of its own, a code that is the name of the rule,
 * one sentence, the fields concerned, and what to do next.
 */
import type { FastifyReply } from 'fastify';
import { Unavailable } from '../../platform/db/index.ts';

interface ProblemKind {
  readonly status: number;
  readonly title: string;
  readonly next: string;
}

const kind = (status: number, title: string, next: string): ProblemKind => ({ status, title, next });

/** The closed catalogue. A test proves that every refusal of every room is here and documented. */
export const PROBLEMS = {
  // The request itself.
  not_found: kind(
    404,
    'There is nothing here that you may see.',
    'Check the id and the key; things of others are not found either.',
  ),
  unsupported_media_type: kind(415, 'The body must be JSON.', 'Send Content-Type: application/json.'),
  body_too_large: kind(413, 'The body is too large.', 'Send at most 256 KiB, or 1 MiB to a bulk endpoint.'),
  body_invalid: kind(422, 'A field breaks a rule.', 'Mend the fields that the pointers name.'),
  json_too_deep: kind(422, 'The JSON is nested too deeply.', 'Nest at most 16 levels.'),
  json_too_many_keys: kind(422, 'The JSON has too many members.', 'Split the request.'),
  json_number_not_exact: kind(422, 'A number cannot be kept exactly.', 'Send whole minor units within 2^53.'),
  json_duplicate_key: kind(422, 'A member is given twice.', 'Give each member once.'),
  json_forbidden_key: kind(422, 'A member has a name that is never allowed.', 'Remove it.'),
  json_not_utf8: kind(422, 'The body is not UTF-8.', 'Send UTF-8 without lone surrogates.'),
  json_does_not_parse: kind(422, 'The body is not JSON.', 'Send one JSON value.'),
  idempotency_key_missing: kind(
    400,
    'Every POST carries an Idempotency-Key.',
    'Send the header with 1 to 255 visible ASCII characters; repeat it when you retry.',
  ),
  idempotency_key_in_flight: kind(
    409,
    'A request with this key is being answered now.',
    'Wait for the first answer, then repeat with the same key.',
  ),
  key_reused_with_other_body: kind(422, 'This key was used with another body.', 'Use a new key for a new request.'),
  too_many_requests: kind(429, 'Too many requests.', 'Wait as long as Retry-After says.'),
  // Who is speaking.
  credential_missing: kind(401, 'No credential was given.', 'Send Authorization: Bearer with an API key, or sign in.'),
  credential_unknown: kind(
    401,
    'The credential is not valid.',
    'Check that the key is whole, not revoked, and of this world.',
  ),
  person_must_speak: kind(
    403,
    'Only the person can say this, with a session of their own.',
    'Send the person to the accept page; no key can speak for them.',
  ),
  merchant_must_speak: kind(403, 'Only a merchant can say this, with a key of its own.', 'Use the merchant’s API key.'),
  operator_must_speak: kind(403, 'Only the operator can do this.', 'Use an operator key.'),
  scope_missing: kind(403, 'This key may not do that.', 'Use a key with the scope that the reference names.'),
  // Admission and birth.
  promisor_unknown: kind(
    404,
    'Nobody here is known by that reference.',
    'Use the reference that was given to you for this person.',
  ),
  promisor_erased: kind(410, 'This person has been erased.', 'Nothing more can be agreed under this reference.'),
  pledges_still_open: kind(409, 'Promises are still open.', 'End them first: keep them, or wait until they are over.'),
  charges_still_unpaid: kind(409, 'Something is still owed.', 'Pay it, or ask the shop to let it go; then ask again.'),
  promisor_suspended: kind(409, 'This person cannot promise anything now.', 'Offer ordinary terms.'),
  promisor_is_promisee: kind(422, 'Nobody promises to themselves.', 'Name another promisor.'),
  order_number_taken: kind(
    409,
    'This order number has been used.',
    'Order numbers stay unique for ever; use the first answer, or a new number.',
  ),
  consent_missing: kind(403, 'The person has not consented to this.', 'Send the person to the accept page.'),
  granted_less_than_shown: kind(
    409,
    'Less can be waived now than was shown.',
    'Look at the new figures and decide again.',
  ),
  consent_text_unknown: kind(
    422,
    'This consent text is not the current one.',
    'Read the current text and consent to it.',
  ),
  offer_has_changed: kind(409, 'The offer has a newer version.', 'Read the current version and decide again.'),
  offer_withdrawn: kind(409, 'This offer has been withdrawn.', 'Choose another offer.'),
  start_missing: kind(422, 'Say at what time, or on which day.', 'Send startsAt or onLocalDate.'),
  start_given_twice: kind(422, 'Give a time or a day, not both.', 'Send startsAt or onLocalDate.'),
  start_in_the_past: kind(422, 'The start lies in the past.', 'Send a start that is not over.'),
  start_too_far_ahead: kind(422, 'The start is more than a year ahead.', 'Send an earlier start.'),
  local_date_needs_an_appointment: kind(422, 'Only an appointment can be on a whole day.', 'Send startsAt.'),
  local_date_invalid: kind(422, 'There is no such day.', 'Send YYYY-MM-DD.'),
  amount_missing: kind(422, 'The order must say its amount.', 'Send amountMinor, at least 1 for each part.'),
  amount_above_cap: kind(422, 'The amount is above the cap of the offer.', 'Send a lower amountMinor.'),
  amount_not_asked: kind(422, 'This offer takes no amount from an order.', 'Leave amountMinor out.'),
  lines_not_asked: kind(422, 'An order of this offer has no lines.', 'Leave lines out.'),
  line_repeated: kind(422, 'A line is given twice.', 'Give each lineNo once.'),
  line_not_eligible: kind(422, 'A line cannot be tried.', 'Order it without the line that the pointer names.'),
  line_above_cap: kind(422, 'A line is above the most that one may be.', 'Order it without that line.'),
  lines_do_not_add_up: kind(422, 'The lines do not come to the amount.', 'Leave amountMinor out, or send their sum.'),
  window_already_over: kind(422, 'The window is over already.', 'Send a start whose window is not over.'),
  due_already_past: kind(422, 'It would be due before it starts.', 'Send a later start.'),
  // The life of a pledge.
  pledge_unknown: kind(404, 'There is no such pledge among yours.', 'Check the id.'),
  pledge_is_over: kind(409, 'The pledge has ended.', 'Nothing more can happen to it.'),
  stage_is_not_running: kind(
    409,
    'The stage that you mean is not the one that runs.',
    'The detail names the one that runs; read the obligations of the pledge and decide again.',
  ),
  move_not_possible_now: kind(409, 'The pledge is not in a state for that.', 'Read its state and the table of moves.'),
  pledge_is_disputed: kind(
    409,
    'A dispute about this pledge is open; its clock stands still.',
    'Answer the dispute; a notice, or a decision on one, can follow when it has ended.',
  ),
  nothing_to_hand_over: kind(409, 'There is nothing to hand over.', 'An appointment is fulfilled, not begun.'),
  nothing_to_return: kind(409, 'There is nothing to return.', 'An appointment is attended.'),
  nothing_to_reach: kind(
    409,
    'Nothing is counted in this promise.',
    'Reports go with visits, amounts or hours to reach.',
  ),
  nothing_to_bill: kind(409, 'Nothing is told after the use here.', 'The price is in the offer or in the order.'),
  nothing_to_claim: kind(422, 'There is no item to claim for.', 'Leave claimMinor out.'),
  line_unknown: kind(404, 'No line is counted under this number.', 'Check lineNo.'),
  line_counted_already: kind(409, 'This line is counted already.', 'Each receipt counts once; send another lineNo.'),
  line_not_ordered: kind(404, 'The order has no line with this number.', 'Check lineNos.'),
  line_back_already: kind(409, 'This line came back already.', 'Each line comes back once; leave it out.'),
  buy_out_not_offered: kind(409, 'The offer does not sell the item.', 'Return it by the due time.'),
  already_declared: kind(409, 'The return has been declared already.', 'Wait for the shop to confirm or contest.'),
  already_confirmed: kind(409, 'You have confirmed this already.', 'Nothing more is needed.'),
  extension_not_offered: kind(409, 'The offer has no extension.', 'Return it by the due time.'),
  extension_limit_reached: kind(409, 'No extension is left.', 'Return it by the due time.'),
  grace_has_passed: kind(409, 'The grace has passed.', 'It can no longer be extended; returning it still helps.'),
  grace_still_runs: kind(409, 'The grace still runs.', 'A notice can be given after it.'),
  return_not_contested_yet: kind(
    409,
    'It is not due yet.',
    'Before the due time a notice can only contest a declared return.',
  ),
  evidence_missing: kind(422, 'A notice needs evidence.', 'Upload evidence for this pledge and name it.'),
  discount_above_grant: kind(
    422,
    'The discounts would be above what was granted.',
    'Give at most what is left of the grant.',
  ),
  bill_above_cap: kind(422, 'The amount is above the cap that was agreed.', 'Send at most the cap.'),
  bill_only_downwards: kind(409, 'The amount was told and can only be lowered.', 'Send a lower amountMinor.'),
  effective_in_the_future: kind(422, 'That lies in the future.', 'Send an instant up to the world’s now.'),
  effective_before_the_pledge: kind(
    422,
    'That lies before the pledge.',
    'Send an instant within the life of the pledge.',
  ),
  // Disputes and what is put right.
  fact_unknown: kind(404, 'There is no such fact among yours.', 'Check the id.'),
  fact_cannot_be_contested: kind(
    409,
    'This is a consent, or a part of a dispute.',
    'A consent is taken back by revoking it; contest the fact itself.',
  ),
  fact_is_contested: kind(
    409,
    'This is contested already, or you have contested it before.',
    'Answer the dispute that is open, or bring evidence; the words of both stand beside the fact.',
  ),
  fact_is_set_aside: kind(409, 'This was decided already: it does not count.', 'Nothing more is needed.'),
  dispute_unknown: kind(404, 'There is no such dispute among yours.', 'Check the id.'),
  dispute_is_over: kind(409, 'The dispute has ended.', 'Read its outcome; it stands beside the fact.'),
  dispute_is_your_own: kind(
    409,
    'The other side answers.',
    'Your words stand already; bring evidence if you have more.',
  ),
  dispute_is_answered: kind(409, 'It has been answered already.', 'Bring evidence if you have more.'),
  answer_time_is_over: kind(409, 'The time to answer is over.', 'Bring evidence; the operator decides.'),
  answer_time_still_runs: kind(
    409,
    'The other side can still answer.',
    'Decide after answerBy, or once it has answered.',
  ),
  dispute_is_not_due: kind(409, 'The dispute is not due yet.', 'Time moves it when it is due.'),
  norm_unknown: kind(422, 'There is no such norm.', 'Name one of the rulebook.'),
  nothing_to_put_right: kind(409, 'This fact speaks against nobody.', 'Name the broken or late one.'),
  already_put_right: kind(409, 'This is put right already.', 'Nothing more is needed.'),
  part_is_more_than_is_owed: kind(422, 'That is more than is still owed.', 'Send at most what is left.'),
  // The books.
  statement_of_the_future: kind(422, 'No statement can speak of the future.', 'Send an instant up to the world’s now.'),
  nothing_held_for_anybody: kind(409, 'Nobody is owed a deposit by this shop.', 'There is nothing to pay out.'),
  no_statement_to_pay_from: kind(
    409,
    'No statement says what lies in custody.',
    'Post the provider’s statement first; only what it shows is paid out.',
  ),
  nothing_to_pay_off: kind(409, 'No part of a price is to be paid now.', 'Only a price in parts is paid off.'),
  payoff_is_another_amount: kind(
    409,
    'Another amount is owed by now.',
    'Read earlyPayoffMinor of the pledge and send that.',
  ),
  charge_unknown: kind(404, 'There is no such charge.', 'Check the id.'),
  charge_is_settled: kind(409, 'The charge is settled already.', 'Nothing more can happen to it.'),
  consent_unknown: kind(404, 'There is no such consent.', 'Check the id.'),
  consent_is_revoked: kind(409, 'The consent is revoked already.', 'Nothing more can happen to it.'),
  import_unknown: kind(404, 'There is no such import.', 'Create the import first.'),
  imports_are_for_test_worlds: kind(403, 'History can be imported into a test world only.', 'Create a test world.'),
  evidence_is_empty: kind(422, 'The evidence is empty.', 'Send the file itself.'),
  evidence_too_large: kind(413, 'The evidence is too large.', 'Send at most 190 KiB; a smaller picture will do.'),
  evidence_type_unknown: kind(422, 'Evidence of this type is not taken.', 'Send PNG, JPEG, WebP, PDF, text or JSON.'),
  // Publishing, keys, webhooks, worlds.
  partner_unknown: kind(
    422,
    'A partner that the programme names is no other shop here.',
    'Name shops of this world by their ids, and not your own.',
  ),
  offer_invalid: kind(422, 'The offer contradicts itself.', 'Mend the fields that the pointers name.'),
  policy_invalid: kind(422, 'An admission row cannot be used.', 'Mend the expression at the line and column given.'),
  purpose_refused: kind(422, 'The rulebook refuses this purpose.', 'Read the norm that is cited.'),
  endpoint_invalid: kind(422, 'The webhook endpoint cannot be used.', 'Mend the field that the pointer names.'),
  endpoint_limit_reached: kind(409, 'There are a hundred endpoints already.', 'Change one of them.'),
  world_name_is_taken: kind(409, 'A world of this name exists.', 'Choose another name.'),
  live_clock_cannot_be_moved: kind(403, 'The live world’s clock cannot be moved.', 'Use a test world.'),
  clock_moves_forward_only: kind(422, 'A clock moves forward only.', 'Send a later instant.'),
  clock_moves_ten_years_at_most: kind(422, 'A clock moves ten years at most at a time.', 'Move it in steps.'),
  link_is_used_or_expired: kind(410, 'This link has been used or has expired.', 'Ask for another.'),
  sign_in_links_unavailable: kind(
    503,
    'This installation cannot send links.',
    'Ask the operator to configure how links are sent.',
  ),
  test_worlds_only: kind(403, 'This exists in test worlds only.', 'Use a one-time link.'),
  // Ours.
  unavailable: kind(
    503,
    'Troth cannot answer now. Offer ordinary terms.',
    'Repeat with the same key after Retry-After seconds.',
  ),
  fault: kind(500, 'Our fault, not yours.', 'Repeat with the same key; tell us the request id.'),
} as const satisfies { readonly [code: string]: ProblemKind };

/** A refusal that is not in the catalogue does not compile where it is answered. */
export type ProblemCode = keyof typeof PROBLEMS;

export interface ProblemMore {
  readonly detail?: string | undefined;
  readonly pointers?: readonly string[] | undefined;
  readonly norm?: string | undefined;
  readonly errors?: readonly unknown[] | undefined;
}

export interface Problem extends ProblemMore {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly next: string;
}

export function problemOf(code: ProblemCode, more: ProblemMore = {}): Problem {
  const known = PROBLEMS[code];
  const present = Object.fromEntries(Object.entries(more).filter(([, value]) => value !== undefined));
  return {
    type: `/problems/${code}`,
    title: known.title,
    status: known.status,
    code,
    detail: more.detail ?? known.title,
    next: known.next,
    ...present,
  };
}

export async function sendProblem(
  reply: FastifyReply,
  code: ProblemCode,
  more: ProblemMore = {},
): Promise<FastifyReply> {
  const problem = problemOf(code, more);
  return reply.code(problem.status).type('application/problem+json; charset=utf-8').send(JSON.stringify(problem));
}

/** A fault as its answer: 503 with Retry-After when the database cannot take it, otherwise 500. What went wrong is traced, not told. */
export async function sendFault(reply: FastifyReply, error: unknown): Promise<FastifyReply> {
  if (error instanceof Unavailable) {
    reply.header('retry-after', String(error.retryAfterSeconds));
    return sendProblem(reply, 'unavailable', {
      detail: `Troth cannot answer now (${error.what}). Offer ordinary terms, or repeat with the same key.`,
    });
  }
  return sendProblem(reply, 'fault', { detail: `Our fault, not yours. Request ${reply.request.id}.` });
}
