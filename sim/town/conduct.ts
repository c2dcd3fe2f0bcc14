/**
 * How people behave: pure functions of a stream of chance, the person's conduct and the trade. Every probability is a row of
 * `parameters.ts`.
 */
import { DAY_US, HOUR_US } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import type { Chance } from '../seeded-chance.ts';
import { between, dueAfter, midnightOf, sessionOf } from './calendar.ts';
import { PARAMETERS, rateOf } from './parameters.ts';
import type { Conduct, Mix } from './parameter.ts';
import type { AttendTrade, RentalTrade, Trade } from './trades.ts';
import type { Deed, NoticeAnswer, Payment, Reaction } from './visit.ts';

/** What chance has decided about one visit, apart from who and where. */
export interface Script {
  readonly startsAt: Instant;
  readonly dueAt: Instant;
  readonly deed: Deed;
  readonly onOrdinaryTerms: Reaction;
  readonly onPartialWaiver: Reaction;
  readonly onNotice: NoticeAnswer;
  readonly payment: Payment;
}

/** Shops need half an hour to write things down: deeds in time happen before that. */
const WRITING_US = HOUR_US / 2n;
/** Nobody comes back later than this; the thing is gone. */
const GONE_DAYS = 400;

const NO_SHOW: Record<string, Mix> = {
  restaurant: PARAMETERS.tableNoShow.value,
  dentist: PARAMETERS.visitNoShow.value,
  clinic: PARAMETERS.clinicNoShow.value,
  guesthouse: PARAMETERS.roomNoShow.value,
};

/** A hired thing: in time, late by some days, or never back. */
function rentalDeed(chance: Chance, conduct: Conduct, trade: RentalTrade, at: Instant, dueAt: Instant): Deed {
  const inTime = (): Deed => ({ kind: 'returned', at: between(at + HOUR_US / 4n, dueAt - WRITING_US, chance.next()) });
  const lateBy = (days: number): Deed =>
    days > GONE_DAYS
      ? { kind: 'never' }
      : { kind: 'returned', at: dueAt + HOUR_US / 12n + BigInt(Math.floor(days * 1440)) * (DAY_US / 1440n) };
  const draw = chance.next();
  switch (trade.id) {
    case 'library':
      if (draw >= rateOf(PARAMETERS.loanLate.value, conduct)) return inTime();
      return lateBy(chance.weibull(PARAMETERS.loanLateShape.value, PARAMETERS.loanLateScale.value));
    case 'bicycle': {
      const lost = rateOf(PARAMETERS.bikeLost.value, conduct);
      if (draw < lost) return { kind: 'never' };
      if (draw < lost + rateOf(PARAMETERS.bikeLate.value, conduct)) return lateBy(0.3 * chance.weibull(1, 1));
      return inTime();
    }
    default: {
      const lost = rateOf(PARAMETERS.hireLost.value, conduct);
      if (draw < lost) return { kind: 'never' };
      if (draw < lost + rateOf(PARAMETERS.hireLate.value, conduct))
        return lateBy(PARAMETERS.hireLateDays.value * chance.weibull(1, 1));
      return inTime();
    }
  }
}

/** An appointment: cancelled well before, missed, or kept. Rates are per booking, as published. */
function attendDeed(
  chance: Chance,
  conduct: Conduct,
  trade: AttendTrade,
  at: Instant,
  opensAt: Instant,
  closesAt: Instant,
): Deed {
  const draw = chance.next();
  const missed = rateOf(NO_SHOW[trade.id] as Mix, conduct);
  if (draw < missed) return { kind: 'never' };
  const cancelled =
    trade.id === 'guesthouse' ? PARAMETERS.roomCancelled.value : rateOf(PARAMETERS.cancelInTime.value, conduct);
  if (draw < missed + cancelled) {
    const free = opensAt - BigInt(trade.lateCancelHours) * HOUR_US;
    return { kind: 'cancelled', at: between(at + 1n, free > at ? free : opensAt, chance.next()) };
  }
  return { kind: 'attended', at: between(opensAt, closesAt - WRITING_US, chance.next()) };
}

function answerOf(chance: Chance, conduct: Conduct, trade: Trade): NoticeAnswer {
  if (!chance.happens(rateOf(PARAMETERS.answersNotice.value, conduct))) return 'silent';
  if (trade.kind === 'rental' && chance.happens(rateOf(PARAMETERS.saysWhenBack.value, conduct))) return 'on_my_way';
  return 'this_is_wrong';
}

function paymentOf(chance: Chance, conduct: Conduct): Payment {
  const draw = chance.next();
  const atOnce = rateOf(PARAMETERS.paysAtOnce.value, conduct);
  if (draw < atOnce) return 'at_once';
  return draw < atOnce + rateOf(PARAMETERS.paysLater.value, conduct) ? 'later' : 'never';
}

/** Who stays under ordinary terms stays for a part of the waiver as well. */
function reactionsOf(chance: Chance): { readonly onOrdinaryTerms: Reaction; readonly onPartialWaiver: Reaction } {
  const draw = chance.next();
  const walks = (probability: number): Reaction => (draw < probability ? 'walks_away' : 'stays');
  return {
    onOrdinaryTerms: walks(PARAMETERS.walkAway.value),
    onPartialWaiver: walks(PARAMETERS.walkAwayPartial.value),
  };
}

/** Decides everything about a visit that begins at a stop of the town. */
export function decideVisit(chance: Chance, conduct: Conduct, trade: Trade, at: Instant): Script {
  const reactions = {
    ...reactionsOf(chance),
    onNotice: answerOf(chance, conduct, trade),
    payment: paymentOf(chance, conduct),
  } as const;
  if (trade.kind === 'rental') {
    const dueAt = dueAfter(at, trade.dueEvenings);
    return { ...reactions, startsAt: at, dueAt, deed: rentalDeed(chance, conduct, trade, at, dueAt) };
  }
  const day = midnightOf(at) + BigInt(chance.whole(trade.leadDays[0], trade.leadDays[1])) * DAY_US;
  const session = trade.id === 'guesthouse' ? 1 : chance.happens(0.5) ? 1 : 0;
  const { opensAt, closesAt } = sessionOf(day, session);
  return {
    ...reactions,
    startsAt: opensAt,
    dueAt: closesAt,
    deed: attendDeed(chance, conduct, trade, at, opensAt, closesAt),
  };
}
