/** One visit of one page: what handlers are given, what they answer, and the headers every answer carries. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Instant } from '../../kernel/index.ts';
import type { ProblemCode } from '../api/problems.ts';
import { PROBLEMS } from '../api/problems.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import { renderError } from './doors.ts';
import type { Text } from './format.ts';
import { FIELD_CSRF, FIELD_KEY } from './forms.ts';
import type { FormTarget } from './forms.ts';
import type { Shell } from './shell.ts';
import { PAGE_CONTENT_SECURITY_POLICY } from './stylesheet.ts';
import { formToken, isOurForm, meet, queryOf, type SignedIn, strangerOf, type Visitor } from './visitor.ts';

const HOME_TIME_ZONE = 'Asia/Shanghai';
const FIELD_CHARACTERS_MAX = 8_000;

export type Answer =
  | { readonly kind: 'page'; readonly status: number; readonly html: string }
  /** See other: sending a form twice by reloading is never possible. */
  | { readonly kind: 'go'; readonly to: string }
  /** What somebody supplied: shown, never run. */
  | { readonly kind: 'file'; readonly mediaType: string; readonly name: string; readonly content: Buffer }
  | {
      readonly kind: 'error';
      readonly status: number;
      readonly toFix: readonly Text[];
      readonly retryHref: string | null;
    };

export const show = (html: string): Answer => ({ kind: 'page', status: 200, html });
export const go = (to: string): Answer => ({ kind: 'go', to });
export const nothingHere: Answer = { kind: 'error', status: 404, toFix: [], retryHref: null };

/** A refusal as a page; `retryHref` shows how things stand now. */
export function refusedPage(code: ProblemCode, retryHref: string): Answer {
  return { kind: 'error', status: PROBLEMS[code].status, toFix: [], retryHref };
}

export interface Visit {
  readonly visitor: Visitor;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly now: Instant;
  /** A part of the path, as it was matched. */
  part(name: string): string;
  /** Of the query; null when absent or given twice. */
  query(name: string): string | null;
  /** Of the form; null when absent, empty or given twice. */
  field(name: string): string | null;
  /** The key that makes sending this form twice harmless. */
  readonly key: string;
  target(action: string, hidden?: FormTarget['hidden']): FormTarget;
  shell(timeZone?: string): Shell;
}

/** Adds page routes to a part of the server of their own. */
export interface Pages {
  get(path: string, handler: (visit: Visit) => Promise<Answer>): void;
  /** Forms: refused unless they come from a page of ours. */
  post(path: string, handler: (visit: Visit) => Promise<Answer>): void;
  /** Forms that only the person may send. */
  postAsPerson(path: string, handler: AsPerson): void;
  /** The same with a file in it. */
  uploadAsPerson(path: string, handler: AsPerson): void;
  /** Pages that only the person may open; others are asked who they are and come back. */
  getAsPerson(path: string, handler: AsPerson): void;
}

type AsPerson = (visit: Visit, person: SignedIn) => Promise<Answer>;

const signedInOnly =
  (handler: AsPerson) =>
  async (visit: Visit): Promise<Answer> => {
    const { person } = visit.visitor;
    if (person === null) return { kind: 'error', status: 401, toFix: [], retryHref: '/sign-in' };
    return handler(visit, person);
  };

export function openPages(app: FastifyInstance, context: SignInContext): Pages {
  const run = async (request: FastifyRequest, reply: FastifyReply, handler: (visit: Visit) => Promise<Answer>) => {
    const visit = visitOf(context, request, reply, await meet(context, request, reply));
    if (request.method === 'POST' && !isOurForm(context, request, visit.visitor, visit.field(FIELD_CSRF) ?? ''))
      return answer(visit, { kind: 'error', status: 403, toFix: [], retryHref: null });
    return answer(visit, await handler(visit));
  };
  const pages: Pages = {
    get: (path, handler) => {
      app.get(path, { schema: { hide: true } }, (request, reply) => run(request, reply, handler));
    },
    post: (path, handler) => {
      app.post(path, { schema: { hide: true } }, (request, reply) => run(request, reply, handler));
    },
    getAsPerson: (path, handler) =>
      pages.get(path, async (visit) => {
        const { person } = visit.visitor;
        return person === null ? go(`/sign-in?back=${encodeURIComponent(visit.request.url)}`) : handler(visit, person);
      }),
    postAsPerson: (path, handler) => pages.post(path, signedInOnly(handler)),
    uploadAsPerson: (path, handler) => {
      const config = { upload: true } as const;
      app.post(path, { schema: { hide: true }, config }, (request, reply) =>
        run(request, reply, signedInOnly(handler)),
      );
    },
  };
  return pages;
}

export function visitOf(context: SignInContext, request: FastifyRequest, reply: FastifyReply, visitor: Visitor): Visit {
  const text = (value: unknown): string | null =>
    typeof value === 'string' && value !== '' && value.length <= FIELD_CHARACTERS_MAX ? value : null;
  const body = (request.body ?? {}) as Record<string, unknown>;
  const field = (name: string) => (Object.hasOwn(body, name) ? text(body[name]) : null);
  const target: Visit['target'] = (action, hidden = []) => ({
    action,
    csrf: formToken(context, visitor),
    idempotencyKey: Buffer.from(context.installation.chance(16)).toString('base64url'),
    hidden,
  });
  const now = context.installation.worlds.now(visitor.worldId);
  return {
    visitor,
    request,
    reply,
    now,
    part: (name) => (request.params as Record<string, string>)[name] ?? '',
    query: (name) => text(queryOf(request)[name]),
    field,
    key: field(FIELD_KEY) ?? '',
    target,
    shell: (timeZone = HOME_TIME_ZONE) => shellOf({ visitor, request, now, target }, timeZone),
  };
}

function shellOf(of: Pick<Visit, 'visitor' | 'request' | 'now' | 'target'>, timeZone: string): Shell {
  const { visitor, request } = of;
  const here = request.method === 'GET' ? request.url : '/';
  const other = visitor.locale === 'zh' ? 'en' : 'zh';
  return {
    locale: visitor.locale,
    otherLanguageHref: withLanguage(here, other),
    now: of.now,
    timeZone,
    world:
      visitor.mode === 'live'
        ? { kind: 'live' }
        : { kind: 'test', moveClock: visitor.bound === '' ? null : of.target('/sandbox/clock', [['back', here]]) },
    person:
      visitor.person === null ? null : { name: visitor.person.name, homeHref: '/me', signOut: of.target('/sign-out') },
  };
}

/** The same address in another language. */
function withLanguage(path: string, locale: string): string {
  const url = new URL(path, 'http://localhost');
  url.searchParams.set('lang', locale);
  return url.pathname + url.search;
}

/** Headers, then the page. Nothing that shows a person's own things is kept by anybody on the way. */
export function answer(visit: Visit, given: Answer): FastifyReply {
  const { reply, visitor } = visit;
  reply.headers({
    'content-security-policy': PAGE_CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cache-control': 'no-store',
  });
  if (visitor.mode === 'live') reply.header('strict-transport-security', 'max-age=31536000');
  switch (given.kind) {
    case 'go':
      return reply.redirect(given.to, 303);
    case 'page':
      return reply.code(given.status).type('text/html; charset=utf-8').send(given.html);
    case 'file': {
      const isShown = given.mediaType.startsWith('image/') || given.mediaType === 'text/plain';
      return reply
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('content-disposition', `${isShown ? 'inline' : 'attachment'}; filename="${given.name}"`)
        .type(given.mediaType.startsWith('text/') ? `${given.mediaType}; charset=utf-8` : given.mediaType)
        .send(given.content);
    }
    case 'error': {
      const { status, toFix, retryHref } = given;
      const html = renderError({ shell: visit.shell(), status, requestId: visit.request.id, toFix, retryHref });
      return reply.code(status).type('text/html; charset=utf-8').send(html);
    }
  }
}

/** The page for a fault, made without the database. */
export function faultPage(
  context: SignInContext,
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
): FastifyReply {
  const visit = visitOf(context, request, reply, strangerOf(context, request));
  const { upload } = request.routeOptions.config;
  // A form with a file stands on the page whose address its own begins with.
  const back = upload === true ? request.url.slice(0, request.url.lastIndexOf('/')) : null;
  const retryHref = request.method === 'GET' && status >= 500 ? request.url : back;
  return answer(visit, { kind: 'error', status, toFix: [], retryHref });
}
