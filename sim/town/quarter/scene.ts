/** One promise of the quarter: who promises what to which shop, and what both do about it on which of the last days. */
import type { OrderSaid, TwoSides } from '../../../packages/troth/src/cli/tour/two-sides.ts';
import type { Instant } from '../../../packages/troth/src/kernel/clock.ts';
import { stopAt } from '../calendar.ts';
import type { DayPart } from '../trades.ts';
import { DAY_US } from '../../../packages/troth/src/kernel/clock.ts';
import type { QuarterShop } from './quarter-shops.ts';

/** A stop of the town, so many days before today: [1, 0] is yesterday 08:30. */
export type When = readonly [daysAgo: number, part: DayPart];

export interface Scene {
  /** What it shows, for who reads the list. */
  readonly shows: string;
  readonly shop: QuarterShop;
  readonly neighbour: number;
  readonly promisedOn: When;
  readonly order?: (at: Instant) => OrderSaid;
  readonly choice: 'trust' | 'ordinary';
  /** In the order of their time; several may fall on the same stop. */
  readonly steps: readonly (readonly [when: When, act: (sides: TwoSides) => Promise<void>])[];
}

/** The instant of a stop; `today` is the midnight that the day begins with. */
export function instantOf([daysAgo, part]: When, today: Instant): Instant {
  return stopAt(today - BigInt(daysAgo) * DAY_US, part);
}

type Act = Scene['steps'][number][1];

/** The shop says this. */
export function shopSays(move: string, body: object = {}): Act {
  return (sides) => sides.shop(move, body);
}

/** The person says this. */
export function personSays(move: string, body: object = {}): Act {
  return (sides) => sides.person(move, body);
}

/** The shop says this, with a line of text as evidence. */
export function shopProves(move: string, text: string): Act {
  return async (sides) => sides.shop(move, { evidenceIds: [await sides.evidence('shop', text)] });
}

/** Whatever is open is paid at the desk. */
export const paid: Act = (sides) => sides.payOpenCharges();
