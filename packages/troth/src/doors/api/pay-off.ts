/** The merchant's word that all that was left of a price in parts has been paid at once. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type PayOffCommand, payOffPledges } from '../../journeys/pay-off.ts';
import { AMOUNT_MINOR_MAX, type Id } from '../../kernel/index.ts';
import { factOf, moveAnswer } from './answers.ts';
import {
  type ApiContext,
  isIdempotencyKey,
  type MerchantPrincipal,
  merchantOf,
  nowOf,
  requestKeyOf,
} from './context.ts';
import { onlyOnce } from './in-flight.ts';
import type { Answered } from './merchant-says.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf, MoveAnswerBody } from './schemas.ts';

const PayOffBody = closed({
  amountMinor: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: AMOUNT_MINOR_MAX,
      description:
        'what was paid, minor units: the earlyPayoffMinor of the pledge; when another amount is owed, nothing is written',
    }),
  ),
});

export function payOffRoutes(app: FastifyInstance, context: ApiContext): void {
  app.post<{ Params: { pledgeId: Id<'plg'> }; Body: { readonly amountMinor?: number } }>(
    '/v1/pledges/:pledgeId/pay-off',
    {
      schema: {
        tags: ['pledges'],
        summary: 'All remaining parts of the price were paid at once',
        params: closed({ pledgeId: idOf('plg', 'the pledge') }),
        body: PayOffBody,
        response: { 200: MoveAnswerBody },
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:write');
      if (principal === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      const answered = await sayPaidOff(
        context,
        principal,
        request.params.pledgeId,
        request.body.amountMinor ?? null,
        key,
      );
      if (!('code' in answered)) return reply.code(answered.status).send(answered.body);
      return sendProblem(reply, answered.code, { pointers: answered.pointers });
    },
  );
}

async function sayPaidOff(
  context: ApiContext,
  { worldId, merchantId }: MerchantPrincipal,
  pledgeId: Id<'plg'>,
  amountMinor: number | null,
  key: string,
): Promise<Answered> {
  const { installation } = context;
  const request = requestKeyOf(merchantId, `pay-off ${pledgeId}`, key, { pledgeId, amountMinor });
  return onlyOnce<Answered>(
    request.keyHash,
    () => ({ code: 'idempotency_key_in_flight' }),
    async () => {
      const outcome = await installation.batcher.submit(
        `pay-off ${worldId}`,
        (connection, commands: readonly PayOffCommand[]) =>
          payOffPledges(
            connection,
            { worldId, now: nowOf(context, worldId) },
            installation.tools,
            installation.catalog,
            commands,
          ),
        { request, merchantId, pledgeId, amountMinor },
      );
      if (!outcome.ok) {
        const pointers = outcome.reason === 'payoff_is_another_amount' ? ['/amountMinor'] : undefined;
        return { code: outcome.reason, pointers };
      }
      context.background.hint(worldId);
      return { status: 200, body: moveAnswer(await factOf(context, worldId, outcome.value)) };
    },
  );
}
