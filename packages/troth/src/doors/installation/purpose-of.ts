/** What a person is asked to agree to follows from what an offer gives and asks for, never from its kind. */
import { findObligation, moneyGrant, type OfferTerms } from '../../rooms/offer/index.ts';
import type { Purpose } from '../../rooms/rulebook/index.ts';

/** The purpose of consent for these terms. */
export function purposeOf(terms: Pick<OfferTerms, 'grants' | 'obligations'>): Purpose {
  switch (moneyGrant(terms)?.type) {
    case 'deposit_waiver':
      return 'deposit_waiver';
    case 'discount':
      return 'membership';
    case 'pay_later':
      return findObligation(terms, 'return_item')?.orPay === true ? 'trial' : 'pay_later';
    case undefined:
      return withoutMoney(terms);
  }
}

function withoutMoney(terms: Pick<OfferTerms, 'obligations'>): Purpose {
  if (findObligation(terms, 'attend') !== null) return 'appointment';
  if (findObligation(terms, 'reach_hours') !== null) return 'volunteering';
  return findObligation(terms, 'return_item') === null ? 'purchase' : 'borrow';
}
