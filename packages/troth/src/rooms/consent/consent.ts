/** Consent is an object: who allows what to whom, for which purpose, until when, by which text. */
import type { Id, Instant } from '../../kernel/index.ts';

export interface Consent {
  readonly consentId: Id<'cns'>;
  readonly partyId: Id<'pty'>;
  readonly merchantId: Id<'pty'>;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly textVersion: string;
  readonly grantedAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
}

/** Whether a consent allows a new admission at `now`: from the instant it is given, up to but not including its expiry. */
export function isConsentRunning(
  consent: Pick<Consent, 'grantedAt' | 'expiresAt' | 'revokedAt'>,
  now: Instant,
): boolean {
  return consent.grantedAt <= now && now < consent.expiresAt && (consent.revokedAt === null || now < consent.revokedAt);
}
