/** The offer room's arithmetic and dates, as the pledge room asks for them: rooms do not call rooms. */
import {
  billedDates,
  buyOutMinor,
  lateCancelFeeMinor,
  lateFeeMinor,
  lossMinor,
  noShowFeeMinor,
  stageDates,
  takenBackMinor,
  termOf,
  usageMinor,
} from '../rooms/offer/index.ts';
import type { CostRules, StageRules } from '../rooms/pledge/index.ts';

export const STAGE_RULES: CostRules & StageRules = {
  usageMinor,
  lateFeeMinor,
  lossMinor,
  noShowFeeMinor,
  lateCancelFeeMinor,
  buyOutMinor,
  takenBackMinor,
  termOf,
  stageDates,
  billedDates,
};
