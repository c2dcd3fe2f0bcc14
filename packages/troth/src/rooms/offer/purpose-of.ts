/** What a person consents to when they promise under these terms: told by what is granted and owed, never by the kind. */
import type { Purpose } from '../rulebook/index.ts';
import { findObligation, moneyGrant, type OfferTerms } from './terms.ts';

/** The purpose of the consent that admission under these terms needs. */
export function purposeOf(terms: Pick<OfferTerms, 'grants' | 'obligations'>): Purpose {
  const back = findObligation(terms, 'return_item');
  switch (moneyGrant(terms)?.type) {
    case 'deposit_waiver':
      return 'deposit_waiver';
    case 'pay_later':
      return back?.orPay === true ? 'trial' : 'pay_later';
    case 'discount':
      return 'membership';
    case undefined:
      return withoutMoneyAtRisk(terms);
  }
}

function withoutMoneyAtRisk(terms: Pick<OfferTerms, 'obligations'>): Purpose {
  if (findObligation(terms, 'reach_hours') !== null) return 'volunteering';
  if (findObligation(terms, 'attend') !== null) return 'appointment';
  if (findObligation(terms, 'return_item') !== null) return 'borrow';
  return 'purchase';
}
