/** What people allowed: consents, each for one merchant and one purpose. */
export { type Consent, isConsentRunning } from './consent.ts';
export {
  type ConsentQuestion,
  consentFromRow,
  findConsents,
  findRunningConsents,
  insertConsents,
  revokeConsents,
} from './queries.ts';
