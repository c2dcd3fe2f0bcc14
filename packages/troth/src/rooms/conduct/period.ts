/**
 * The person's own periods of thirty days. Each person's start on another day, so that nobody can tell from the date when a
 * decision about somebody may change.
 */
import { DAY_US, type Id, type Instant } from '../../kernel/index.ts';

export const PERIOD_DAYS = 30;
const PERIOD_US = BigInt(PERIOD_DAYS) * DAY_US;

function offsetOf(partyId: Id<'pty'>): bigint {
  // The last bits of an id are chance.
  return BigInt(`0x${partyId.slice(-12)}`) % PERIOD_US;
}

/** Number of the period that holds `at`. */
export function periodOf(partyId: Id<'pty'>, at: Instant): number {
  return Number((at + offsetOf(partyId)) / PERIOD_US);
}

/** First instant of a period. */
export function periodStartsAt(partyId: Id<'pty'>, period: number): Instant {
  return BigInt(period) * PERIOD_US - offsetOf(partyId);
}
