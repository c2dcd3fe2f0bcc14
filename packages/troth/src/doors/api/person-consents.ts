/** Whom a person has allowed what, and who asked. Nothing here writes. */
import { type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import { isConsentRunning } from '../../rooms/consent/index.ts';
import type { BothTexts } from '../../rooms/offer/index.ts';
import type { Pledge } from '../../rooms/pledge/index.ts';
import type { ApiContext, Promisor } from './context.ts';
import type { FactDetail, Slice } from './person-file.ts';

export interface ConsentOnFile {
  readonly consentId: Id<'cns'>;
  readonly merchantId: Id<'pty'>;
  readonly merchantName: BothTexts;
  readonly purpose: string;
  readonly fields: readonly string[];
  readonly textVersion: string;
  readonly grantedAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | null;
}

/** Newest first, running or not. */
export async function listConsents(
  context: ApiContext,
  person: Promisor,
  slice: Slice<Id<'cns'>>,
): Promise<ConsentOnFile[]> {
  return context.installation.cold.within({ worldId: person.worldId }, async (client) => {
    const { rows } = await client.query<{
      consent_id: string;
      merchant_id: string;
      name: BothTexts;
      purpose: string;
      fields: string[];
      text_version: string;
      granted_at: Instant;
      expires_at: Instant;
      revoked_at: Instant | null;
    }>(
      `select c.consent_id::text, c.merchant_id::text, m.name, c.purpose, c.fields, c.text_version, c.granted_at, c.expires_at, c.revoked_at
       from consents c join merchants m on m.merchant_id = c.merchant_id
       where c.party_id = $1 and ($2::uuid is null or c.consent_id < $2) order by c.consent_id desc limit $3`,
      [uuidOf(person.partyId), slice.before === null ? null : uuidOf(slice.before), slice.limit],
    );
    return rows.map((row) => ({
      consentId: idFromUuid('cns', row.consent_id),
      merchantId: idFromUuid('pty', row.merchant_id),
      merchantName: row.name,
      purpose: row.purpose,
      fields: row.fields,
      textVersion: row.text_version,
      grantedAt: row.granted_at,
      expiresAt: row.expires_at,
      revokedAt: row.revoked_at,
    }));
  });
}

/** The consent that lets this merchant ask for this purpose now; null when there is none. */
export async function findRunningConsent(
  context: ApiContext,
  person: Promisor,
  merchantId: Id<'pty'>,
  purpose: string,
): Promise<ConsentOnFile | null> {
  const now = context.installation.worlds.now(person.worldId);
  const consents = await listConsents(context, person, { before: null, limit: 500 });
  return (
    consents.find((one) => one.merchantId === merchantId && one.purpose === purpose && isConsentRunning(one, now)) ??
    null
  );
}

/** Somebody looked, and what they were told. */
export interface Look {
  readonly lookId: string;
  readonly who: BothTexts;
  readonly at: Instant;
  readonly purpose: string;
  /** What they learnt of the answer; null when it was not a question of admission. */
  readonly answer: {
    readonly outcome: Pledge['outcome'];
    readonly grantedMinor: number;
    readonly currency: Pledge['currency'];
  } | null;
  readonly basis: string;
}

const OPERATOR: BothTexts = { zh: '运营方', en: 'The operator' };

/**
 * Who looked, newest first. A shop looks by ordering: its fact `offered` is the record of the look and of the answer it got, so that
 * the quick path writes no second row. Any other look is a row of its own. What the person reads themselves is not a look.
 */
export async function listLooks(context: ApiContext, person: Promisor, limit: number): Promise<Look[]> {
  return context.installation.cold.within({ worldId: person.worldId }, async (client) => {
    const { rows } = await client.query<{
      look_id: string;
      name: BothTexts | null;
      at: Instant;
      purpose: string;
      basis: string;
      detail: string | null;
    }>(
      `select * from (
         select f.fact_id::text as look_id, m.name, f.recorded_at as at, c.purpose, 'consent' as basis, f.detail
         from pledges p cross join lateral (select * from facts where pledge_id = p.pledge_id and party_id = $1 and kind = 'offered' and reporter = 'merchant') f
         join merchants m on m.merchant_id = p.merchant_id join consents c on c.party_id = p.party_id and c.consent_id = p.basis_id
         where p.party_id = $1
         union all
         select l.look_id::text, m.name, l.looked_at, l.purpose, l.basis, null from file_looks l left join merchants m on m.merchant_id = l.looker_id where l.party_id = $1
       ) looks order by at desc, look_id desc limit $2`,
      [uuidOf(person.partyId), limit],
    );
    return rows.map((row) => ({
      lookId: row.look_id.replaceAll('-', ''),
      who: row.name ?? OPERATOR,
      at: row.at,
      purpose: row.purpose,
      answer: row.detail === null ? null : answerOf(JSON.parse(row.detail) as FactDetail),
      basis: row.basis,
    }));
  });
}

function answerOf(detail: FactDetail): Look['answer'] {
  if (detail.born === undefined) return null;
  const { outcome, grantedMinor, currency } = detail.born;
  return { outcome, grantedMinor, currency };
}
