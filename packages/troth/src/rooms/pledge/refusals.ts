/** Every "no" of a pledge, in the order in which the rules are checked. */
export const PLEDGE_REFUSALS = {
  pledge_is_over: 'The pledge has ended; nothing more can happen to it.',
  move_not_possible_now: 'The pledge is in a state from which this move does not exist.',
  pledge_is_disputed: 'While a dispute about it is open, nobody is given notice and no promise is recorded as broken.',
  nothing_to_hand_over: 'This promise has nothing to hand over, so it cannot begin.',
  nothing_to_return: 'This promise has nothing to return.',
  nothing_to_reach: 'This promise has nothing to reach that could be counted.',
  nothing_to_bill: 'Nothing of this promise is told after the use.',
  nothing_to_claim: 'A claim for loss or damage goes with something that was to be returned.',
  already_confirmed: 'The person has confirmed already that it was handed over.',
  already_declared: 'The return has been declared already; the shop has until the stated time to contest it.',
  buy_out_not_offered: 'The offer does not sell the item.',
  line_unknown: 'No line is counted under this number.',
  line_counted_already: 'A line is counted under this number already; each counts once.',
  extension_not_offered: 'The offer has no extension.',
  extension_limit_reached: 'Every extension that the offer allows has been used.',
  grace_has_passed: 'The grace has passed; it can no longer be extended.',
  grace_still_runs: 'The grace still runs; a notice can be given after it.',
  return_not_contested_yet: 'Before the due time a notice can only contest a declared return.',
  evidence_missing: 'A notice needs at least one piece of evidence that belongs to this pledge.',
  discount_above_grant: 'All discounts together would be above what was granted.',
  bill_above_cap: 'The amount is above the cap that was agreed.',
  bill_only_downwards: 'An amount that was told can only be lowered.',
  effective_in_the_future: 'What has happened cannot lie in the future of the world’s clock.',
  effective_before_the_pledge: 'What has happened cannot lie before the pledge.',
} as const;

export type PledgeRefusal = keyof typeof PLEDGE_REFUSALS;
