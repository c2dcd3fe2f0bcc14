/**
 * A person asks to be erased. The key goes, and with it everything that was sealed under it: name, contact, reasons, evidence, and the
 * openings of their leaves. The numbers that shops' books need stay under an id that leads to nobody; the file is emptied.
 * What still runs or is still owed comes first: erasing is not a way out of a promise.
 */
import type pg from 'pg';
import { type Id, type Instant, isoFromInstant, type Outcome, ok, refuse, uuidOf } from '../kernel/index.ts';

export type EraseRefusal = 'promisor_erased' | 'pledges_still_open' | 'charges_still_unpaid';

interface PartyRow {
  state: string;
  open_count: number;
  exposure: Readonly<Record<string, { readonly unpaid: number }>>;
}

/** Erases in the caller's transaction. Times of sessions and links are wall time, the end of disputes is the world's. */
export async function eraseParty(
  client: pg.ClientBase,
  partyId: Id<'pty'>,
  { wallNow, worldNow }: { readonly wallNow: Instant; readonly worldNow: Instant },
): Promise<Outcome<null, EraseRefusal>> {
  const uuid = uuidOf(partyId);
  const { rows } = await client.query<PartyRow>(
    'select state, open_count, exposure from parties where party_id = $1 for no key update',
    [uuid],
  );
  const party = rows[0];
  if (party === undefined || party.state === 'erased') return refuse('promisor_erased');
  if (party.open_count > 0) return refuse('pledges_still_open');
  if (Object.values(party.exposure).some(({ unpaid }) => unpaid > 0)) return refuse('charges_still_unpaid');
  // Rows of pledges and evidence belong to the shops that they were made with.
  await client.query(
    `select set_config('troth.merchants', (select coalesce(array_agg(distinct merchant_id), '{}')::text from pledges where party_id = $1), true)`,
    [uuid],
  );
  const at = isoFromInstant(wallNow);
  await client.query(`update parties set state = 'erased', wrapped_key = null where party_id = $1`, [uuid]);
  await client.query(
    'update persons set name_sealed = null, contact_sealed = null, contact_index = null where party_id = $1',
    [uuid],
  );
  await client.query('update pledges set reasons_sealed = null where party_id = $1 and reasons_sealed is not null', [
    uuid,
  ]);
  await client.query('update evidence set content_sealed = null where party_id = $1 and content_sealed is not null', [
    uuid,
  ]);
  // What was contested is about nobody any more: disputes end with the file, and nothing of them is counted.
  await client.query(
    `update disputes set state = 'lapsed', next_due_at = null, ended_at = $2 where party_id = $1 and ended_at is null`,
    [uuid, isoFromInstant(worldNow)],
  );
  await client.query(`update folds set buckets = '[]' where party_id = $1`, [uuid]);
  await client.query('update sessions set revoked_at = coalesce(revoked_at, $2) where party_id = $1', [uuid, at]);
  await client.query('update sign_in_links set used_at = coalesce(used_at, $2) where party_id = $1', [uuid, at]);
  return ok(null);
}
