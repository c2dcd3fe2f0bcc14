/** The person asks to be erased, with a session of their own, and nobody can ask it for them. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { eraseParty } from '../../journeys/erase-party.ts';
import { type ApiContext, nowOf, personOf } from './context.ts';
import { type Made, once } from './once.ts';
import { closed } from './schemas.ts';

const Erased = closed({ state: Type.Literal('erased') });

export function eraseRoutes(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  const summary = 'Erase me: my key, name, contact, file and sessions; nothing may run or be owed';
  app.post(
    '/v1/me/erase',
    { schema: { tags: ['me'], summary, body: Type.Optional(closed({})), response: { 200: Erased } } },
    async (request, reply) => {
      const person = await personOf(context, request, reply);
      if (person === null) return reply;
      const { worldId, partyId } = person;
      const answered = await once(context, request, reply, { worldId, partyId }, async (client): Promise<Made> => {
        const outcome = await eraseParty(client, partyId, {
          wallNow: installation.clock.now(),
          worldNow: nowOf(context, worldId),
        });
        if (!outcome.ok) return { ok: false, code: outcome.reason };
        const body = { state: 'erased' };
        return { ok: true, subjectId: partyId, status: 200, body, again: { ...body, partyId } };
      });
      // Whoever is believed to be signed in is asked again, and the key that was unwrapped is forgotten.
      installation.principals.forget();
      installation.vault.forget(partyId);
      return answered;
    },
  );
}
