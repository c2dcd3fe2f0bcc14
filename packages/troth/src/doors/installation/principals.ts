/**
 * Who is speaking. A merchant or operator shows an API key, a person a session of their own. Secrets are kept as hashes; a key or
 * session that was just looked up is believed for at most a second, so that a revocation takes effect within one.
 */
import { type Clock, type Id, idFromUuid, SECOND_US, sha256 } from '../../kernel/index.ts';
import {
  asUnavailable,
  beginInWorld,
  type HotConnection,
  readInstant,
  ROLLBACK,
  type Row,
  type Statement,
} from '../../platform/db/index.ts';
import { sameSecret } from '../../platform/keys/index.ts';

export type Scope =
  | 'pledges:write'
  | 'pledges:read'
  | 'promises:write'
  | 'promises:read'
  | 'offers:write'
  | 'webhooks:write'
  | 'clock:write'
  | 'imports:write'
  | 'keys:write'
  | 'operator';

export type Principal =
  | {
      readonly kind: 'merchant';
      readonly worldId: number;
      readonly merchantId: Id<'pty'>;
      readonly keyId: Id<'key'>;
      readonly scopes: readonly Scope[];
    }
  | {
      readonly kind: 'operator';
      readonly worldId: number;
      readonly keyId: Id<'key'>;
      readonly scopes: readonly Scope[];
    }
  | { readonly kind: 'person'; readonly worldId: number; readonly partyId: Id<'pty'>; readonly sessionId: Id<'ses'> };

const KEY = /^trk_(live|test)_([1-9]\d{0,8})_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;
const SESSION = /^trs_([1-9]\d{0,8})_([0-9a-f]{32})_([A-Za-z0-9_-]{43})$/;
const BELIEVED_US = SECOND_US;
/** A token in use is asked for again before it is believed too long, beside its requests, so that they need not wait for it. */
const AGING_US = BELIEVED_US / 2n;
const CACHE_MAX = 50_000;

const FIND_KEYS: Statement = {
  name: 'find_keys',
  text: `select k.key_id::text, k.secret_hash::text, k.principal, k.merchant_id::text, array_to_string(k.scopes, ','), k.expires_at, m.state
    from unnest($1::uuid[]) u(key_id) cross join lateral (select * from api_keys where key_id = u.key_id and revoked_at is null limit 1) k
    left join lateral (select state from merchants where merchant_id = k.merchant_id limit 1) m on true`,
  types: ['uuid[]'],
};
const FIND_SESSIONS: Statement = {
  name: 'find_sessions',
  text: `select s.session_id::text, s.token_hash::text, s.party_id::text, s.expires_at
    from unnest($1::uuid[]) u(session_id) cross join lateral (select * from sessions where session_id = u.session_id and revoked_at is null limit 1) s`,
  types: ['uuid[]'],
};

interface Asked {
  readonly token: string;
  readonly kind: 'key' | 'session';
  readonly worldId: number;
  readonly id: string;
  readonly secret: string;
  readonly resolve: (principal: Principal | null) => void;
  readonly reject: (error: unknown) => void;
}

export interface Principals {
  /** The principal of a bearer token, or null for one that is malformed, unknown, revoked or expired: the same null for all. */
  find(token: string): Promise<Principal | null> | Principal | null;
  /** Forgets what is believed about a key or session at once. */
  forget(): void;
  close(): Promise<void>;
}

type Believed = Map<string, { readonly principal: Principal; readonly until: bigint; isAskedFor: boolean }>;

/** From the moment of the question, not of the answer. */
function believe(believed: Believed, token: string, principal: Principal, askedAt: bigint): void {
  if (believed.size >= CACHE_MAX) believed.clear();
  believed.set(token, { principal, until: askedAt + BELIEVED_US, isAskedFor: false });
}

/** Questions of one turn of the event loop are asked together, in one round trip per world. */
export function openPrincipals(
  open: () => Promise<HotConnection>,
  clock: Clock,
  modeOf: (worldId: number) => 'live' | 'test' | null,
): Principals {
  const believed: Believed = new Map();
  let waiting: Asked[] = [];
  let connection: HotConnection | null = null;
  let busy = false;
  let forgottenCount = 0;

  const answer = async () => {
    busy = true;
    while (waiting.length > 0) {
      const worldId = (waiting[0] as Asked).worldId;
      const asked = waiting.filter((one) => one.worldId === worldId);
      waiting = waiting.filter((one) => one.worldId !== worldId);
      const askedAt = clock.now();
      const askedIn = forgottenCount;
      try {
        if (connection === null || !connection.alive) connection = await open();
        const found = await lookUp(connection, worldId, asked, clock);
        for (const one of asked) {
          const principal = found.get(one.token) ?? null;
          // Forgotten while it was being asked for: the answer may be the one before.
          if (principal === null || forgottenCount !== askedIn) believed.delete(one.token);
          else believe(believed, one.token, principal, askedAt);
          one.resolve(principal);
        }
      } catch (error) {
        if (connection?.alive) await connection.rollback();
        for (const one of asked) one.reject(asUnavailable(error));
      }
    }
    busy = false;
  };

  const ask = (token: string): Promise<Principal | null> | null => {
    const parsed = parse(token, modeOf);
    if (parsed === null) return null;
    return new Promise((resolve, reject) => {
      waiting.push({ ...parsed, token, resolve, reject });
      if (!busy && waiting.length === 1) setImmediate(() => void answer());
    });
  };

  return {
    find(token) {
      const known = believed.get(token);
      const now = clock.now();
      if (known !== undefined && known.until > now) {
        if (!known.isAskedFor && known.until - AGING_US < now) {
          known.isAskedFor = true;
          void ask(token)?.catch(() => undefined);
        }
        return known.principal;
      }
      return ask(token);
    },
    forget: () => {
      forgottenCount += 1;
      believed.clear();
    },
    close: async () => {
      await connection?.end().catch(() => undefined);
    },
  };
}

/** One secret has one spelling: the mode that a key says is that of its world, and numbers have no zeros in front. */
function parse(
  token: string,
  modeOf: (worldId: number) => 'live' | 'test' | null,
): Pick<Asked, 'kind' | 'worldId' | 'id' | 'secret'> | null {
  const key = KEY.exec(token);
  // A world that another process has just made is asked for in the database.
  if (key !== null && (modeOf(Number(key[2])) ?? key[1]) !== key[1]) return null;
  if (key !== null) return { kind: 'key', worldId: Number(key[2]), id: key[3] as string, secret: key[4] as string };
  const session = SESSION.exec(token);
  if (session !== null)
    return { kind: 'session', worldId: Number(session[1]), id: session[2] as string, secret: session[3] as string };
  return null;
}

async function lookUp(
  connection: HotConnection,
  worldId: number,
  asked: readonly Asked[],
  clock: Clock,
): Promise<Map<string, Principal>> {
  const idsOf = (kind: Asked['kind']) => [...new Set(asked.filter((one) => one.kind === kind).map((one) => one.id))];
  const answers = await connection.run([
    ...beginInWorld(worldId),
    [FIND_KEYS, idsOf('key')],
    [FIND_SESSIONS, idsOf('session')],
    ROLLBACK,
  ]);
  const rows = new Map<string, Row>(
    [...(answers[2]?.rows ?? []), ...(answers[3]?.rows ?? [])].map((row) => [
      (row[0] as string).replaceAll('-', ''),
      row,
    ]),
  );
  const found = new Map<string, Principal>();
  for (const one of asked) {
    const row = rows.get(one.id);
    if (row === undefined || !sameSecret(sha256(one.secret), Buffer.from((row[1] as string).slice(2), 'hex'))) continue;
    const principal = one.kind === 'key' ? keyPrincipal(worldId, row, clock) : sessionPrincipal(worldId, row, clock);
    if (principal !== null) found.set(one.token, principal);
  }
  return found;
}

function keyPrincipal(worldId: number, row: Row, clock: Clock): Principal | null {
  const [keyUuid, , principal, merchantUuid, scopes, expiresAt, merchantState] = row;
  if (expiresAt != null && readInstant(expiresAt) <= clock.now()) return null;
  const keyId = idFromUuid('key', keyUuid as string);
  const list = (scopes as string).split(',') as Scope[];
  if (principal === 'operator') return { kind: 'operator', worldId, keyId, scopes: list };
  if (merchantState !== 'active') return null;
  return { kind: 'merchant', worldId, keyId, merchantId: idFromUuid('pty', merchantUuid as string), scopes: list };
}

function sessionPrincipal(worldId: number, row: Row, clock: Clock): Principal | null {
  const [sessionUuid, , partyUuid, expiresAt] = row;
  if (readInstant(expiresAt as string) <= clock.now()) return null;
  return {
    kind: 'person',
    worldId,
    partyId: idFromUuid('pty', partyUuid as string),
    sessionId: idFromUuid('ses', sessionUuid as string),
  };
}
