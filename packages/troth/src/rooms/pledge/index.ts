/** Keep the promise (守约): the life of a pledge. */
export { type AnswerKind, applyMove, type CountedLine, type Move, type Said } from './apply-move.ts';
export { acceptedAt } from './by-promisor.ts';
export type { CostRules } from './charges.ts';
export type { Rules } from './endings.ts';
export { NOTICE_DAYS_MAX } from './by-time.ts';
export { isTerminal, movesDiagram, openMoves } from './find-moves.ts';
export { holdClock, letClockRun } from './hold.ts';
export { stoodToJson } from './stood.ts';
export {
  MOVES,
  type MoveName,
  type MoveRow,
  PLEDGE_STATES,
  type PledgeState,
  type Speaker,
  TERMINAL_STATES,
} from './moves.ts';
export type { PledgeLine } from './order-lines.ts';
export type {
  ChargeEnd,
  ChargeKind,
  HeldMove,
  MoveEffect,
  Obligation,
  ObligationState,
  PlannedCharge,
  Pledge,
  PledgeFactKind,
  Side,
  Verdict,
} from './pledge.ts';
export { type PartCharge, partsLeft, payOffMinor, unpaidParts } from './pay-off.ts';
export { obligationsFromJson, obligationsToJson } from './obligations-json.ts';
export {
  countOpenHere,
  findPledges,
  insertPledges,
  openHereFromRows,
  openHereKey,
  pledgesFromRows,
  updatePledges,
} from './queries.ts';
export {
  canBeDeclared,
  obligorOf,
  findCurrent,
  isToReach,
  runsAtOnce,
  type StageRules,
  waitsForBegin,
} from './stages.ts';
export { PLEDGE_REFUSALS, type PledgeRefusal } from './refusals.ts';
