/** The world’s time: anybody of the world may read it; in a test world it can be moved. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { HOUR_US, instantFromIso, isoFromInstant, present } from '../../kernel/index.ts';
import { advanceClock } from '../installation/index.ts';
import { authenticate, type ApiContext, nobodyIn, nowOf } from './context.ts';
import { type Made, onceAfterwards } from './once.ts';
import { sendProblem, type ProblemCode } from './problems.ts';
import { closed, InstantText } from './schemas.ts';

const moving = new Map<number, Promise<unknown>>();

export function clockRoutes(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;

  app.get('/v1/clock', { schema: { tags: ['clock'], summary: 'The world’s time' } }, async (request, reply) => {
    const principal = await authenticate(context, request, reply);
    if (principal === null) return reply;
    const world = installation.worlds.find(principal.worldId);
    return reply.send({
      world: world?.name,
      mode: world?.mode,
      now: isoFromInstant(nowOf(context, principal.worldId)),
    });
  });

  const AdvanceBody = closed(
    { toInstant: Type.Optional(InstantText), byHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 87_600 })) },
    'one of the two',
  );
  app.post<{ Body: { toInstant?: string; byHours?: number } }>(
    '/v1/clock/advance',
    {
      schema: {
        tags: ['clock'],
        summary: 'Move a test world’s clock; everything due on the way happens, in order',
        body: { ...AdvanceBody, examples: [{ byHours: 24 }] },
      },
    },
    async (request, reply) => {
      const principal = await authenticate(context, request, reply);
      if (principal === null) return reply;
      if (principal.kind === 'person') return sendProblem(reply, 'merchant_must_speak');
      if (!principal.scopes.includes('clock:write') && !principal.scopes.includes('operator'))
        return sendProblem(reply, 'scope_missing', { detail: 'The key needs the scope clock:write.' });
      const { toInstant, byHours } = request.body;
      if ((toInstant === undefined) === (byHours === undefined))
        return sendProblem(reply, 'body_invalid', {
          pointers: ['/toInstant', '/byHours'],
          detail: 'Give exactly one of the two.',
        });
      const { worldId } = principal;
      const named = toInstant === undefined ? null : instantFromIso(toInstant);
      if (toInstant !== undefined && named === null)
        return sendProblem(reply, 'body_invalid', { pointers: ['/toInstant'], detail: 'There is no such instant.' });
      const partyId = principal.kind === 'merchant' ? principal.merchantId : nobodyIn(worldId);
      return onceAfterwards(
        context,
        request,
        reply,
        { worldId, partyId },
        {
          plan: () => isoFromInstant(named ?? nowOf(context, worldId) + BigInt(byHours ?? 0) * HOUR_US),
          work: async (plan, how): Promise<Made> => {
            const to = present(instantFromIso(plan), 'a_plan_names_an_instant');
            // A crash after the last step of the clock and before its answer: there is nothing left to move.
            const isThere = how === 'resumed' && to <= nowOf(context, worldId);
            const moved = isThere ? { now: plan, movedCount: 0, tookMs: 0 } : await moveClock(context, worldId, to);
            if ('code' in moved) return { ok: false, code: moved.code };
            return { ok: true, subjectId: null, status: 200, body: moved, again: moved };
          },
        },
      );
    },
  );
}

/** Moves one world's clock; a second mover of the same world waits for the first. */
export async function moveClock(
  context: ApiContext,
  worldId: number,
  to: bigint,
): Promise<{ code: ProblemCode } | { now: string; movedCount: number; tookMs: number }> {
  const before = moving.get(worldId) ?? Promise.resolve();
  const mine = before.then(async () => {
    const checked = context.installation.worlds.checkMove(worldId, to);
    if (!checked.ok) return { code: checked.reason };
    const moved = await advanceClock(context.installation, context.background, worldId, to);
    return { now: isoFromInstant(to), ...moved };
  });
  moving.set(
    worldId,
    mine.catch(() => undefined),
  );
  return mine;
}
