/** The operator's desk: disputes that are open, both sides of each, its evidence, and the written decision. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type Id, idFromUuid, isoFromInstant } from '../../kernel/index.ts';
import { isNormId } from '../../rooms/rulebook/index.ts';
import { type ApiContext, isIdempotencyKey, operatorOf } from './context.ts';
import { DisputeBody, disputeBody, SaidAnswer } from './dispute-bodies.ts';
import { readDisputesById } from './dispute-reads.ts';
import { listEvidence, openEvidence } from './evidence-reads.ts';
import { answer } from './me.ts';
import { sendProblem } from './problems.ts';
import { decideDispute } from './say-in-dispute.ts';
import { closed, idOf } from './schemas.ts';

const DISPUTES_MAX = 100;
const DisputePath = closed({ disputeId: idOf('dsp', 'the dispute') });

export function operatorDisputeRoutes(app: FastifyInstance, context: ApiContext): void {
  readRoutes(app, context);
  evidenceRoute(app, context);
  decideRoute(app, context);
}

/** A dispute by its id, open or ended; null when this world has none. */
async function findDispute(context: ApiContext, worldId: number, disputeId: Id<'dsp'>) {
  const { cold, vault } = context.installation;
  const [found] = await cold.within({ worldId }, (client) => readDisputesById({ client, vault, worldId }, [disputeId]));
  return found ?? null;
}

function readRoutes(app: FastifyInstance, context: ApiContext): void {
  const { cold, vault } = context.installation;
  app.get(
    '/v1/operator/disputes',
    {
      schema: {
        tags: ['operator'],
        summary: `Disputes that are open, the next due first, ${DISPUTES_MAX} at most`,
        response: { 200: closed({ disputes: Type.Array(DisputeBody) }) },
      },
    },
    async (request, reply) => {
      const operator = await operatorOf(context, request, reply);
      if (operator === null) return reply;
      const { worldId } = operator;
      const disputes = await cold.within({ worldId }, async (client) => {
        const { rows } = await client.query<{ dispute_id: string }>(
          `select dispute_id::text from disputes where world_id = $1 and next_due_at is not null order by next_due_at, dispute_id limit ${DISPUTES_MAX}`,
          [worldId],
        );
        const ids = rows.map((row) => idFromUuid('dsp', row.dispute_id));
        return readDisputesById({ client, vault, worldId }, ids);
      });
      return reply.send({ disputes: disputes.map(disputeBody) });
    },
  );

  app.get<{ Params: { disputeId: Id<'dsp'> } }>(
    '/v1/operator/disputes/:disputeId',
    {
      schema: {
        tags: ['operator'],
        summary: 'One dispute, with the evidence that both sides brought',
        params: DisputePath,
      },
    },
    async (request, reply) => {
      const operator = await operatorOf(context, request, reply);
      if (operator === null) return reply;
      const { worldId } = operator;
      const found = await findDispute(context, worldId, request.params.disputeId);
      if (found === null) return sendProblem(reply, 'dispute_unknown');
      const { partyId, pledgeId } = found.dispute;
      const evidence = (await listEvidence(context, { worldId, partyId }, pledgeId)) ?? [];
      const body = evidence.map(({ effectiveAt, recordedAt, ...piece }) => {
        return { ...piece, effectiveAt: isoFromInstant(effectiveAt), recordedAt: isoFromInstant(recordedAt) };
      });
      return reply.send({ ...disputeBody(found), evidence: body });
    },
  );
}

/** Evidence is the two sides' own; the operator reads it on the basis of a dispute about its pledge. */
function evidenceRoute(app: FastifyInstance, context: ApiContext): void {
  app.get<{ Params: { disputeId: Id<'dsp'>; evidenceId: Id<'evd'> } }>(
    '/v1/operator/disputes/:disputeId/evidence/:evidenceId',
    {
      schema: {
        tags: ['operator'],
        summary: 'One piece of evidence of the pledge in dispute, with its content',
        params: closed({ disputeId: idOf('dsp', 'the dispute'), evidenceId: idOf('evd', 'the evidence') }),
      },
    },
    async (request, reply) => {
      const operator = await operatorOf(context, request, reply);
      if (operator === null) return reply;
      const { worldId } = operator;
      const dispute = (await findDispute(context, worldId, request.params.disputeId))?.dispute;
      if (dispute === undefined) return sendProblem(reply, 'dispute_unknown');
      const side = { worldId, partyId: dispute.partyId };
      const found = await openEvidence(context, side, dispute.pledgeId, request.params.evidenceId);
      if (found === null) return sendProblem(reply, 'not_found');
      const { content, effectiveAt, recordedAt, ...piece } = found;
      const times = { effectiveAt: isoFromInstant(effectiveAt), recordedAt: isoFromInstant(recordedAt) };
      return reply.send({ ...piece, ...times, contentBase64: content.toString('base64') });
    },
  );
}

function decideRoute(app: FastifyInstance, context: ApiContext): void {
  const Body = closed({
    outcome: Type.Enum(['upheld', 'corrected'], { description: 'the fact stands, or it is set aside for good' }),
    norm: Type.String({
      maxLength: 64,
      description: 'the norm of the rulebook on which it rests',
      examples: ['evidence_for_a_break'],
    }),
    text: Type.String({
      minLength: 1,
      maxLength: 32_000,
      description: 'the outcome in writing, 2000 characters at most; both sides read it',
      examples: ['The photograph shows the camera on the desk at nine. The break does not stand.'],
    }),
  });
  app.post<{
    Params: { disputeId: Id<'dsp'> };
    Body: { outcome: 'upheld' | 'corrected'; norm: string; text: string };
  }>(
    '/v1/operator/disputes/:disputeId/decide',
    {
      schema: {
        tags: ['operator'],
        summary: 'Decide a dispute in writing, once the other side was heard or its time is over',
        params: DisputePath,
        body: Body,
        response: { 200: SaidAnswer },
      },
    },
    async (request, reply) => {
      const operator = await operatorOf(context, request, reply);
      if (operator === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      const { norm, outcome, text } = request.body;
      if (!isNormId(norm)) return sendProblem(reply, 'norm_unknown', { pointers: ['/norm'] });
      const { disputeId } = request.params;
      return answer(reply, await decideDispute(context, operator.worldId, disputeId, { outcome, norm, text }, key));
    },
  );
}
