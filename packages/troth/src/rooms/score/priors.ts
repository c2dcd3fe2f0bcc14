/**
 * What is assumed about a promise before anything is known of the person: how often such promises are broken, and how many facts that
 * assumption weighs. Rates are published ones where there are any; where there are none that is said.
 */
import type { Context } from '../offer/index.ts';

/** Beta prior in facts: `breaks / (breaks + keeps)` is the rate, their sum the weight. */
export interface Prior {
  readonly breaks: number;
  readonly keeps: number;
}

/** After so many facts a person's own conduct weighs as much as the assumption. */
const WEIGHT = 6;

interface PublishedRate {
  readonly rate: number;
  readonly source: string;
}

export const PUBLISHED_RATES: Readonly<Record<Context, PublishedRate>> = {
  care: { rate: 0.23, source: 'outpatient no-show, mean of 105 studies: Dantas et al. 2018, Health Policy 122:412' },
  dining: { rate: 0.045, source: 'restaurant no-show 4.4 % online, 4.6 % by phone: OpenTable UK 2018' },
  stay: { rate: 0.01, source: 'no-show in 119,206 bookings of two hotels: Antonio et al. 2019' },
  retail: {
    rate: 0.0183,
    source: 'pay-in-four loans charged off, US 2023: CFPB. Default after a waived deposit is not published',
  },
  mobility: {
    rate: 0.0183,
    source:
      'stand-in: as retail. Fleet loss per bicycle ride is far lower, about 0.00012 (10 % of a fleet a year, Cerema), but counts rides, not people',
  },
  culture: {
    rate: 0.03,
    source: 'library items still out eight weeks after the due date: Burgin and Hansel, US survey 1983',
  },
  sport: { rate: 0.05, source: 'assumption: no published rate of missed bookings' },
  civic: { rate: 0.05, source: 'assumption: no published rate' },
  work: { rate: 0.05, source: 'assumption: no published rate' },
};

/** The prior of one context. */
export function priorOf(context: Context): Prior {
  return PRIORS[context];
}

const PRIORS = Object.fromEntries(
  Object.entries(PUBLISHED_RATES).map(([context, { rate }]) => [
    context,
    { breaks: rate * WEIGHT, keeps: (1 - rate) * WEIGHT },
  ]),
) as Readonly<Record<Context, Prior>>;

/** The prior behind the number that a person sees: the same in every context, so that what one borrows does not move it. 20 kept to 1 broken. */
export const SCORE_PRIOR: Prior = { breaks: WEIGHT / 21, keeps: (WEIGHT * 20) / 21 };
