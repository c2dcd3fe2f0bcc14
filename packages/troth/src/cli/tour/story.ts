/** A story of the tour: one kind of promise, from the offer to its end, in plain sentences of both languages. */
import type { Instant } from '../../kernel/index.ts';
import { type BothTexts, type OfferTerms, READY_MADE_OFFERS, type ReadyMadeOffer } from '../../rooms/offer/index.ts';
import type { Walk } from './walk.ts';

export interface Story {
  readonly kind: string;
  readonly shop: BothTexts;
  readonly terms: OfferTerms;
  /** What the shop offers, in a sentence. */
  readonly offers: BothTexts;
  /** What the order says itself, where it says anything; `now` is nine in the morning. */
  readonly order?: (now: Instant) => { readonly startsAt?: Instant; readonly amountMinor?: number };
  /** Ordinary: the person prefers to pay the deposit. */
  readonly choice: 'trust' | 'ordinary';
  live(walk: Walk): Promise<void>;
}

/**
 * The terms with everybody admitted to the highest step of the ladder, so that the tour shows what trust does, whatever the one who
 * walks has on file so far.
 */
export function forEverybody(terms: OfferTerms): OfferTerms {
  const say = { zh: '谁都可以', en: 'Everybody' };
  const lossBudget = { amountMinor: 10_000_000, periodDays: 30, bearer: 'merchant' } as const;
  return { ...terms, admission: { rows: [{ when: 'true', step: terms.ladder.length, say }], lossBudget } };
}

/** A ready-made offer with everybody admitted. */
export function readyMade(name: ReadyMadeOffer): OfferTerms {
  return forEverybody(READY_MADE_OFFERS[name]);
}
