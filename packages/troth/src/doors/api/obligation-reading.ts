/** A stage of a pledge as both sides read it: what, who owes it, by when, and how much of what is counted is done. */
import { Type } from 'typebox';
import { isoFromInstant } from '../../kernel/index.ts';
import type { Obligation } from '../../rooms/pledge/index.ts';
import { closed } from './schemas.ts';

const Instants = Type.String({ description: 'ISO 8601' });

export const ObligationReading = closed(
  {
    seq: Type.Integer({ minimum: 1, description: 'its place, from 1' }),
    type: Type.String({ description: 'as the offer says it' }),
    owedBy: Type.Enum(['promisor', 'promisee']),
    dueAt: Type.String({ description: 'ISO 8601; while it waits, the latest it can be' }),
    graceUntil: Instants,
    state: Type.Enum(['waiting', 'open', 'follows', 'met', 'met_late', 'missed', 'void']),
    asked: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
      description: 'minor units, visits or minutes; null where nothing is counted or not told yet',
    }),
    done: Type.Integer({
      description: 'of what is to be reached, how much was counted; of a payment, how much is a charge',
    }),
    enjoyedMinor: Type.Integer({ description: 'discounts enjoyed on the way, minor units' }),
    lines: Type.Optional(
      Type.Array(
        closed({ lineNo: Type.String(), priceMinor: Type.Integer(), state: Type.Enum(['kept', 'returned']) }),
        { description: 'of what may be sent back: the lines of the order; what is kept of them is paid' },
      ),
    ),
  },
  'A stage of a pledge',
);

export const EarlyPayoff = Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
  description: 'what paying all remaining parts now costs, minor units; null where no part is to be paid',
});

export function obligationBody(owed: Obligation): object {
  const { seq, type, owedBy, dueAt, graceUntil, state, asked, done, enjoyedMinor } = owed;
  const times = { dueAt: isoFromInstant(dueAt), graceUntil: isoFromInstant(graceUntil) };
  return { seq, type, owedBy, ...times, state, asked, done, enjoyedMinor, ...linesOf(owed) };
}

function linesOf({ lines }: Obligation): object {
  if (lines === undefined) return {};
  return {
    lines: lines.map(({ lineNo, priceMinor, isBack }) => ({ lineNo, priceMinor, state: isBack ? 'returned' : 'kept' })),
  };
}
