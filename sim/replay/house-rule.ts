/**
 * The estimate that a file leads to, by the score room's own rule: facts weighed, folded into the person's own thirty-day periods,
 * and set against what is assumed of everybody.
 */
import type { Id, Instant } from '../../packages/troth/src/kernel/index.ts';
import { MINUTE_US, sha256Hex } from '../../packages/troth/src/kernel/index.ts';
import { periodOf } from '../../packages/troth/src/rooms/conduct/index.ts';
import type { Fold } from '../../packages/troth/src/rooms/score/index.ts';
import { addToFold, BROKEN_FACT_MILLI, breakProbability, keptFactMilli, priorOf } from '../../packages/troth/src/rooms/score/index.ts';
import type { EstimateRule } from './held-estimates.ts';

/** An id for somebody who is on no register, always the same for the same number. */
export function standInParty(patientId: string): Id<'pty'> {
  return `pty_${sha256Hex(patientId).slice(0, 32)}`;
}

/** The room's rule for appointments in the context of care. */
export const houseRule: EstimateRule = (facts, now, patientId) => {
  const partyId = standInParty(patientId);
  let fold: Fold = [];
  for (const fact of facts) {
    const elapsedMinutes = Math.max(0, Number((fact.recordedAt - fact.bookedAt) / MINUTE_US));
    const [keptMilli, brokenMilli] = fact.wasKept ? [keptFactMilli(elapsedMinutes, 0, 'BRL'), 0] : [0, BROKEN_FACT_MILLI];
    const delta = { keptMilli, brokenMilli, lateMilli: 0 };
    fold = addToFold(fold, periodOf(partyId, fact.recordedAt as Instant), delta);
  }
  return breakProbability(fold, periodOf(partyId, now), priorOf('care'));
};
