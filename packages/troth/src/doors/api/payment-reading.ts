/** The payment that is to be made now, as both sides read it: how much, by when, and when it is reminded of and taken. */
import { Type } from 'typebox';
import { type Instant, isoFromInstant } from '../../kernel/index.ts';
import { debitTimes, isMetered, type OfferTerms, termOf } from '../../rooms/offer/index.ts';
import { findCurrent, type Pledge } from '../../rooms/pledge/index.ts';
import { closed } from './schemas.ts';

const Instants = Type.String({ description: 'ISO 8601' });

export const PaymentReading = Type.Union(
  [
    closed({
      seq: Type.Integer({ minimum: 1, description: 'the obligation it keeps' }),
      amountMinor: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
        description: 'minor units; null until it is told',
      }),
      capMinor: Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
        description: 'where it is told after the use: the most it can be, minor units',
      }),
      dueAt: Type.String({ description: 'ISO 8601; before the amount is told, the latest it can be' }),
      graceUntil: Instants,
      remindAt: Type.Array(Instants, { description: 'when the person is told that it is coming' }),
      debitAt: Type.Array(Instants, { description: 'when it is taken: one debit, and retries while it is unpaid' }),
    }),
    Type.Null(),
  ],
  { description: 'the payment to the shop that runs now, or null' },
);

/** The running payment to the shop with its published schedule; null where another stage runs, or none. */
export function paymentBody(terms: OfferTerms, pledge: Pick<Pledge, 'obligations'>): object | null {
  const stage = findCurrent(pledge);
  if (stage === null) return null;
  const { term } = termOf(terms, stage.seq);
  if (term.type !== 'pay' || isMetered(term) || term.into !== 'shop') return null;
  const { remindAt, debitAt } = debitTimes(term, stage.dueAt);
  const iso = (times: readonly Instant[]) => times.map(isoFromInstant);
  return {
    seq: stage.seq,
    amountMinor: stage.asked,
    capMinor: 'billedUpToMinor' in term.amount ? term.amount.billedUpToMinor : null,
    dueAt: isoFromInstant(stage.dueAt),
    graceUntil: isoFromInstant(stage.graceUntil),
    remindAt: iso(remindAt),
    debitAt: iso(debitAt),
  };
}
