/**
 * The small algebra of what can be owed. An offer lists its obligations in the order in which they are kept: the first runs from the
 * start, each of the others from the end of the one before it. No rule asks what kind of offer they are part of.
 */
import { Type, type TSchema } from 'typebox';
import { AMOUNT_MINOR_MAX, HOLIDAY_CALENDARS, type HolidayCalendar } from '../../kernel/index.ts';

type HolidayCalendarId = HolidayCalendar['id'];

export const GRACE_MINUTES_MAX = 72 * 60;
export const PARTS_MAX = 36;
export const OBLIGATIONS_MAX = 6;
const REMINDERS_MAX = 3;
const RETRIES_MAX = 3;
const YEAR_MINUTES = 366 * 24 * 60;
export const MONTH_MINUTES = 30 * 24 * 60;

export const closed = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
export const oneOf = <V extends string>(values: readonly V[], description: string) =>
  Type.Unsafe<V>({ type: 'string', enum: [...values], description });
export const amount = (description: string) => Type.Integer({ minimum: 0, maximum: AMOUNT_MINOR_MAX, description });
export const positiveAmount = (description: string) =>
  Type.Integer({ minimum: 1, maximum: AMOUNT_MINOR_MAX, description });
export const minutes = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description });

const grace = minutes(
  0,
  GRACE_MINUTES_MAX,
  'minutes after the due time in which nothing is recorded and no late fee runs',
);

const LocalTime = Type.String({
  pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
  description: 'time of that day, as the clocks there show it',
});

const Due = Type.Union([
  closed({
    afterMinutes: minutes(1, 2 * YEAR_MINUTES, 'elapsed minutes after the start; a change of clocks does not move it'),
  }),
  closed({
    afterDays: Type.Integer({
      minimum: 0,
      maximum: 2 * 366,
      description: 'calendar days of the offer’s timezone after the day of the start',
    }),
    atLocalTime: LocalTime,
  }),
]);

const promisor = Type.Literal('promisor');
const promisee = Type.Literal('promisee');

export const ReturnItem = closed({
  type: Type.Literal('return_item'),
  owedBy: promisor,
  due: Due,
  graceMinutes: grace,
  orPay: Type.Optional(
    Type.Literal(true, {
      description: 'not bringing it back breaks nothing: it is kept, and the payment after it falls due',
    }),
  ),
});
export const Pay = closed({
  type: Type.Literal('pay'),
  owedBy: promisor,
  metered: Type.Literal('usage', { description: 'the tariff of `consequences` that says how much' }),
  due: closed({ afterEndMinutes: minutes(0, MONTH_MINUTES, 'minutes after the use has ended') }),
  graceMinutes: grace,
});

/** Where the money goes: to the shop; or held apart for the promisee until it has delivered, or for the promisor until it is given back. */
export const PAID_INTO = ['shop', 'escrow', 'custody'] as const;

/** A payment that is itself a promise: the pledge lasts until it is made. */
export const PayAmount = closed({
  type: Type.Literal('pay'),
  owedBy: promisor,
  amount: Type.Union([
    closed({ fixedMinor: positiveAmount('the same for everybody') }),
    closed({
      orderedUpToMinor: positiveAmount('told with each order, never above this'),
      eachUpToMinor: Type.Optional(positiveAmount('no line of an order is above this')),
    }),
    closed({
      billedUpToMinor: positiveAmount('told after the use, never above this, and only downwards afterwards'),
      billWithinMinutes: minutes(1, MONTH_MINUTES, 'time to tell it after the use; later nothing is owed'),
    }),
    closed({
      deposit: Type.Literal('ordinary_terms', { description: 'what was not waived; nothing when all of it was' }),
    }),
  ]),
  into: oneOf(PAID_INTO, 'where the money goes'),
  parts: Type.Optional(
    closed({
      count: Type.Integer({ minimum: 2, maximum: PARTS_MAX }),
      unit: oneOf(['days', 'months'], 'what the two numbers below count'),
      firstAfter: Type.Integer({
        minimum: 0,
        maximum: 366,
        description: 'from the day of the start to the first part',
      }),
      every: Type.Integer({ minimum: 1, maximum: 366, description: 'from each part to the next' }),
      atLocalTime: LocalTime,
    }),
  ),
  debits: Type.Optional(
    closed({
      remindMinutesBefore: Type.Optional(
        Type.Array(minutes(1, MONTH_MINUTES, 'before the due time'), { minItems: 1, maxItems: REMINDERS_MAX }),
      ),
      retryMinutesAfter: Type.Optional(
        Type.Array(minutes(1, GRACE_MINUTES_MAX, 'after the due time, ascending and within the grace'), {
          minItems: 1,
          maxItems: RETRIES_MAX,
        }),
      ),
    }),
  ),
  due: Type.Optional(Due),
  graceMinutes: grace,
});
const attendWindow = minutes(
  0,
  7 * 24 * 60,
  'length of the window that starts at the time given with the order; at least 1',
);
export const Attend = closed({
  type: Type.Literal('attend'),
  owedBy: Type.Union([promisor, promisee]),
  windowMinutes: attendWindow,
  graceMinutes: grace,
});
const reach = <T extends string, P extends Record<string, TSchema>>(type: T, target: P) =>
  closed({ type: Type.Literal(type), owedBy: promisor, ...target, due: Due, graceMinutes: grace });
export const ReachCount = reach('reach_count', {
  count: Type.Integer({ minimum: 1, maximum: 10_000, description: 'visits' }),
});
export const ReachAmount = reach('reach_amount', { amountMinor: positiveAmount('spent, discounts taken off') });
export const ReachHours = reach('reach_hours', { hours: Type.Integer({ minimum: 1, maximum: 10_000 }) });
export const Deliver = closed({ type: Type.Literal('deliver'), owedBy: promisee, due: Due, graceMinutes: grace });
export const Refund = closed({
  type: Type.Literal('refund'),
  owedBy: promisee,
  due: closed({
    workingDays: Type.Integer({
      minimum: 1,
      maximum: 60,
      description: 'working days after the day on which it fell due',
    }),
    calendar: oneOf(Object.keys(HOLIDAY_CALENDARS) as HolidayCalendarId[], 'whose holidays count'),
  }),
  graceMinutes: grace,
});
export const Confirm = closed({
  type: Type.Literal('confirm'),
  owedBy: Type.Union([promisor, promisee]),
  due: Due,
  graceMinutes: grace,
});

export const ObligationTerms = Type.Union([
  ReturnItem,
  Pay,
  PayAmount,
  Attend,
  ReachCount,
  ReachAmount,
  ReachHours,
  Deliver,
  Refund,
  Confirm,
]);

/** The schema that one obligation is meant to follow, or undefined when it names no type. */
export function schemaOfObligation(obligation: Readonly<Record<string, unknown>>): TSchema | undefined {
  switch (obligation.type) {
    case 'return_item':
      return ReturnItem;
    case 'pay':
      return Object.hasOwn(obligation, 'metered') ? Pay : PayAmount;
    case 'attend':
      return Attend;
    case 'reach_count':
      return ReachCount;
    case 'reach_amount':
      return ReachAmount;
    case 'reach_hours':
      return ReachHours;
    case 'deliver':
      return Deliver;
    case 'refund':
      return Refund;
    case 'confirm':
      return Confirm;
    default:
      return undefined;
  }
}
