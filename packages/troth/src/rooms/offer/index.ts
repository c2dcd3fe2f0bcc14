/** The door of the room: what an offer is, whether it holds together, when it falls due and what it can cost. */
export { checkOffer, offerContentHash, type Contradiction, type OfferRefused } from './offer.ts';
export { clawbackMinor, type ClawbackCase, type ClawbackRule, type ClawbackShare } from './clawback.ts';
export {
  lateCancelFeeMinor,
  lateFeeMinor,
  lossMinor,
  mostItCanCost,
  noShowFeeMinor,
  usageMinor,
  type MostItCanCost,
} from './cost.ts';
export {
  earlyPayoffMinor,
  INSTALMENT_PARTS_MAX,
  instalmentDueTimes,
  instalmentParts,
  type InstalmentSchedule,
} from './instalment-parts.ts';
export {
  bornObligations,
  findLocalDay,
  minutesBegun,
  payDueAt,
  type BornObligation,
  type OrderTimes,
} from './obligations.ts';
export { localTimeText, promiseSentence, spanOfMinutes } from './promise-sentence.ts';
export { textsOf } from './public-resources.ts';
export { READY_MADE_OFFERS, type ReadyMadeOffer } from './ready-made/index.ts';
export {
  reconcileLines,
  totalsOf,
  type ComparedField,
  type DifferingLine,
  type Reconciliation,
  type RepeatedReceipt,
  type SettlementLine,
  type SettlementTotals,
} from './reconcile-lines.ts';
export {
  INSTALMENT_REFUSALS,
  OFFER_REFUSALS,
  ORDER_REFUSALS,
  type InstalmentRefusal,
  type OfferRefusal,
  type OrderRefusal,
} from './refusals.ts';
export {
  CONTEXTS,
  OFFER_KINDS,
  OfferTerms,
  depositMinor,
  findObligation,
  ladderTopMinor,
  type AdmissionRow,
  type BothTexts,
  type Consequences,
  type Context,
  type Locale,
  type ObligationTerms,
  type ObligationType,
  type OfferKind,
} from './terms.ts';
