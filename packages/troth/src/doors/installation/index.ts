/** One running installation, and what runs beside its requests. */
export { advanceClock } from './advance-clock.ts';
export { type Background, startBackground } from './background.ts';
export { leafCountOf } from './follow-facts.ts';
export { readKindsFolder } from './kinds-folder.ts';
export {
  HOT_CONNECTION_COUNT,
  type Installation,
  type InstallationOptions,
  openInstallation,
} from './installation.ts';
export type { CurrentOffer, OfferCatalog } from './offer-catalog.ts';
export type { Principal, Scope } from './principals.ts';
export type { ClockRefusal, WorldInfo } from './worlds.ts';
