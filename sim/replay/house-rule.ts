/**
 * The estimate that a file leads to, by the score room's own rule: facts weighed, folded into the person's own thirty-day periods,
 * and set against what is assumed of everybody.
 */
import type { Id } from '../../packages/troth/src/kernel/index.ts';
import { MINUTE_US, sha256Hex } from '../../packages/troth/src/kernel/index.ts';
import { periodOf } from '../../packages/troth/src/rooms/conduct/index.ts';
import type { Fold } from '../../packages/troth/src/rooms/score/index.ts';
import {
  addToFold,
  BROKEN_FACT_MILLI,
  breakProbability,
  keptFactMilli,
  priorOf,
} from '../../packages/troth/src/rooms/score/index.ts';
import type { EstimateRule } from './held-estimates.ts';

/** An id for somebody who is on no register, always the same for the same number. */
export function standInParty(patientId: string): Id<'pty'> {
  return `pty_${sha256Hex(patientId).slice(0, 32)}`;
}

/** The room's rule for appointments in the context of care, for people registered as `partyIdOf` says. */
export function houseRuleFor(partyIdOf: (patientId: string) => Id<'pty'>): EstimateRule {
  return (facts, now, patientId) => {
    const partyId = partyIdOf(patientId);
    let fold: Fold = [];
    for (const fact of facts) {
      const elapsedMinutes = Math.max(0, Number((fact.recordedAt - fact.bookedAt) / MINUTE_US));
      // The replay settles no money: only time makes a fact weigh.
      const [keptMilli, brokenMilli] = fact.wasKept
        ? [keptFactMilli(elapsedMinutes, 0, 'BRL'), 0]
        : [0, BROKEN_FACT_MILLI];
      fold = addToFold(fold, periodOf(partyId, fact.recordedAt), { keptMilli, brokenMilli, lateMilli: 0 });
    }
    return breakProbability(fold, periodOf(partyId, now), priorOf('care'));
  };
}

/** The rule for people who are on no register. */
export const houseRule: EstimateRule = houseRuleFor(standInParty);
