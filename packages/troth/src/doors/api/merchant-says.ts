/** What a merchant may say about pledges: order one, move one, end a charge. Each is put into the next batch of its world. */
import { type Id, isId } from '../../kernel/index.ts';
import { type SettleCommand, settleCharges } from '../../journeys/settle-charge.ts';
import { readMove } from './asked-move.ts';
import { birthAnswer, factOf, moveAnswer, settleAnswer } from './answers.ts';
import { type ApiContext, type MerchantPrincipal, nowOf, requestKeyOf } from './context.ts';
import { onlyOnce } from './in-flight.ts';
import type { ProblemCode, ProblemMore } from './problems.ts';
import type { MERCHANT_MOVES, MoveMembers } from './move-bodies.ts';
import type { OrderBody } from './schemas.ts';
import { isRemembered, readTimes, submitMove, submitOrder } from './submit.ts';

export type Answered =
  | { readonly status: number; readonly body: object }
  | ({ readonly code: ProblemCode } & ProblemMore);

/** One order: refused by a named rule, or a pledge that waits for the person. */
export async function order(
  context: ApiContext,
  principal: MerchantPrincipal,
  body: OrderBody,
  key: string,
): Promise<Answered> {
  const { installation } = context;
  const { worldId, merchantId } = principal;
  const found = installation.catalog.find(worldId, body.offerId as Id<'ofr'>);
  const offer = found instanceof Promise ? await found : found;
  if (offer === null || offer.merchantId !== merchantId) return { code: 'not_found', pointers: ['/offerId'] };
  const request = requestKeyOf(merchantId, 'order', key, body);
  const { promisor } = body;
  const promisorKind = isId('pty', promisor) ? 'merchant' : 'person';
  const promisorId = isId('pty', promisor)
    ? promisor
    : installation.vault.partyOfPairwise(worldId, merchantId, promisor as Id<'ref'>);
  // What was ordered before the offer was withdrawn is answered as it was then.
  if (offer.state === 'withdrawn' && !(await isRemembered(context, worldId, promisorId, request.keyHash)))
    return { code: 'offer_withdrawn', pointers: ['/offerId'] };
  const times = readTimes(body);
  if (times === null) return { code: 'body_invalid', pointers: ['/startsAt'], detail: 'There is no such instant.' };
  return onlyOnce<Answered>(
    request.keyHash,
    () => ({ code: 'idempotency_key_in_flight' }),
    async () => {
      const outcome = await submitOrder(context, worldId, {
        request,
        promisorId,
        promisorKind,
        version: offer.version,
        speaker: { by: 'promisee' },
        orderNo: body.orderNo ?? null,
        effectiveAt: null,
        order: times,
      });
      if (!outcome.ok) return { code: outcome.reason, pointers: outcome.pointers, detail: outcome.detail };
      return { status: 201, body: await birthAnswer(context, worldId, outcome.value, promisorKind) };
    },
  );
}

export type AskedByMerchant = MoveMembers & {
  readonly pledgeId: string;
  readonly move: (typeof MERCHANT_MOVES)[number];
};

/** One move by the promisee. */
export async function moveAsMerchant(
  context: ApiContext,
  principal: MerchantPrincipal,
  asked: AskedByMerchant,
  key: string,
  reporter: 'merchant' | 'historic_import' = 'merchant',
): Promise<Answered> {
  const { worldId, merchantId } = principal;
  const { pledgeId: _pledge, move: name, ...members } = asked;
  const move = readMove(name, members);
  if ('code' in move) return move;
  const request = requestKeyOf(merchantId, `move ${asked.move} ${asked.pledgeId}`, key, asked);
  return onlyOnce<Answered>(
    request.keyHash,
    () => ({ code: 'idempotency_key_in_flight' }),
    async () => {
      const outcome = await submitMove(context, worldId, {
        request,
        pledgeId: asked.pledgeId as Id<'plg'>,
        mover: { by: 'promisee', merchantId, reporter },
        move,
      });
      if (!outcome.ok) return { code: outcome.reason, pointers: outcome.pointers, detail: outcome.detail };
      return { status: 200, body: moveAnswer(await factOf(context, worldId, outcome.value)) };
    },
  );
}

/** A charge was paid elsewhere, all of it or a part, or is let go. */
export async function settle(
  context: ApiContext,
  principal: MerchantPrincipal,
  pledgeId: string,
  chargeId: string,
  end: SettleCommand['end'],
  key: string,
  partMinor: number | null = null,
): Promise<Answered> {
  const { worldId, merchantId } = principal;
  const asked = partMinor === null ? { pledgeId, chargeId } : { pledgeId, chargeId, partMinor };
  const request = requestKeyOf(merchantId, `${partMinor === null ? end : 'part'} ${chargeId}`, key, asked);
  return onlyOnce<Answered>(
    request.keyHash,
    () => ({ code: 'idempotency_key_in_flight' }),
    async () => {
      const outcome = await context.installation.batcher.submit(
        `settle ${worldId}`,
        (connection, commands: readonly SettleCommand[]) =>
          settleCharges(
            connection,
            { worldId, now: nowOf(context, worldId) },
            context.installation.tools,
            context.installation.catalog,
            commands,
          ),
        { request, merchantId, pledgeId: pledgeId as Id<'plg'>, chargeId: chargeId as Id<'chg'>, end, partMinor },
      );
      if (!outcome.ok) return { code: outcome.reason };
      context.background.hint(worldId);
      return { status: 200, body: settleAnswer(await factOf(context, worldId, outcome.value)) };
    },
  );
}
