/** What a person says in their own words beside an answer: evidence of type text/plain, sealed with their own key. */
import { type Id, idFromUuid, sha256Hex, uuidOf } from '../../kernel/index.ts';
import { type ApiContext, nowOf, type PersonPrincipal } from './context.ts';
import { insertEvidence } from '../../journeys/evidence-row.ts';

/**
 * Keeps the note beside the pledge. Its id comes from the key of the request, so that the same request keeps it once, also when it is
 * repeated because the first answer was lost.
 */
export async function keepNote(
  context: ApiContext,
  person: PersonPrincipal,
  pledgeId: Id<'plg'>,
  note: string,
  keyHash: string,
): Promise<void> {
  const { installation } = context;
  const { worldId, partyId } = person;
  const found = await installation.cold.within({ worldId }, (client) =>
    client.query<{ merchant_id: string; wrapped_key: Buffer | null }>(
      `select p.merchant_id::text, q.wrapped_key from pledges p join parties q on q.party_id = p.party_id
       where p.pledge_id = $1 and p.party_id = $2`,
      [uuidOf(pledgeId), uuidOf(partyId)],
    ),
  );
  const pledge = found.rows[0];
  if (pledge === undefined || pledge.wrapped_key === null) return;
  const key = installation.vault.unwrap(worldId, partyId, pledge.wrapped_key);
  const now = nowOf(context, worldId);
  const evidenceId = idFromUuid('evd', sha256Hex(`note ${partyId} ${keyHash}`).slice(0, 32));
  const merchantId = idFromUuid('pty', pledge.merchant_id);
  const said = { mediaType: 'text/plain', suppliedBy: 'person', effectiveAt: now, recordedAt: now } as const;
  const row = { ...said, evidenceId, partyId, merchantId, pledgeId };
  const scope = { worldId, merchantIds: [pledge.merchant_id] };
  await installation.cold.within(scope, (client) =>
    insertEvidence(client, installation.vault, worldId, key, row, Buffer.from(note, 'utf8')),
  );
}
