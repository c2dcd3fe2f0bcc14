/** The merchant's side of pledges: order one or up to 128, move one or up to 128, read one. */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Id, Outcome } from '../../kernel/index.ts';
import { type AskedMove, type MoveAnswer, type MoveRefusal, movePledges } from '../../journeys/move-pledge.ts';
import { type OpenAnswer, type OpenRefusal, openPledges } from '../../journeys/open-pledge.ts';
import { type SettleCommand, settleCharges } from '../../journeys/settle-charge.ts';
import { birthAnswer, factOf, moveAnswer, settleAnswer } from './answers.ts';
import { type ApiContext, isIdempotencyKey, type MerchantPrincipal, merchantOf, nowOf, readIso, requestKeyOf } from './context.ts';
import { onlyOnce } from './in-flight.ts';
import { problemOf, type ProblemMore, sendProblem } from './problems.ts';
import { BulkMovesBody, BulkOrdersBody, closed, idOf, MerchantMoveBody, MERCHANT_MOVES, MoveAnswerBody, OrderBody, PledgeAnswer } from './schemas.ts';
import { Type } from 'typebox';

type Answered = { readonly status: number; readonly body: object } | ({ readonly code: string } & ProblemMore);

/** One order: refused by a named rule, or a pledge that waits for the person. */
export async function order(context: ApiContext, principal: MerchantPrincipal, body: OrderBody, key: string): Promise<Answered> {
  const { installation } = context;
  const { worldId, merchantId } = principal;
  const found = installation.catalog.find(worldId, body.offerId as Id<'ofr'>);
  const offer = found instanceof Promise ? await found : found;
  if (offer === null || offer.merchantId !== merchantId) return { code: 'not_found', pointers: ['/offerId'] };
  if (offer.state === 'withdrawn') return { code: 'offer_withdrawn', pointers: ['/offerId'] };
  const startsAt = body.startsAt === undefined ? undefined : readIso(body.startsAt);
  if (startsAt === null) return { code: 'body_invalid', pointers: ['/startsAt'], detail: 'There is no such instant.' };
  const request = requestKeyOf(merchantId, 'order', key, body);
  return onlyOnce<Answered>(request.keyHash, () => ({ code: 'idempotency_key_in_flight' }), async () => {
    const world = { worldId, now: nowOf(context, worldId) };
    const outcome: Outcome<OpenAnswer, OpenRefusal> = await installation.batcher.submit(
      `open ${worldId}`, (connection, commands: readonly Parameters<typeof openPledges>[3][number][]) => openPledges(connection, { worldId, now: nowOf(context, worldId) }, installation.tools, commands),
      {
        request, promisorId: installation.vault.partyOfPairwise(worldId, merchantId, body.promisor as Id<'ref'>), version: offer.version, speaker: { by: 'promisee' as const },
        orderNo: body.orderNo ?? null, effectiveAt: null,
        order: { ...(startsAt === undefined ? {} : { startsAt }), ...(body.onLocalDate === undefined ? {} : { onLocalDate: body.onLocalDate }) },
      },
    );
    if (!outcome.ok) return { code: outcome.reason, pointers: outcome.pointers, detail: outcome.detail };
    context.background.hint(world.worldId);
    return { status: 201, body: birthAnswer(await factOf(context, worldId, outcome.value)) };
  });
}

export interface AskedByMerchant {
  readonly pledgeId: string;
  readonly move: (typeof MERCHANT_MOVES)[number];
  readonly effectiveAt?: string;
  readonly evidenceIds?: readonly string[];
}

/** One move by the promisee. */
export async function moveAsMerchant(context: ApiContext, principal: MerchantPrincipal, asked: AskedByMerchant, key: string, reporter: 'merchant' | 'historic_import' = 'merchant'): Promise<Answered> {
  const { worldId, merchantId } = principal;
  const move = readMove(asked);
  if ('code' in move) return move;
  const request = requestKeyOf(merchantId, `move ${asked.move} ${asked.pledgeId}`, key, asked);
  return onlyOnce<Answered>(request.keyHash, () => ({ code: 'idempotency_key_in_flight' }), async () => {
    const outcome = await submitMove(context, worldId, { request, pledgeId: asked.pledgeId as Id<'plg'>, mover: { by: 'promisee', merchantId, reporter }, move });
    if (!outcome.ok) return { code: outcome.reason, pointers: outcome.pointers, detail: outcome.detail };
    return { status: 200, body: moveAnswer(await factOf(context, worldId, outcome.value)) };
  });
}

function readMove(asked: AskedByMerchant): AskedMove | ({ readonly code: string } & ProblemMore) {
  if (asked.effectiveAt !== undefined && asked.move !== 'fulfil') return { code: 'body_invalid', pointers: ['/effectiveAt'], detail: 'effectiveAt goes with fulfil.' };
  if (asked.evidenceIds !== undefined && asked.move !== 'notice') return { code: 'body_invalid', pointers: ['/evidenceIds'], detail: 'evidenceIds go with notice.' };
  switch (asked.move) {
    case 'fulfil': {
      const effectiveAt = asked.effectiveAt === undefined ? undefined : readIso(asked.effectiveAt);
      if (effectiveAt === null) return { code: 'body_invalid', pointers: ['/effectiveAt'], detail: 'There is no such instant.' };
      return { name: 'fulfil', effectiveAt: effectiveAt ?? null };
    }
    case 'notice':
      return { name: 'notice', evidenceIds: (asked.evidenceIds ?? []) as Id<'evd'>[] };
    case 'begin':
    case 'cancel':
    case 'withdraw':
    case 'break':
      return { name: asked.move };
  }
}

/** Puts a move into the next batch of its world. */
export async function submitMove(
  context: ApiContext, worldId: number, command: Omit<Parameters<typeof movePledges>[4][number], 'at'>,
): Promise<Outcome<MoveAnswer, MoveRefusal>> {
  const { installation } = context;
  const outcome: Outcome<MoveAnswer, MoveRefusal> = await installation.batcher.submit(
    `move ${worldId}`,
    (connection, commands: readonly Omit<Parameters<typeof movePledges>[4][number], 'at'>[]) => {
      const now = nowOf(context, worldId);
      return movePledges(connection, { worldId, now }, installation.tools, installation.catalog, commands.map((one) => ({ ...one, at: now })));
    },
    command,
  );
  if (outcome.ok) context.background.hint(worldId);
  return outcome;
}

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
  app.post<{ Body: OrderBody }>('/v1/pledges', { schema: { tags: ['pledges'], summary: 'Order: decide an admission and offer a pledge', body: OrderBody, response: { 201: PledgeAnswer } } }, async (request, reply) => {
    const principal = await merchantOf(context, request, reply, 'pledges:write');
    if (principal === null) return reply;
    const key = request.headers['idempotency-key'];
    if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
    return send(reply, await order(context, principal, request.body, key));
  });

  app.post<{ Body: BulkOrdersBody }>('/v1/pledges/bulk', { config: { bulk: true }, bodyLimit: 1_048_576, schema: { tags: ['pledges'], summary: 'Up to 128 orders, each answered on its own', body: BulkOrdersBody } }, async (request, reply) => {
    const principal = await merchantOf(context, request, reply, 'pledges:write');
    if (principal === null) return reply;
    const answers = await Promise.all(request.body.pledges.map(({ idempotencyKey, ...body }) => order(context, principal, body, idempotencyKey)));
    return reply.code(200).send({ answers: answers.map(item) });
  });

  for (const move of MERCHANT_MOVES) {
    app.post<{ Body: MerchantMoveBody; Params: { pledgeId: string } }>(`/v1/pledges/:pledgeId/${move}`, { schema: { tags: ['pledges'], summary: `Move: ${move}`, params: PledgePath, body: MerchantMoveBody, response: { 200: MoveAnswerBody } } }, async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:write');
      if (principal === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      return send(reply, await moveAsMerchant(context, principal, { ...request.body, pledgeId: request.params.pledgeId, move } as AskedByMerchant, key));
    });
  }

  app.post<{ Body: BulkMovesBody }>('/v1/pledges/bulk-moves', { config: { bulk: true }, bodyLimit: 1_048_576, schema: { tags: ['pledges'], summary: 'Up to 128 moves, each answered on its own', body: BulkMovesBody } }, async (request, reply) => {
    const principal = await merchantOf(context, request, reply, 'pledges:write');
    if (principal === null) return reply;
    const answers = await Promise.all(request.body.moves.map(({ idempotencyKey, ...asked }) => moveAsMerchant(context, principal, asked as AskedByMerchant, idempotencyKey)));
    return reply.code(200).send({ answers: answers.map(item) });
  });

  const ChargePath = closed({ pledgeId: idOf('plg', 'the pledge'), chargeId: idOf('chg', 'the charge') });
  for (const [verb, end] of [['mark-paid', 'collected'], ['forgive', 'forgiven']] as const) {
    app.post<{ Params: { pledgeId: string; chargeId: string } }>(`/v1/pledges/:pledgeId/charges/:chargeId/${verb}`, { schema: { tags: ['charges'], summary: end === 'collected' ? 'The charge was paid elsewhere' : 'Let the charge go', params: ChargePath, body: Type.Optional(closed({})) } }, async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:write');
      if (principal === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      return send(reply, await settle(context, principal, request.params.pledgeId, request.params.chargeId, end, key));
    });
  }
}

async function settle(context: ApiContext, principal: MerchantPrincipal, pledgeId: string, chargeId: string, end: SettleCommand['end'], key: string): Promise<Answered> {
  const { worldId, merchantId } = principal;
  const request = requestKeyOf(merchantId, `${end} ${chargeId}`, key, { pledgeId, chargeId });
  return onlyOnce<Answered>(request.keyHash, () => ({ code: 'idempotency_key_in_flight' }), async () => {
    const outcome = await context.installation.batcher.submit(
      `settle ${worldId}`, (connection, commands: readonly SettleCommand[]) => settleCharges(connection, { worldId, now: nowOf(context, worldId) }, context.installation.tools, commands),
      { request, merchantId, pledgeId: pledgeId as Id<'plg'>, chargeId: chargeId as Id<'chg'>, end },
    );
    if (!outcome.ok) return { code: outcome.reason };
    context.background.hint(worldId);
    return { status: 200, body: settleAnswer(await factOf(context, worldId, outcome.value)) };
  });
}
