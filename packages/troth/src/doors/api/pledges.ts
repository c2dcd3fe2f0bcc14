/** The merchant's side of pledges: order one or up to 128, move one or up to 128, end a charge. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { AMOUNT_MINOR_MAX } from '../../kernel/index.ts';
import { type ApiContext, isIdempotencyKey, merchantOf } from './context.ts';
import { type Answered, type AskedByMerchant, moveAsMerchant, order, settle } from './merchant-says.ts';
import { BulkMovesBody, MERCHANT_MOVES, moveBody, type MoveMembers, pathOfMove } from './move-bodies.ts';
import { problemOf, sendProblem } from './problems.ts';
import {
  BulkChargeEndsBody,
  BulkOrdersBody,
  CHARGE_ENDS,
  closed,
  idOf,
  MoveAnswerBody,
  OrderBody,
  PledgeAnswer,
} from './schemas.ts';

async function send(reply: FastifyReply, answered: Answered): Promise<FastifyReply> {
  if ('code' in answered) {
    const { code, ...more } = answered;
    return sendProblem(reply, code, more);
  }
  return reply.code(answered.status).send(answered.body);
}

/** One item of a bulk answer: its status and either its answer or its problem. */
function item(answered: Answered): object {
  if ('code' in answered) {
    const { code, ...more } = answered;
    const problem = problemOf(code, more);
    return { status: problem.status, problem };
  }
  return answered;
}

const PledgePath = closed({ pledgeId: idOf('plg', 'the pledge') });

export function pledgeRoutes(app: FastifyInstance, context: ApiContext): void {
  orderRoutes(app, context);
  moveRoutes(app, context);
  chargeRoutes(app, context);
}

function orderRoutes(app: FastifyInstance, context: ApiContext): void {
  app.post<{ Body: OrderBody }>(
    '/v1/pledges',
    {
      schema: {
        tags: ['pledges'],
        summary: 'Order: decide an admission and offer a pledge',
        body: OrderBody,
        response: { 201: PledgeAnswer },
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:write');
      if (principal === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      return send(reply, await order(context, principal, request.body, key));
    },
  );

  app.post<{ Body: BulkOrdersBody }>(
    '/v1/pledges/bulk',
    {
      config: { bulk: true },
      bodyLimit: 1_048_576,
      schema: { tags: ['pledges'], summary: 'Up to 128 orders, each answered on its own', body: BulkOrdersBody },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:write');
      if (principal === null) return reply;
      const answers = await Promise.all(
        request.body.pledges.map(({ idempotencyKey, ...body }) => order(context, principal, body, idempotencyKey)),
      );
      return reply.code(200).send({ answers: answers.map(item) });
    },
  );
}

function moveRoutes(app: FastifyInstance, context: ApiContext): void {
  for (const move of MERCHANT_MOVES) {
    app.post<{ Body: MoveMembers; Params: { pledgeId: string } }>(
      `/v1/pledges/:pledgeId/${pathOfMove(move)}`,
      {
        schema: {
          tags: ['pledges'],
          summary: `Move: ${move}`,
          params: PledgePath,
          body: moveBody(move, 'merchant'),
          response: { 200: MoveAnswerBody },
        },
      },
      async (request, reply) => {
        const principal = await merchantOf(context, request, reply, 'pledges:write');
        if (principal === null) return reply;
        const key = request.headers['idempotency-key'];
        if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
        return send(
          reply,
          await moveAsMerchant(
            context,
            principal,
            { ...request.body, pledgeId: request.params.pledgeId, move } as AskedByMerchant,
            key,
          ),
        );
      },
    );
  }

  app.post<{ Body: BulkMovesBody }>(
    '/v1/pledges/bulk-moves',
    {
      config: { bulk: true },
      bodyLimit: 1_048_576,
      schema: { tags: ['pledges'], summary: 'Up to 128 moves, each answered on its own', body: BulkMovesBody },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:write');
      if (principal === null) return reply;
      const answers = await Promise.all(
        request.body.moves.map(({ idempotencyKey, ...asked }) =>
          moveAsMerchant(context, principal, asked as AskedByMerchant, idempotencyKey),
        ),
      );
      return reply.code(200).send({ answers: answers.map(item) });
    },
  );
}

function chargeRoutes(app: FastifyInstance, context: ApiContext): void {
  const ChargePath = closed({ pledgeId: idOf('plg', 'the pledge'), chargeId: idOf('chg', 'the charge') });
  for (const [verb, end] of Object.entries(CHARGE_ENDS)) {
    app.post<{ Params: { pledgeId: string; chargeId: string } }>(
      `/v1/pledges/:pledgeId/charges/:chargeId/${verb}`,
      {
        schema: {
          tags: ['charges'],
          summary: end === 'collected' ? 'The charge was paid elsewhere' : 'Let the charge go',
          params: ChargePath,
          body: Type.Optional(closed({})),
        },
      },
      async (request, reply) => {
        const principal = await merchantOf(context, request, reply, 'pledges:write');
        if (principal === null) return reply;
        const key = request.headers['idempotency-key'];
        if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
        return send(
          reply,
          await settle(context, principal, request.params.pledgeId, request.params.chargeId, end, key),
        );
      },
    );
  }

  app.post<{ Params: { pledgeId: string; chargeId: string }; Body: { amountMinor: number } }>(
    '/v1/pledges/:pledgeId/charges/:chargeId/pay-part',
    {
      schema: {
        tags: ['charges'],
        summary: 'A part of the charge was paid elsewhere',
        params: ChargePath,
        body: closed({
          amountMinor: Type.Integer({ minimum: 1, maximum: AMOUNT_MINOR_MAX, description: 'minor units' }),
        }),
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:write');
      if (principal === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      const { pledgeId, chargeId } = request.params;
      return send(
        reply,
        await settle(context, principal, pledgeId, chargeId, 'collected', key, request.body.amountMinor),
      );
    },
  );
  bulkEnds(app, context);
}

function bulkEnds(app: FastifyInstance, context: ApiContext): void {
  app.post<{ Body: BulkChargeEndsBody }>(
    '/v1/charges/bulk-ends',
    {
      config: { bulk: true },
      bodyLimit: 1_048_576,
      schema: {
        tags: ['charges'],
        summary: 'Up to 128 charges paid elsewhere or let go, each answered on its own',
        body: BulkChargeEndsBody,
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:write');
      if (principal === null) return reply;
      const answers = await Promise.all(
        request.body.charges.map(({ idempotencyKey, pledgeId, chargeId, end }) =>
          settle(context, principal, pledgeId, chargeId, CHARGE_ENDS[end], idempotencyKey),
        ),
      );
      return reply.code(200).send({ answers: answers.map(item) });
    },
  );
}
