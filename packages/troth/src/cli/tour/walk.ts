/** Walks one pledge for the tour: speaks for both sides, moves the clock of the tour's own world, says what happens. */
import {
  DAY_US,
  formatMoney,
  HOUR_US,
  type Instant,
  instantFromIso,
  isoFromInstant,
  MINUTE_US,
  present,
} from '../../kernel/index.ts';
import type { Locale } from '../../rooms/offer/index.ts';
import { type ApiCaller, ApiRefused, freshKey } from '../api-caller.ts';
import type { TwoSides } from './two-sides.ts';

/** The tour's own world keeps the time of Shanghai, which has no summer time. */
const ZONE_US = 8n * HOUR_US;
const MORNING_US = 9n * HOUR_US;

/** The clock of one test world. */
export interface WorldClock {
  now(): Promise<Instant>;
  /** Moves on; everything due on the way happens. */
  moveTo(at: Instant): Promise<void>;
}

export interface Walk extends Omit<TwoSides, 'pledgeId'> {
  tell(zh: string, en: string): void;
  /** Minor units of the offer's currency, for people. */
  money(amountMinor: number): string;
  passDays(days: number): Promise<void>;
  passMinutes(minutes: number): Promise<void>;
  passTo(instantIso: string): Promise<void>;
  /** Whether the rules say no to a move of the shop. */
  isRefused(move: string, body: object): Promise<boolean>;
}

export function worldClock(api: ApiCaller, operatorKey: string): WorldClock {
  return {
    async now() {
      const read = (await api.get('/v1/clock', operatorKey)) as { now: string };
      return present(instantFromIso(read.now), 'a_clock_shows_an_instant');
    },
    async moveTo(at) {
      await api.post('/v1/clock/advance', operatorKey, { toInstant: isoFromInstant(at) }, freshKey());
    },
  };
}

/** Nine in the morning of the next day, Shanghai time. */
export function nextMorning(now: Instant): Instant {
  const local = now + ZONE_US;
  return local - (local % DAY_US) + DAY_US + MORNING_US - ZONE_US;
}

export function walkOf(sides: TwoSides, clock: WorldClock, locale: Locale, print: (text: string) => void): Walk {
  const pass = async (by: bigint) => clock.moveTo((await clock.now()) + by);
  return {
    ...sides,
    tell: (zh, en) => print({ zh, en }[locale]),
    money: (amountMinor) => formatMoney({ amountMinor, currency: 'CNY' }, locale),
    passDays: (days) => pass(BigInt(days) * DAY_US),
    passMinutes: (minutes) => pass(BigInt(minutes) * MINUTE_US),
    passTo: (instantIso) => clock.moveTo(present(instantFromIso(instantIso), 'a_due_time_is_an_instant')),
    async isRefused(move, body) {
      try {
        await sides.shop(move, body);
        return false;
      } catch (error) {
        if (error instanceof ApiRefused && error.status === 409) return true;
        throw error;
      }
    },
  };
}
