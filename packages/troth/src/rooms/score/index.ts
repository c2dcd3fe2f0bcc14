/** The door of the room: how likely a promise is to be broken, and the number a person sees. */
export { stillCounting } from './ageing.ts';
export { admissionProbabilityPpm, cellOf, cellProbabilityPpm, FIRST_CELL, type Cell } from './cell.ts';
export { breakProbability, HALF_LIFE_PERIODS } from './estimate.ts';
export { BROKEN_FACT_MILLI, COUNTERPARTY_MILLI_MAX, keptFactMilli, withinCounterparty } from './fact-weight.ts';
export {
  addToFold,
  EMPTY_FOLD,
  milliOnFile,
  removeFromFold,
  type Fold,
  type FoldBucket,
  type FoldDelta,
} from './fold.ts';
export { leakBits } from './leak-bits.ts';
export { priorOf, PUBLISHED_RATES, type Prior } from './priors.ts';
export {
  POINTS_HIGH,
  POINTS_LOW,
  scoreOf,
  THIN_BELOW_MILLI,
  type Dimension,
  type Move,
  type RestsOn,
  type Score,
  type ScoreInput,
} from './score.ts';
