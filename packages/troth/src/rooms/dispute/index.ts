/** Disputes (异议): one side says that it is not so, the other answers, the operator decides. */
export {
  ANSWER_DAYS,
  DECIDE_DAYS,
  type Dispute,
  type DisputeMove,
  type DisputeOutcome,
  moveDispute,
  openDispute,
} from './dispute.ts';
export { aboutOf, dutyOf, isReportOfShop } from './duty.ts';
export { DISPUTE_MOVES, DISPUTE_STATES, type DisputeSide, type DisputeState, isDisputeOver } from './moves.ts';
export { disputeFromRow, findDisputes, findDisputesOfPledges, insertDisputes, updateDisputes } from './queries.ts';
export { DISPUTE_REFUSALS, type DisputeRefusal } from './refusals.ts';
export { countsAs } from './set-aside.ts';
