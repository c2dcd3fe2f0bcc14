/**
 * How much a fact counts, in thousandths of a full one: by how costly it was to fake. Elapsed time and settled money are worth the same
 * and neither adds to the other; money levels off at about the price of an umbrella, so money never buys points.
 */
import { assert, type Currency } from '../../kernel/index.ts';

/** What a promise of no length and no money counts. */
export const LEAST_FACT_MILLI = 250;
export const FULL_FACT_MILLI = 1000;
/** A day of keeping one's word is a full fact. */
const FULL_MINUTES = 24 * 60;
/** One counterparty can add two full facts in a period, however often it reports. */
export const COUNTERPARTY_MILLI_MAX = 2 * FULL_FACT_MILLI;

/** About the price of an umbrella (CNY 60), rounded; beyond it money adds nothing. Rates of late 2026, deliberately coarse. */
export const LEVEL_OFF_MINOR: Readonly<Record<Currency, number>> = {
  CNY: 6_000,
  USD: 850,
  EUR: 750,
  GBP: 650,
  HKD: 6_600,
  TWD: 26_000,
  SGD: 1_100,
  AUD: 1_300,
  CAD: 1_150,
  CHF: 700,
  BRL: 4_600,
  INR: 72_000,
  JPY: 1_250,
  KRW: 12_000,
  KWD: 2_600,
  BHD: 3_200,
};

/** A kept promise: how long it ran, and what was paid for it in the end. Late or not, it weighs the same. */
export function keptFactMilli(elapsedMinutes: number, settledMinor: number, currency: Currency): number {
  assert(elapsedMinutes >= 0 && settledMinor >= 0, 'fact_weight_is_of_something_that_happened');
  const grows = FULL_FACT_MILLI - LEAST_FACT_MILLI;
  const byTime = share(elapsedMinutes, FULL_MINUTES, grows);
  const byMoney = share(settledMinor, LEVEL_OFF_MINOR[currency], grows);
  return LEAST_FACT_MILLI + Math.max(byTime, byMoney);
}

/** A broken promise counts once, whatever it was worth: what it cost is settled in money, not in trust. */
export const BROKEN_FACT_MILLI = FULL_FACT_MILLI;

/** What is left of a fact's weight when its counterparty has already added `alreadyMilli` in this period. */
export function withinCounterparty(weightMilli: number, alreadyMilli: number): number {
  return Math.max(0, Math.min(weightMilli, COUNTERPARTY_MILLI_MAX - alreadyMilli));
}

function share(value: number, full: number, of: number): number {
  return value >= full ? of : Math.floor((value * of) / full);
}
