/** The door of the room: what an offer is, whether it holds together, when it falls due and what it can cost. */
export { checkOffer, offerContentHash, type Contradiction, type OfferRefused } from './offer.ts';
export { clawbackMinor, type ClawbackCase, type ClawbackRule, type ClawbackShare } from './clawback.ts';
export {
  buyOutMinor,
  lateCancelFeeMinor,
  lateFeeMinor,
  lossMinor,
  mostItCanCost,
  noShowFeeMinor,
  priceMinor,
  takenBackMinor,
  usageMinor,
  type MostItCanCost,
} from './cost.ts';
export { OWN_KINDS } from './kinds/index.ts';
export { type FormField, type Kind, type Kinds, KindSchema } from './kinds/kind.ts';
export { withKind } from './kinds/with-kind.ts';
export { findLocalDay } from './local-times.ts';
export {
  earlyPayoffMinor,
  INSTALMENT_PARTS_MAX,
  instalmentDueTimes,
  instalmentParts,
  type InstalmentSchedule,
} from './instalment-parts.ts';
export {
  bornObligations,
  minutesBegun,
  payDueAt,
  type BornObligation,
  type OrderTimes,
} from './obligations.ts';
export { promiseSentence } from './promise-sentence.ts';
export { localTimeText, spanOfMinutes } from './sentence-times.ts';
export { type OrderedLine, totalOfLines } from './order-lines.ts';
export { type DebitTimes, debitTimes } from './debits.ts';
export { billedDates, stageDates, type StageDates, termOf } from './stages.ts';
export { textsOf } from './public-resources.ts';
export { purposeOf } from './purpose-of.ts';
export { READY_MADE_OFFERS, type ReadyMadeOffer } from './ready-made/index.ts';
export {
  reconcileLines,
  totalsOf,
  withoutUndone,
  type ComparedField,
  type DifferingLine,
  type Reconciliation,
  type RepeatedReceipt,
  type SettlementLine,
  type SettlementTotals,
} from './reconcile-lines.ts';
export { readSettlementCsv, type SettlementCsvLine } from './settlement-csv.ts';
export {
  MEMBERSHIP_ENDS,
  type Membership,
  type MembershipEnd,
  type MemberSums,
  membersReport,
  type Period,
} from './members.ts';
export {
  INSTALMENT_REFUSALS,
  KIND_REFUSALS,
  type KindRefusal,
  OFFER_REFUSALS,
  ORDER_REFUSALS,
  type InstalmentRefusal,
  type OfferRefusal,
  type OrderRefusal,
} from './refusals.ts';
export {
  CONTEXTS,
  OfferTerms,
  depositMinor,
  findObligation,
  isMetered,
  ladderTopMinor,
  meteredPay,
  type MoneyGrant,
  moneyGrant,
  type AdmissionRow,
  type BothTexts,
  type Consequences,
  type Context,
  type Locale,
  type ObligationTerms,
  type ObligationType,
  type PayAmountTerms,
  type Programme,
} from './terms.ts';
