/** Who opens a page: a person with a session in a cookie, or a visitor; in which world, in which language. Keys never get in here. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hmacSha256, uuidOf } from '../../kernel/index.ts';
import { sameSecret } from '../../platform/keys/index.ts';
import type { PersonPrincipal } from '../api/context.ts';
import { homeWorld } from '../api/sign-in.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import type { Locale } from './words.ts';

const SESSION_COOKIE = 'troth_session';
const VISIT_COOKIE = 'troth_visit';
const LANGUAGE_COOKIE = 'troth_lang';
const SESSION_SECONDS = 30 * 86_400;
const LANGUAGE_SECONDS = 365 * 86_400;

export interface SignedIn extends PersonPrincipal {
  readonly name: string;
}

export interface Visitor {
  readonly worldId: number;
  readonly mode: 'live' | 'test';
  readonly person: SignedIn | null;
  readonly locale: Locale;
  /** What the tokens of this visitor's forms are bound to: the session, or the visit. */
  readonly bound: string;
}

/** Finds out who it is. The only thing it leaves behind is a visit cookie for whoever has no session, and the language asked for. */
export async function meet(context: SignInContext, request: FastifyRequest, reply: FastifyReply): Promise<Visitor> {
  const locale = localeOf(request);
  const person = await signedIn(context, request);
  const worldId = person?.worldId ?? homeWorld(context);
  const mode = context.installation.worlds.find(worldId)?.mode ?? 'live';
  if (request.method === 'GET' && isLocale(queryOf(request).lang))
    reply.setCookie(LANGUAGE_COOKIE, locale, { ...cookieRules(mode), maxAge: LANGUAGE_SECONDS });
  if (person !== null) return { worldId, mode, person, locale, bound: person.sessionId };
  const known = request.cookies[VISIT_COOKIE];
  if (known !== undefined && /^[A-Za-z0-9_-]{22}$/.test(known)) return { worldId, mode, person, locale, bound: known };
  const visit = Buffer.from(context.installation.chance(16)).toString('base64url');
  reply.setCookie(VISIT_COOKIE, visit, cookieRules(mode));
  return { worldId, mode, person, locale, bound: visit };
}

/** The same without a look into the database, for pages that say that something is broken. */
export function strangerOf(context: SignInContext, request: FastifyRequest): Visitor {
  const worldId = homeWorld(context);
  const mode = context.installation.worlds.find(worldId)?.mode ?? 'live';
  return { worldId, mode, person: null, locale: localeOf(request), bound: '' };
}

function cookieRules(mode: 'live' | 'test') {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: mode === 'live' } as const;
}

export function keepSession(reply: FastifyReply, mode: 'live' | 'test', session: string): void {
  reply.setCookie(SESSION_COOKIE, session, { ...cookieRules(mode), maxAge: SESSION_SECONDS });
}

export function dropSession(reply: FastifyReply, mode: 'live' | 'test'): void {
  reply.clearCookie(SESSION_COOKIE, cookieRules(mode));
}

async function signedIn(context: SignInContext, request: FastifyRequest): Promise<SignedIn | null> {
  const token = request.cookies[SESSION_COOKIE];
  if (token === undefined) return null;
  const { installation } = context;
  const principal = await installation.principals.find(token);
  if (principal === null || principal.kind !== 'person') return null;
  const { rows } = await installation.cold.within({ worldId: principal.worldId }, (client) =>
    client.query<{ name_sealed: Buffer | null; wrapped_key: Buffer | null }>(
      'select p.name_sealed, q.wrapped_key from persons p join parties q on q.party_id = p.party_id where p.party_id = $1',
      [uuidOf(principal.partyId)],
    ),
  );
  const row = rows[0];
  // An erased person has no key; whatever sessions are left open nothing.
  if (row === undefined || row.wrapped_key === null || row.name_sealed === null) return null;
  const key = installation.vault.unwrap(principal.worldId, principal.partyId, row.wrapped_key);
  return { ...principal, name: installation.vault.open(key, row.name_sealed, 'name').toString('utf8') };
}

function isLocale(text: unknown): text is Locale {
  return text === 'zh' || text === 'en';
}

export function queryOf(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return request.query as Record<string, unknown>;
}

/** `?lang=`, then the cookie, then what the browser prefers. */
function localeOf(request: FastifyRequest): Locale {
  const asked = queryOf(request).lang;
  if (isLocale(asked)) return asked;
  const kept = request.cookies?.[LANGUAGE_COOKIE];
  return isLocale(kept) ? kept : preferredLocale(request.headers['accept-language'] ?? '');
}

/** The first of the browser's languages that we speak, by weight; a browser that says nothing gets Chinese, any other English. */
function preferredLocale(accepted: string): Locale {
  if (accepted.trim() === '' || accepted.trim() === '*') return 'zh';
  const wishes = accepted.split(',', 20).map((part) => {
    const [tag = '', ...more] = part.trim().toLowerCase().split(';');
    const weight = more.find((one) => one.trim().startsWith('q='))?.trim();
    return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) || 0 };
  });
  const spoken = wishes.filter(({ tag, weight }) => weight > 0 && /^(zh|en)(-|$)/.test(tag));
  const best = spoken.reduce<{ tag: string; weight: number } | null>(
    (a, b) => (a === null || b.weight > a.weight ? b : a),
    null,
  );
  return best?.tag.startsWith('zh') === true ? 'zh' : 'en';
}

/** The token every form of this visitor carries. */
export function formToken(context: SignInContext, visitor: Visitor): string {
  const key = context.installation.vault.worldKey(visitor.worldId, 'page-forms');
  return hmacSha256(key, visitor.bound).toString('base64url');
}

/** Whether a form was sent from a page of ours to this very visitor: by what the browser says of itself, and by the token. */
export function isOurForm(context: SignInContext, request: FastifyRequest, visitor: Visitor, token: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const { origin, host } = request.headers;
  if (origin !== undefined && hostOf(origin) !== host) return false;
  return visitor.bound !== '' && sameSecret(Buffer.from(token), Buffer.from(formToken(context, visitor)));
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

/** A path to go back to, if it is one of ours; otherwise the front page. */
export function ownPath(text: string | null): string {
  return text !== null && text.length <= 500 && /^\/(?![/\\])[^\\\s]*$/.test(text) ? text : '/';
}
