/** What a person brings to a pledge of their own on a page: their words beside an answer, or a file. Sealed with their own key. */
import { insertEvidence } from '../../journeys/evidence-row.ts';
import { type Id, idFromUuid, type Outcome, ok, refuse, sha256Hex, uuidOf } from '../../kernel/index.ts';
import { type ApiContext, nowOf, type Promisor, requestKeyOf } from './context.ts';
import { checkEvidence } from './evidence-limits.ts';
import { ownWordOf, type PartyKind } from '../../rooms/party/index.ts';
import type { ProblemCode } from './problems.ts';

interface Brought {
  readonly mediaType: string;
  readonly content: Buffer;
}

/** Keeps a file beside the pledge, once for the key of its form, however often that is sent. */
export async function bringEvidence(
  context: ApiContext,
  person: Promisor,
  pledgeId: Id<'plg'>,
  file: Brought,
  key: string,
): Promise<Outcome<Id<'evd'>, ProblemCode>> {
  const checked = checkEvidence(file.mediaType, file.content.length);
  if (!checked.ok) return checked;
  const { keyHash } = requestKeyOf(person.partyId, `evidence ${pledgeId}`, key, null);
  const kept = await keep(context, person, pledgeId, file, `file ${person.partyId} ${keyHash}`);
  return kept === null ? refuse('pledge_unknown') : ok(kept);
}

/**
 * Keeps the note beside the pledge. Its id comes from the key of the request, so that the same request keeps it once, also when it is
 * repeated because the first answer was lost.
 */
export async function keepNote(
  context: ApiContext,
  person: Promisor,
  pledgeId: Id<'plg'>,
  note: string,
  keyHash: string,
): Promise<Id<'evd'> | null> {
  const words = { mediaType: 'text/plain', content: Buffer.from(note, 'utf8') };
  return keep(context, person, pledgeId, words, `note ${person.partyId} ${keyHash}`);
}

/** The piece; null when the person has no such pledge, or no key any more. */
async function keep(
  context: ApiContext,
  { worldId, partyId }: Promisor,
  pledgeId: Id<'plg'>,
  { mediaType, content }: Brought,
  idFrom: string,
): Promise<Id<'evd'> | null> {
  const { cold, vault } = context.installation;
  const found = await cold.within({ worldId }, (client) =>
    client.query<{ merchant_id: string; kind: PartyKind; wrapped_key: Buffer | null }>(
      `select p.merchant_id::text, q.kind, q.wrapped_key from pledges p join parties q on q.party_id = p.party_id
       where p.pledge_id = $1 and p.party_id = $2`,
      [uuidOf(pledgeId), uuidOf(partyId)],
    ),
  );
  const pledge = found.rows[0];
  if (pledge === undefined || pledge.wrapped_key === null) return null;
  const key = vault.unwrap(worldId, partyId, pledge.wrapped_key);
  const now = nowOf(context, worldId);
  const evidenceId = idFromUuid('evd', sha256Hex(idFrom).slice(0, 32));
  const merchantId = idFromUuid('pty', pledge.merchant_id);
  const said = { mediaType, suppliedBy: ownWordOf(pledge.kind), effectiveAt: now, recordedAt: now };
  const row = { ...said, evidenceId, partyId, merchantId, pledgeId };
  const scope = { worldId, merchantIds: [pledge.merchant_id] };
  await cold.within(scope, (client) => insertEvidence(client, vault, worldId, key, row, content));
  return evidenceId;
}
