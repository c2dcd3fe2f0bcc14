/** The rulebook: norms, purposes, what may not enter, what people agree to, and what the law makes countable. */
export {
  CONSENT_TEXTS,
  currentConsentText,
  findConsentText,
  type ConsentField,
  type ConsentText,
} from './consent-texts.ts';
export { hasLeft, leavesAt, leftBy, NEGATIVE_FACT_NORM, NEGATIVE_FACT_YEARS } from './five-years.ts';
export { ADULT_AGE_YEARS, checkAgeYears } from './minors.ts';
export {
  depositRefundDue,
  MOBILITY_DEPOSIT_NORM,
  MOBILITY_TERMS,
  prepaidRoomMinor,
  type MobilityTerms,
  type MobilityVertical,
  type PrepaidHolder,
} from './mobility-deposits.ts';
export { getNorm, isNormId, NORMS, type BothLanguages, type Norm, type NormId } from './norms.ts';
export {
  NO_REASON_DAYS_MIN,
  noReasonOf,
  noReasonUntil,
  PREPAID_NORM,
  prepaidCeiling,
  type NoReason,
  type PrepaidCase,
  type PrepaidCeiling,
  type WorkingStep,
} from './prepaid-ceiling.ts';
export {
  checkFieldNames,
  checkFreeText,
  findFields,
  scanFreeText,
  type FieldFinding,
  type TextFinding,
} from './prohibited-data.ts';
export type { DataCategory, DataVerdict } from './prohibited-terms.ts';
export { checkPurpose, isPurpose, PURPOSE_TEXTS, REFUSED_PURPOSES, type Purpose } from './purposes.ts';
export type {
  AgeRefusalReason,
  CitedRefusal,
  FieldRefusalReason,
  PrepaidRefusalReason,
  PurposeRefusalReason,
  RulebookRefusalReason,
  TextRuleRefusalReason,
} from './refusals.ts';
