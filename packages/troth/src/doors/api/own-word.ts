/**
 * Whose own word a route takes. A person speaks under `/v1/me` with a session, a shop that promises under `/v1/own` with a key that may:
 * the same routes, the same rules, and never one for the other.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ApiContext, merchantOf, personOf, type Promisor } from './context.ts';

export interface OwnWord {
  readonly root: '/v1/me' | '/v1/own';
  readonly tags: string[];
  /** What the reference says of a route; it is worded as the person says it. */
  summary(said: string): string;
  /** Who speaks, or null after the refusal was sent. */
  speaker(
    context: ApiContext,
    request: FastifyRequest,
    reply: FastifyReply,
    does: 'reads' | 'says',
  ): Promise<Promisor | null>;
}

const PERSON: OwnWord = {
  root: '/v1/me',
  tags: ['me'],
  summary: (said) => said,
  speaker: (context, request, reply) => personOf(context, request, reply),
};

/** A scope of its own: the key of a till, which takes promises, cannot make any. */
const SHOP: OwnWord = {
  root: '/v1/own',
  tags: ['own'],
  summary: (said) => `As a shop that promises: ${said}`,
  async speaker(context, request, reply, does) {
    const scope = does === 'says' ? 'promises:write' : 'promises:read';
    const shop = await merchantOf(context, request, reply, scope);
    return shop === null ? null : { kind: 'merchant', worldId: shop.worldId, partyId: shop.merchantId };
  },
};

export const OWN_WORDS: readonly OwnWord[] = [PERSON, SHOP];
