/** What a stage is to its promisor: something of their own to do, or something that the shop owes them. */
import { findObligation, type ObligationTerms, type OfferTerms, termOf } from '../../rooms/offer/index.ts';
import { findCurrent, type Obligation, type Pledge } from '../../rooms/pledge/index.ts';

export const DEEDS = [
  'return_item',
  /** Send it back, or keep it and pay. */
  'try',
  'attend',
  'pay',
  /** A payment that is held apart: without it nothing begins. */
  'hold',
  'reach',
  'confirm',
  'deliver',
  'refund',
  'shop_attend',
  'shop_confirm',
] as const;
export type Deed = (typeof DEEDS)[number];

const OF_THE_SHOP: readonly Deed[] = ['deliver', 'refund', 'shop_attend', 'shop_confirm'];

/** Whether the shop is the one who owes it. */
export function isOfTheShop(deed: Deed): boolean {
  return OF_THE_SHOP.includes(deed);
}

export function deedOfTerm(term: ObligationTerms): Deed {
  switch (term.type) {
    case 'return_item':
      return term.orPay === true ? 'try' : 'return_item';
    case 'attend':
      return term.owedBy === 'promisor' ? 'attend' : 'shop_attend';
    case 'pay':
      return 'into' in term && term.into !== 'shop' ? 'hold' : 'pay';
    case 'reach_count':
    case 'reach_amount':
    case 'reach_hours':
      return 'reach';
    case 'deliver':
    case 'refund':
      return term.type;
    case 'confirm':
      return term.owedBy === 'promisor' ? 'confirm' : 'shop_confirm';
  }
}

/** What an offer is about: being there, where that is part of it; otherwise its first stage. */
export function deedOf(terms: OfferTerms): Deed {
  const first = findObligation(terms, 'attend') ?? findObligation(terms, 'return_item') ?? terms.obligations[0];
  return first === undefined ? 'return_item' : deedOfTerm(first);
}

/** The deed of one stage of a pledge, by its place. */
export function deedOfStage(terms: OfferTerms, seq: number): Deed {
  return deedOfTerm(termOf(terms, seq).term);
}

type Staged = Pick<Obligation, 'seq' | 'state'>;

/** The stage that runs; once it is over, the last that was decided. */
export function stageInView<S extends Staged>(obligations: readonly S[]): S | null {
  const open = obligations.find((owed) => owed.state === 'open');
  if (open !== undefined) return open;
  const decided = obligations.filter(({ state }) => state === 'met' || state === 'met_late' || state === 'missed');
  return decided.at(-1) ?? obligations[0] ?? null;
}

export function deedOfPledge(pledge: Pick<Pledge, 'obligations'>, terms: OfferTerms): Deed {
  const stage = findCurrent(pledge) ?? stageInView(pledge.obligations);
  return stage === null ? deedOf(terms) : deedOfStage(terms, stage.seq);
}
