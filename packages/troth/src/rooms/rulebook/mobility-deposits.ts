/**
 * Deposits and prepaid balances of shared bikes, shared cars and ride-hailing: 交通运输新业态用户资金管理办法（试行）, 交运规〔2019〕5号,
 * in force since 2019-06-01. A deposit stays the person's money. Established here: how many working days a refund may take and how
 * much may be held prepaid. Not established, and so not in this file: the number of the article behind each figure, a refund term
 * for ride-hailing, and how much a single deposit may be compared with what the vehicle costs.
 */
import { assert, type Instant } from '../../kernel/index.ts';
import { type CountedDays, countWorkingDays } from '../../kernel/index.ts';
import type { HolidayCalendar } from '../../kernel/index.ts';
import type { NormId } from './norms.ts';

export const MOBILITY_DEPOSIT_NORM: NormId = 'mobility_deposits';

export type MobilityVertical = 'shared_bike' | 'shared_car' | 'ride_hailing';
export type PrepaidHolder = 'person' | 'organisation';

export interface MobilityTerms {
  /** Working days within which a deposit is back; null where no term is established. */
  readonly depositRefundWorkingDays: number | null;
  /** The most one account may hold prepaid, in CNY minor units. */
  readonly prepaidCapMinor: Readonly<Record<PrepaidHolder, number>>;
}

const OTHER_THAN_BIKES = { person: 800_000, organisation: 3_000_000 } as const;

export const MOBILITY_TERMS: Readonly<Record<MobilityVertical, MobilityTerms>> = {
  // The cap of ¥100 is per account of a bike's user, whoever holds it.
  shared_bike: { depositRefundWorkingDays: 2, prepaidCapMinor: { person: 10_000, organisation: 10_000 } },
  shared_car: { depositRefundWorkingDays: 15, prepaidCapMinor: OTHER_THAN_BIKES },
  ride_hailing: { depositRefundWorkingDays: null, prepaidCapMinor: OTHER_THAN_BIKES },
};

/**
 * By when a deposit that was asked back at `askedAt` must be refunded. The day of asking is not counted. Ride-hailing has no
 * established term: asking for one is a bug, and its offers name a number of days of their own.
 */
export function depositRefundDue(
  vertical: MobilityVertical,
  calendar: HolidayCalendar,
  timezone: string,
  askedAt: Instant,
): CountedDays {
  const days = MOBILITY_TERMS[vertical].depositRefundWorkingDays;
  assert(days !== null, 'a_refund_term_must_be_established');
  return countWorkingDays(calendar, timezone, askedAt, days);
}

/** How much may still be paid in advance into an account that holds `balanceMinor` (CNY minor units); 0 when the cap is reached. */
export function prepaidRoomMinor(vertical: MobilityVertical, holder: PrepaidHolder, balanceMinor: number): number {
  assert(Number.isSafeInteger(balanceMinor) && balanceMinor >= 0, 'a_balance_is_never_negative');
  return Math.max(0, MOBILITY_TERMS[vertical].prepaidCapMinor[holder] - balanceMinor);
}
