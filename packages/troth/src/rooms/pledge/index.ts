/** Keep the promise (守约): the life of a pledge. */
export { type AnswerKind, applyMove, type Move, type PromiseeMove, type PromisorMove } from './apply-move.ts';
export type { CostRules } from './charges.ts';
export type { Rules } from './endings.ts';
export { NOTICE_DAYS_MAX } from './by-time.ts';
export {
  MOVES,
  type MoveName,
  movesDiagram,
  type MoveRow,
  openMoves,
  PLEDGE_STATES,
  type PledgeState,
  type Speaker,
  TERMINAL_STATES,
  isTerminal,
} from './moves.ts';
export type {
  ChargeKind,
  MoveEffect,
  Obligation,
  ObligationState,
  PlannedCharge,
  Pledge,
  PledgeFactKind,
  Verdict,
} from './pledge.ts';
export { obligationsToJson } from './obligations-json.ts';
export { findPledges, insertPledges, pledgesFromRows, updatePledges } from './queries.ts';
export { PLEDGE_REFUSALS, type PledgeRefusal } from './refusals.ts';
