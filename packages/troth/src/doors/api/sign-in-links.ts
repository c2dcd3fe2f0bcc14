/**
 * How a person proves to be one: a one-time link, sent to an address they gave. The token is kept as a hash, lives fifteen minutes of
 * wall time and opens one session. Whoever asks for a link learns nothing: the answer is given before anybody is looked up.
 */
import { type Id, idFromUuid, isoFromInstant, MINUTE_US, sha256, uuidOf } from '../../kernel/index.ts';
import { openSession } from '../../journeys/enrol.ts';
import { sameSecret } from '../../platform/keys/index.ts';
import { normalContact } from '../../rooms/party/index.ts';
import type { ApiContext, PersonPrincipal } from './context.ts';

export const LINK_MINUTES = 15;
/** Nobody's mailbox is filled by strangers. */
const LINKS_ALIVE_MAX = 5;
const SECRET_BYTES = 16;
const TOKEN = /^(\d{1,8})_([0-9a-f]{32})_([A-Za-z0-9_-]{22})$/;

export interface LinkMessage {
  readonly contact: string;
  /** On this server; whoever sends it knows under which address the server is reached. */
  readonly path: string;
  readonly locale: 'zh' | 'en';
  readonly validMinutes: number;
}

/** Carries a link to a person: to the terminal in a sandbox, to the operator's gateway in a live world. */
export type SendLink = (message: LinkMessage) => Promise<void>;

/** What signing in needs beside the rest; `null`: this installation cannot send links. */
export interface SignInContext extends ApiContext {
  readonly sendLink: SendLink | null;
}

/** Makes and sends a link if somebody is known by this contact. To be called after the answer has been given. */
export async function deliverLink(
  context: SignInContext,
  worldId: number,
  contact: string,
): Promise<'sent' | 'nobody' | 'enough'> {
  const { installation, sendLink } = context;
  if (sendLink === null) return 'nobody';
  const to = normalContact(contact);
  const now = installation.clock.now();
  const linkId = installation.tools.ids.next('lnk', now);
  const secret = Buffer.from(installation.chance(SECRET_BYTES)).toString('base64url');
  const made = await installation.cold.within({ worldId }, async (client) => {
    const { rows } = await client.query<{ party_id: string; locale: 'zh' | 'en' }>(
      `select p.party_id::text, p.locale from persons p join parties q on q.party_id = p.party_id where p.world_id = $1 and p.contact_index = $2 and q.state <> 'erased'`,
      [worldId, installation.vault.blindIndex(worldId, to)],
    );
    const person = rows[0];
    if (person === undefined) return 'nobody';
    const alive = await client.query<{ count: number }>(
      'select count(*) as count from sign_in_links where party_id = $1 and expires_at > $2',
      [person.party_id, isoFromInstant(now)],
    );
    if ((alive.rows[0]?.count ?? 0) >= LINKS_ALIVE_MAX) return 'enough';
    await client.query(
      'insert into sign_in_links (link_id, world_id, party_id, token_hash, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)',
      [
        uuidOf(linkId),
        worldId,
        person.party_id,
        sha256(secret),
        isoFromInstant(now),
        isoFromInstant(now + BigInt(LINK_MINUTES) * MINUTE_US),
      ],
    );
    return person;
  });
  if (typeof made === 'string') return made;
  await sendLink({
    contact: to,
    path: `/s/${worldId}_${uuidOf(linkId)}_${secret}`,
    locale: made.locale,
    validMinutes: LINK_MINUTES,
  });
  return 'sent';
}

export interface LinkHolder {
  readonly worldId: number;
  readonly partyId: Id<'pty'>;
  readonly linkId: Id<'lnk'>;
}

/** Whom an unused link is for; null when it is malformed, unknown, used or expired: the same null for all. */
export async function findLink(context: ApiContext, token: string): Promise<LinkHolder | null> {
  const { installation } = context;
  const parsed = TOKEN.exec(token);
  const worldId = Number(parsed?.[1] ?? 0);
  if (parsed === null || installation.worlds.find(worldId) === null) return null;
  const { rows } = await installation.cold.within({ worldId }, (client) =>
    client.query<{ party_id: string; token_hash: Buffer }>(
      'select party_id::text, token_hash from sign_in_links where link_id = $1 and used_at is null and expires_at > $2',
      [parsed[2], isoFromInstant(installation.clock.now())],
    ),
  );
  const row = rows[0];
  if (row === undefined || !sameSecret(sha256(parsed[3] as string), row.token_hash)) return null;
  return { worldId, partyId: idFromUuid('pty', row.party_id), linkId: idFromUuid('lnk', parsed[2] as string) };
}

/** Uses the link up and opens a session, both or neither; null when somebody was quicker. */
export async function useLink(context: ApiContext, holder: LinkHolder): Promise<string | null> {
  const { installation } = context;
  const now = installation.clock.now();
  return installation.cold.within({ worldId: holder.worldId }, async (client) => {
    const used = await client.query(
      'update sign_in_links set used_at = $2 where link_id = $1 and used_at is null and expires_at > $2',
      [uuidOf(holder.linkId), isoFromInstant(now)],
    );
    if (used.rowCount !== 1) return null;
    return openSession(client, installation.tools, installation.chance, holder.worldId, holder.partyId, now);
  });
}

/** Opens a session without proof: in a test world only, where everybody may be anybody. Null when the person is not of this world. */
export async function signInAtOnce(context: ApiContext, worldId: number, partyId: Id<'pty'>): Promise<string | null> {
  const { installation } = context;
  if (installation.worlds.find(worldId)?.mode !== 'test') return null;
  return installation.cold.within({ worldId }, async (client) => {
    const { rowCount } = await client.query(
      `select 1 from persons p join parties q on q.party_id = p.party_id where p.party_id = $1 and q.state <> 'erased'`,
      [uuidOf(partyId)],
    );
    if (rowCount === 0) return null;
    return openSession(client, installation.tools, installation.chance, worldId, partyId, installation.clock.now());
  });
}

/** Ends the session, here at once and elsewhere within a second. */
export async function signOut(context: ApiContext, person: PersonPrincipal): Promise<void> {
  const { installation } = context;
  await installation.cold.within({ worldId: person.worldId }, (client) =>
    client.query('update sessions set revoked_at = coalesce(revoked_at, $2) where session_id = $1', [
      uuidOf(person.sessionId),
      isoFromInstant(installation.clock.now()),
    ]),
  );
  installation.principals.forget();
}
