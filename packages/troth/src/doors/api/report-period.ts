/** The period that a report is asked for: by default the thirty days that have just passed. */
import { Type } from 'typebox';
import { DAY_US, type Instant } from '../../kernel/index.ts';
import type { Period } from '../../rooms/offer/index.ts';
import { readIso } from './context.ts';
import { InstantText } from './schemas.ts';

const PERIOD_DAYS = 30n;

export const PeriodAsked = {
  from: Type.Optional(InstantText),
  to: Type.Optional(InstantText),
};

interface WrongPeriod {
  readonly pointer: string;
  readonly detail: string;
}

/** `from` belongs to the period, `to` does not; without a `to` this very instant still belongs to it. What is to come is no period yet: the same period is told the same for ever. */
export function readPeriod(
  asked: { readonly from?: string; readonly to?: string },
  now: Instant,
): Period | WrongPeriod {
  const to = asked.to === undefined ? now + 1n : readIso(asked.to);
  if (to === null) return { pointer: '/to', detail: 'There is no such instant.' };
  if (asked.to !== undefined && to > now) return { pointer: '/to', detail: 'That lies in the future.' };
  const from = asked.from === undefined ? to - PERIOD_DAYS * DAY_US : readIso(asked.from);
  if (from === null) return { pointer: '/from', detail: 'There is no such instant.' };
  return from < to ? { from, to } : { pointer: '/from', detail: 'A period begins before it ends.' };
}
