/** One thing a person of the town sets out to do, with everything chance has already decided about it. */
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';

/** What the person does in the end. What the API makes of it is the API's business. */
export type Deed =
  | { readonly kind: 'returned'; readonly at: Instant }
  | { readonly kind: 'attended'; readonly at: Instant }
  | { readonly kind: 'cancelled'; readonly at: Instant }
  | { readonly kind: 'never' };

export type Reaction = 'stays' | 'walks_away';

/** What the person says when the shop gives notice. */
export type NoticeAnswer = 'silent' | 'on_my_way' | 'this_is_wrong';

/** When the person pays what the pledge has cost. */
export type Payment = 'at_once' | 'later' | 'never';

export interface Visit {
  readonly ordinal: number;
  readonly person: number;
  readonly shop: number;
  /** When the pledge is asked for; always one of the town's stops. */
  readonly at: Instant;
  /** When the thing is handed over, or the session opens. */
  readonly startsAt: Instant;
  /** Due time of the thing, or end of the session. */
  readonly dueAt: Instant;
  readonly deed: Deed;
  readonly onOrdinaryTerms: Reaction;
  readonly onPartialWaiver: Reaction;
  readonly onNotice: NoticeAnswer;
  readonly payment: Payment;
}

/** True when what was promised was done in time. */
export function wasInTime(visit: Visit): boolean {
  return (visit.deed.kind === 'returned' || visit.deed.kind === 'attended') && visit.deed.at <= visit.dueAt;
}

/** True when the thing was still out this long after it was due. */
export function wasOverdueBy(visit: Visit, microseconds: bigint): boolean {
  if (visit.deed.kind === 'never') return true;
  return visit.deed.kind === 'returned' && visit.deed.at > visit.dueAt + microseconds;
}
