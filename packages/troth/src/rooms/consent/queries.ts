/** SQL of consents on the write path. */
import { type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import type { Call, Row, Statement } from '../../platform/db/index.ts';
import type { Consent } from './consent.ts';

const FIND_RUNNING_CONSENTS: Statement = {
  name: 'find_running_consents',
  text: `select c.party_id::text, c.merchant_id::text, c.purpose, c.consent_id::text
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[]) u(party_id, merchant_id, purpose, now)
    cross join lateral (select * from consents where party_id = u.party_id and merchant_id = u.merchant_id and purpose = u.purpose
      and expires_at > u.now and granted_at <= u.now and revoked_at is null limit 1) c`,
  types: ['uuid[]', 'uuid[]', 'text[]', 'timestamptz[]'],
};

const INSERT_CONSENTS: Statement = {
  name: 'insert_consents',
  text: `insert into consents (world_id, party_id, consent_id, merchant_id, purpose, fields, text_version, granted_at, expires_at)
    select $1::int4, u.party_id, u.consent_id, u.merchant_id, u.purpose, string_to_array(u.fields, ','), u.text_version, u.granted_at, u.expires_at
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[])
      u(party_id, consent_id, merchant_id, purpose, fields, text_version, granted_at, expires_at)`,
  types: ['int4', 'uuid[]', 'uuid[]', 'uuid[]', 'text[]', 'text[]', 'text[]', 'timestamptz[]', 'timestamptz[]'],
};

const REVOKE_CONSENTS: Statement = {
  name: 'revoke_consents',
  text: `update consents c set revoked_at = u.revoked_at from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) u(party_id, consent_id, revoked_at)
    where c.party_id = u.party_id and c.consent_id = u.consent_id and c.revoked_at is null returning c.party_id::text, c.consent_id::text, c.merchant_id::text`,
  types: ['uuid[]', 'uuid[]', 'timestamptz[]'],
};

const FIND_CONSENTS: Statement = {
  name: 'find_consents',
  text: `select c.party_id::text, c.merchant_id::text, c.purpose, c.consent_id::text, (c.revoked_at is not null)::text
    from unnest($1::uuid[], $2::uuid[]) u(party_id, consent_id)
    cross join lateral (select * from consents where party_id = u.party_id and consent_id = u.consent_id limit 1) c`,
  types: ['uuid[]', 'uuid[]'],
};

/** Who asks for which consent, and when. */
export interface ConsentQuestion {
  readonly partyId: Id<'pty'>;
  readonly merchantId: Id<'pty'>;
  readonly purpose: string;
  readonly now: Instant;
}

export function findRunningConsents(questions: readonly ConsentQuestion[]): Call {
  return [
    FIND_RUNNING_CONSENTS,
    questions.map((q) => uuidOf(q.partyId)),
    questions.map((q) => uuidOf(q.merchantId)),
    questions.map((q) => q.purpose),
    questions.map((q) => q.now),
  ];
}

export function findConsents(keys: readonly { partyId: Id<'pty'>; consentId: Id<'cns'> }[]): Call {
  return [FIND_CONSENTS, keys.map((key) => uuidOf(key.partyId)), keys.map((key) => uuidOf(key.consentId))];
}

/** `[party, merchant, purpose, consent]` of a row of either find statement. */
export function consentFromRow(row: Row): {
  partyId: Id<'pty'>;
  merchantId: Id<'pty'>;
  purpose: string;
  consentId: Id<'cns'>;
} {
  return {
    partyId: idFromUuid('pty', row[0] as string),
    merchantId: idFromUuid('pty', row[1] as string),
    purpose: row[2] as string,
    consentId: idFromUuid('cns', row[3] as string),
  };
}

export function insertConsents(worldId: number, consents: readonly Consent[]): Call {
  return [
    INSERT_CONSENTS,
    worldId,
    consents.map((c) => uuidOf(c.partyId)),
    consents.map((c) => uuidOf(c.consentId)),
    consents.map((c) => uuidOf(c.merchantId)),
    consents.map((c) => c.purpose),
    consents.map((c) => c.fields.join(',')),
    consents.map((c) => c.textVersion),
    consents.map((c) => c.grantedAt),
    consents.map((c) => c.expiresAt),
  ];
}

export function revokeConsents(
  consents: readonly { partyId: Id<'pty'>; consentId: Id<'cns'>; revokedAt: Instant }[],
): Call {
  return [
    REVOKE_CONSENTS,
    consents.map((c) => uuidOf(c.partyId)),
    consents.map((c) => uuidOf(c.consentId)),
    consents.map((c) => c.revokedAt),
  ];
}
