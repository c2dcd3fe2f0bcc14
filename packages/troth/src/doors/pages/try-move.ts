/** Which moves can succeed at this moment, and what they would do: the very rules that the server decides by, tried and not written. */
import { STAGE_RULES } from '../../journeys/stage-rules.ts';
import type { Instant } from '../../kernel/index.ts';
import type { OfferTerms } from '../../rooms/offer/index.ts';
import { applyMove, type MoveEffect, type Pledge, type Said, type Side } from '../../rooms/pledge/index.ts';

/** What the move would do now, or null when it would be refused. */
export function tryMove(pledge: Pledge, terms: OfferTerms, by: Side, move: Said, now: Instant): MoveEffect | null {
  const outcome = applyMove(pledge, { terms, costs: STAGE_RULES }, { by, move }, now);
  return outcome.ok ? outcome.value : null;
}

/** What a move would charge, in minor units. */
export function chargedBy(effect: MoveEffect): number {
  return effect.charges.reduce((sum, charge) => sum + charge.amountMinor, 0);
}
