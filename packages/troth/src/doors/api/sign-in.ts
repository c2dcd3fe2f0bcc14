/** Signing in and out over the API. In a live world nobody but the person ever holds their session. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { normalContact } from '../../rooms/party/index.ts';
import { isIdempotencyKey, nobodyIn, personOf } from './context.ts';
import { type Made, once } from './once.ts';
import { sendProblem } from './problems.ts';
import { closed } from './schemas.ts';
import { deliverLink, findLink, LINK_MINUTES, type SignInContext, signOut, useLink } from './sign-in-links.ts';

/** The world that somebody who has not signed in speaks to: the live one, else the sandbox. */
export function homeWorld(context: SignInContext): number {
  const worlds = context.installation.worlds.list();
  const home =
    worlds.find((world) => world.mode === 'live') ?? worlds.find((world) => world.name === 'sandbox') ?? worlds[0];
  return home?.worldId ?? 0;
}

export function signInRoutes(app: FastifyInstance, context: SignInContext): void {
  const LinkBody = closed({ contact: Type.String({ minLength: 3, maxLength: 254 }) });
  const summary = 'Send me a one-time link; the answer is the same for known and unknown';
  app.post<{ Body: { contact: string } }>(
    '/v1/sign-in/links',
    { schema: { tags: ['sign-in'], summary, security: [], body: LinkBody } },
    async (request, reply) => {
      const worldId = homeWorld(context);
      if (worldId === 0 || context.sendLink === null) return sendProblem(reply, 'sign_in_links_unavailable');
      const { contact } = request.body;
      // What is remembered beside the key must not give the address away: its keyed index is compared instead.
      request.body = {
        contact: context.installation.vault.blindIndex(worldId, normalContact(contact)).toString('hex'),
      };
      let isFresh = false;
      const body = { validMinutes: LINK_MINUTES };
      const answered = await once(
        context,
        request,
        reply,
        { worldId, partyId: nobodyIn(worldId) },
        async (_client, now): Promise<Made> => {
          isFresh = true;
          return {
            ok: true,
            subjectId: context.installation.tools.ids.next('lnk', now),
            status: 202,
            body,
            again: body,
          };
        },
      );
      if (isFresh) afterwards(context, worldId, contact);
      return answered;
    },
  );

  const SessionBody = closed({
    token: Type.String({ minLength: 16, maxLength: 100, description: 'the last part of the link' }),
  });
  app.post<{ Body: { token: string } }>(
    '/v1/sign-in/sessions',
    { schema: { tags: ['sign-in'], summary: 'Use the link: a session, shown once', security: [], body: SessionBody } },
    async (request, reply) => {
      // A link works once by itself; a repeated request finds it used, since a session is never told twice.
      if (!isIdempotencyKey(request.headers['idempotency-key'])) return sendProblem(reply, 'idempotency_key_missing');
      const holder = await findLink(context, request.body.token);
      if (holder === null) return sendProblem(reply, 'link_is_used_or_expired');
      const session = await useLink(context, holder);
      if (session === null) return sendProblem(reply, 'link_is_used_or_expired');
      return reply.code(201).send({ partyId: holder.partyId, session });
    },
  );

  app.post(
    '/v1/me/sign-out',
    { schema: { tags: ['sign-in'], summary: 'Sign out', body: Type.Optional(closed({})) } },
    async (request, reply) => {
      const person = await personOf(context, request, reply);
      if (person === null) return reply;
      if (!isIdempotencyKey(request.headers['idempotency-key'])) return sendProblem(reply, 'idempotency_key_missing');
      await signOut(context, person);
      return reply.code(204).send();
    },
  );
}

/** Looks the address up once the answer is out, so that its time says nothing. */
export function afterwards(context: SignInContext, worldId: number, contact: string): void {
  setImmediate(() => {
    deliverLink(context, worldId, contact).catch((error: unknown) =>
      context.trace({ what: 'sign-in link not sent', message: error instanceof Error ? error.message : String(error) }),
    );
  });
}
