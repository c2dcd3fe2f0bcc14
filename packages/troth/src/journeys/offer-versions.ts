/** A published version of an offer as journeys use it: terms, compiled policy, and how much of its loss budget is left. */
import type { Id } from '../kernel/index.ts';
import type { CompiledPolicy } from '../rooms/admission/index.ts';
import type { OfferTerms } from '../rooms/offer/index.ts';

export interface OfferVersion {
  readonly versionId: Id<'ofv'>;
  readonly offerId: Id<'ofr'>;
  readonly merchantId: Id<'pty'>;
  readonly terms: OfferTerms;
  readonly policy: CompiledPolicy;
  /** The most a pledge under this version can ever cost; the same for every order. */
  readonly ceilingMinor: number;
  /** The purpose a person consents to. */
  readonly purpose: string;
  /** By the roll-up, at most a second old. */
  budgetLeftMinor(): number;
}

/** Versions never change, so that once read they are kept. */
export interface OfferVersions {
  /** Those already read; throws for one that was not loaded. */
  get(versionId: Id<'ofv'>): OfferVersion;
  /** Reads those that are not known yet. */
  load(worldId: number, versionIds: readonly Id<'ofv'>[]): Promise<void>;
}
