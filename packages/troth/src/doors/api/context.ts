/** What every route gets: the installation, who speaks, and one way to say no. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Id, type Instant, instantFromIso, sha256Hex } from '../../kernel/index.ts';
import type { Party } from '../../rooms/party/index.ts';
import type { Background, Installation, Principal, Scope } from '../installation/index.ts';
import { sendProblem } from './problems.ts';

export interface ApiContext {
  readonly installation: Installation;
  readonly background: Background;
  /** Diagnostics: method, route, status and duration of faults only; never bodies, names or keys. */
  readonly trace: (line: { readonly what: string; readonly [key: string]: unknown }) => void;
}

export type MerchantPrincipal = Extract<Principal, { kind: 'merchant' }>;
export type PersonPrincipal = Extract<Principal, { kind: 'person' }>;
/** Who speaks of promises of their own: a person with a session, or a shop with a key that may. */
export interface Promisor {
  readonly kind: 'person' | 'merchant';
  readonly worldId: number;
  readonly partyId: Id<'pty'>;
}
export type OperatorPrincipal = Extract<Principal, { kind: 'operator' }>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A bulk route reads larger bodies. */
    bulk?: true;
  }
  interface FastifyRequest {
    principal: Principal | null;
  }
}

const BEARER = /^Bearer ([\x21-\x7e]{1,200})$/;

/** The bearer token of a request; null when there is none. */
export function bearerOf(request: FastifyRequest): string | null {
  return BEARER.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** The principal of the request: from the Authorization header. Sends 401 and gives null otherwise. */
export async function authenticate(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Principal | null> {
  const token = bearerOf(request);
  if (token === null) {
    await sendProblem(reply, 'credential_missing');
    return null;
  }
  const found = context.installation.principals.find(token);
  const principal = found instanceof Promise ? await found : found;
  if (principal === null) {
    await sendProblem(reply, 'credential_unknown');
    return null;
  }
  request.principal = principal;
  return principal;
}

/** A merchant's key with the scope, or null after the refusal was sent. */
export async function merchantOf(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  scope: Scope,
): Promise<MerchantPrincipal | null> {
  const principal = await authenticate(context, request, reply);
  if (principal === null) return null;
  if (principal.kind !== 'merchant') {
    await sendProblem(reply, 'merchant_must_speak');
    return null;
  }
  if (!principal.scopes.includes(scope)) {
    await sendProblem(reply, 'scope_missing', { detail: `The key needs the scope ${scope}.` });
    return null;
  }
  return principal;
}

/** A person's own session, or null after the refusal was sent: no key can speak for a person. */
export async function personOf(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<PersonPrincipal | null> {
  const principal = await authenticate(context, request, reply);
  if (principal === null) return null;
  if (principal.kind !== 'person') {
    await sendProblem(reply, 'person_must_speak');
    return null;
  }
  return principal;
}

export async function operatorOf(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<OperatorPrincipal | null> {
  const principal = await authenticate(context, request, reply);
  if (principal === null) return null;
  if (principal.kind !== 'operator') {
    await sendProblem(reply, 'operator_must_speak');
    return null;
  }
  return principal;
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

export function isIdempotencyKey(text: unknown): text is string {
  return typeof text === 'string' && IDEMPOTENCY_KEY.test(text);
}

/** Hashes of a request: the key belongs to one speaker and one route; the body is compared as it was understood. */
export function requestKeyOf(
  speaker: string,
  route: string,
  key: string,
  body: unknown,
): { keyHash: string; bodyHash: string } {
  return {
    keyHash: sha256Hex(`${speaker} ${route} ${key}`).slice(0, 32),
    bodyHash: sha256Hex(JSON.stringify(body) ?? '').slice(0, 32),
  };
}

/** An instant that the schema has checked to be one in form; null when it is impossible. */
export function readIso(text: string): Instant | null {
  return instantFromIso(text);
}

export function nowOf(context: ApiContext, worldId: number): Instant {
  return context.installation.worlds.now(worldId);
}

/**
 * How a shop knows who promises to it. A shop is a public party and goes by its own id, which stands on all that it publishes: a
 * reference of its own for each other shop would hide nothing. A person goes by a reference that no other shop has.
 */
export function promisorOf(
  context: ApiContext,
  worldId: number,
  merchantId: Id<'pty'>,
  { partyId, kind }: Pick<Party, 'partyId' | 'kind'>,
): Id<'ref'> | Id<'pty'> {
  return kind === 'merchant' ? partyId : refOf(context, worldId, merchantId, partyId);
}

/** How a merchant's answer names a person. */
export function refOf(context: ApiContext, worldId: number, merchantId: Id<'pty'>, partyId: Id<'pty'>): Id<'ref'> {
  return context.installation.vault.pairwise(worldId, merchantId, partyId);
}

/** Keys of requests that name no party of the world are kept under one that nobody is. */
export function nobodyIn(worldId: number): Id<'pty'> {
  return `pty_${worldId.toString(16).padStart(32, '0')}`;
}
