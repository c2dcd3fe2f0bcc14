/**
 * When a shop has folded: the operator reads the list of those whose deposits it holds, and pays out what custody has, pro rata.
 * People are named by the reference under which the shop knew them, and by nothing else; a shop among them by its id.
 */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { payOutCustody, planCustodyPayout } from '../../journeys/pay-out-custody.ts';
import { type Currency, type Id, idFromUuid, isoFromInstant, uuidOf } from '../../kernel/index.ts';
import type { CurrencyPayout, CustodyShare } from '../../rooms/ledger/index.ts';
import type { PartyKind } from '../../rooms/party/index.ts';
import { type ApiContext, nobodyIn, nowOf, operatorOf, promisorOf } from './context.ts';
import { type Made, onceAfterwards } from './once.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf } from './schemas.ts';

const params = closed({ merchantId: idOf('pty', 'the shop') });
interface Params {
  readonly merchantId: Id<'pty'>;
}

export function custodyPayoutRoutes(app: FastifyInstance, context: ApiContext): void {
  const { installation } = context;
  const { tools } = installation;
  app.get<{ Params: Params }>(
    '/v1/merchants/:merchantId/custody-claims',
    {
      schema: {
        tags: ['operator'],
        summary: 'Whose deposits a shop holds, and what each would be paid out of custody now',
        params,
      },
    },
    async (request, reply) => {
      const operator = await operatorOf(context, request, reply);
      if (operator === null) return reply;
      const { worldId } = operator;
      const { merchantId } = request.params;
      if (!(await isShop(context, worldId, merchantId))) return sendProblem(reply, 'not_found');
      const world = { worldId, now: nowOf(context, worldId) };
      const plan = await installation.exclusively((connection) =>
        planCustodyPayout(connection, world, tools, merchantId),
      );
      const currencies = await rendered(context, worldId, merchantId, plan);
      return reply.send({ at: isoFromInstant(world.now), currencies });
    },
  );

  app.post<{ Params: Params }>(
    '/v1/merchants/:merchantId/custody-payouts',
    {
      schema: {
        tags: ['operator'],
        summary: 'Pay out, pro rata, what custody holds of a shop’s deposits; whatever is missing stays owed',
        params,
        body: Type.Optional(closed({})),
      },
    },
    async (request, reply) => {
      const operator = await operatorOf(context, request, reply);
      if (operator === null) return reply;
      const { worldId } = operator;
      const { merchantId } = request.params;
      const speaker = { worldId, partyId: nobodyIn(worldId), merchantIds: [uuidOf(merchantId)] };
      return onceAfterwards(context, request, reply, speaker, {
        // Made before anything is paid: whoever asks again after a crash asks about this very payout.
        plan: () => `payout ${tools.ids.next('pay', nowOf(context, worldId))}`,
        work: (planned, how) => work(context, worldId, merchantId, planned.split(' ')[1] as Id<'pay'>, how),
      });
    },
  );
}

async function work(
  context: ApiContext,
  worldId: number,
  merchantId: Id<'pty'>,
  payoutId: Id<'pay'>,
  how: 'new' | 'resumed',
): Promise<Made> {
  if (!(await isShop(context, worldId, merchantId))) return { ok: false, code: 'not_found' };
  const done = how === 'resumed' ? await readPaid(context, worldId, merchantId, payoutId) : [];
  const world = { worldId, now: nowOf(context, worldId) };
  const command = { payoutId, merchantId };
  const paid =
    done.length > 0
      ? ({ ok: true, value: done } as const)
      : await context.installation.exclusively((connection) =>
          payOutCustody(connection, world, context.installation.tools, command),
        );
  if (!paid.ok) return { ok: false, code: paid.reason };
  const body = { payoutId, currencies: await rendered(context, worldId, merchantId, paid.value) };
  return { ok: true, subjectId: payoutId, status: 200, body, again: body };
}

async function isShop({ installation }: ApiContext, worldId: number, merchantId: Id<'pty'>): Promise<boolean> {
  const { rowCount } = await installation.cold.within({ worldId }, (client) =>
    client.query('select 1 from merchants where merchant_id = $1', [uuidOf(merchantId)]),
  );
  return rowCount !== 0;
}

/** What a payout has paid already, by its facts. Read only after a crash between paying and answering. */
async function readPaid(
  { installation }: ApiContext,
  worldId: number,
  merchantId: Id<'pty'>,
  payoutId: Id<'pay'>,
): Promise<CurrencyPayout[]> {
  interface Said {
    readonly currency: Currency;
    readonly heldMinor: number;
    readonly totalMinor: number;
    readonly owedMinor: number;
    readonly paidMinor: number;
  }
  const { rows } = await installation.cold.within({ worldId }, (client) =>
    client.query<{ pledge_id: string; party_id: string; said: Said }>(
      `select pledge_id::text, party_id::text, detail::jsonb->'said' as said from facts
       where merchant_id = $1 and kind = 'custody_paid_out' and detail::jsonb #>> '{said,payoutId}' = $2 order by pledge_id`,
      [uuidOf(merchantId), payoutId],
    ),
  );
  return [...Map.groupBy(rows, ({ said }) => said.currency)].map(([currency, of]) => {
    const shares = of.map(({ pledge_id, party_id, said }): CustodyShare => {
      const { owedMinor, paidMinor } = said;
      const claim = { pledgeId: idFromUuid('plg', pledge_id), partyId: idFromUuid('pty', party_id), currency };
      return { ...claim, owedMinor, paidMinor, shortMinor: owedMinor - paidMinor };
    });
    const { heldMinor = 0, totalMinor: owedMinor = 0 } = of[0]?.said ?? {};
    return { currency, heldMinor, owedMinor, paidMinor: shares.reduce((sum, s) => sum + s.paidMinor, 0), shares };
  });
}

/** A person and a shop are not named alike. */
async function readKinds(
  { installation }: ApiContext,
  worldId: number,
  partyIds: readonly Id<'pty'>[],
): Promise<ReadonlyMap<Id<'pty'>, PartyKind>> {
  const { rows } = await installation.cold.within({ worldId }, (client) =>
    client.query<{ party_id: string; kind: PartyKind }>(
      'select party_id::text, kind from parties where party_id = any($1::uuid[])',
      [[...new Set(partyIds)].map(uuidOf)],
    ),
  );
  return new Map(rows.map((row) => [idFromUuid('pty', row.party_id), row.kind]));
}

/** The list as people read it: per currency, everybody once, with each of their deposits. */
async function rendered(
  context: ApiContext,
  worldId: number,
  merchantId: Id<'pty'>,
  plan: readonly CurrencyPayout[],
): Promise<object[]> {
  const kindOf = await readKinds(
    context,
    worldId,
    plan.flatMap(({ shares }) => shares.map(({ partyId }) => partyId)),
  );
  return plan.map(({ currency, heldMinor, owedMinor, paidMinor, shares }) => ({
    currency,
    heldMinor,
    owedMinor,
    paidMinor,
    shortMinor: owedMinor - paidMinor,
    creditors: [...Map.groupBy(shares, ({ partyId }) => partyId)].map(([partyId, mine]) => ({
      promisor: promisorOf(context, worldId, merchantId, { partyId, kind: kindOf.get(partyId) ?? 'person' }),
      owedMinor: mine.reduce((sum, share) => sum + share.owedMinor, 0),
      paidMinor: mine.reduce((sum, share) => sum + share.paidMinor, 0),
      shortMinor: mine.reduce((sum, share) => sum + share.shortMinor, 0),
      deposits: mine.map((share) => ({
        pledgeId: share.pledgeId,
        owedMinor: share.owedMinor,
        paidMinor: share.paidMinor,
      })),
    })),
  }));
}
