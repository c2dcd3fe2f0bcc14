/** The books over the API: a merchant reads its own, the operator those of one shop or of all, as they stood at any past instant. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { type Currency, type Id, type Instant, isoFromInstant } from '../../kernel/index.ts';
import {
  balanceOf,
  CASH_ACCOUNTS,
  type CashAccount,
  chargeEquation,
  listMovements,
  readBooks,
  type TrialBalance,
  trialBalances,
} from '../../rooms/ledger/index.ts';
import { type ApiContext, authenticate, nowOf, readIso } from './context.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf, InstantText } from './schemas.ts';

const MOVEMENTS_MAX = 1000;
const Shop = Type.Optional(idOf('pty', 'whose books; a merchant reads its own, the operator all when none is named'));
const Asked = closed({ at: Type.Optional(InstantText), shop: Shop });
const MovementsAsked = closed({
  shop: Shop,
  account: Type.Optional(Type.Enum([...CASH_ACCOUNTS], { description: 'where the money lies; cash when absent' })),
  from: Type.Optional(InstantText),
  before: Type.Optional(InstantText),
  after: Type.Optional(idOf('trf', 'go on behind this transfer')),
});

interface Reader {
  readonly worldId: number;
  /** Null: all shops. */
  readonly merchantId: Id<'pty'> | null;
}

/** Whose books may be read; null after the refusal was sent. Another shop's are not found. */
async function readerOf(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  shop: Id<'pty'> | undefined,
): Promise<Reader | null> {
  const principal = await authenticate(context, request, reply);
  if (principal === null) return null;
  const { worldId } = principal;
  if (principal.kind === 'operator') return { worldId, merchantId: shop ?? null };
  if (principal.kind === 'person') await sendProblem(reply, 'merchant_must_speak');
  else if (!principal.scopes.includes('pledges:read'))
    await sendProblem(reply, 'scope_missing', { detail: 'The key needs the scope pledges:read.' });
  else if (shop !== undefined && shop !== principal.merchantId) await sendProblem(reply, 'not_found');
  else return { worldId, merchantId: principal.merchantId };
  return null;
}

/** An instant of the past, now when none is named; null after the refusal was sent. */
async function pastOf(reply: FastifyReply, name: string, text: string | undefined, now: Instant) {
  const at = text === undefined ? now : readIso(text);
  if (at !== null && at <= now) return at;
  const detail = at === null ? 'There is no such instant.' : 'That lies in the future.';
  await sendProblem(reply, 'body_invalid', { pointers: [`/${name}`], detail });
  return null;
}

export function bookRoutes(app: FastifyInstance, context: ApiContext): void {
  const { cold } = context.installation;
  app.get<{ Querystring: { at?: string; shop?: Id<'pty'> } }>(
    '/v1/books',
    { schema: { tags: ['books'], summary: 'Trial balance, charges and losses per currency', querystring: Asked } },
    async (request, reply) => {
      const reader = await readerOf(context, request, reply, request.query.shop);
      if (reader === null) return reply;
      const at = await pastOf(reply, 'at', request.query.at, nowOf(context, reader.worldId));
      if (at === null) return reply;
      const { worldId, merchantId } = reader;
      const read = await cold.within({ worldId }, (client) => readBooks(client, { merchantId, at }));
      const currencies = trialBalances(read.moved).map((trial) => ({
        ...trial,
        charges: chargeEquation(read.charges, read.moved, trial),
        losses: lossesOf(read.losses, trial),
      }));
      return reply.send({ at: isoFromInstant(at), shop: merchantId, currencies });
    },
  );

  app.get<{ Querystring: Static<typeof MovementsAsked> & { shop?: Id<'pty'>; after?: Id<'trf'> } }>(
    '/v1/books/movements',
    {
      schema: {
        tags: ['books'],
        summary: 'What went in and out where money lies, to be compared with the provider’s statement',
        querystring: MovementsAsked,
      },
    },
    async (request, reply) => {
      const { shop, account = 'cash', from, before, after } = request.query;
      const reader = await readerOf(context, request, reply, shop);
      if (reader === null) return reply;
      const { worldId, merchantId } = reader;
      if (merchantId === null)
        return sendProblem(reply, 'body_invalid', { pointers: ['/shop'], detail: 'A statement is about one shop.' });
      const [since, until] = [readIso(from ?? '0001-01-01T00:00:00Z'), readIso(before ?? '9999-12-31T00:00:00Z')];
      if (since === null || until === null)
        return sendProblem(reply, 'body_invalid', {
          pointers: [since === null ? '/from' : '/before'],
          detail: 'There is no such instant.',
        });
      const asked = {
        merchantId,
        account: account as CashAccount,
        from: since,
        before: until,
        after: after ?? null,
        limit: MOVEMENTS_MAX,
      };
      const movements = await cold.within({ worldId }, (client) => listMovements(client, asked));
      const last = movements.at(-1);
      return reply.send({
        account,
        movements: movements.map(({ effectiveAt, ...rest }) => ({ ...rest, effectiveAt: isoFromInstant(effectiveAt) })),
        next: movements.length < MOVEMENTS_MAX ? null : (last?.transferId ?? null),
      });
    },
  );
}

interface Loss {
  readonly bearer: string;
  readonly account: 'trust_extended' | 'receivable' | 'forgiven';
  readonly currency: Currency;
  readonly amountMinor: number;
}

/** Per bearer: what is at risk, what is charged and not paid, and what was let go. `unnamed` is whatever no bearer answers for: always zero. */
function lossesOf(losses: readonly Loss[], trial: TrialBalance) {
  const mine = losses.filter(({ currency }) => currency === trial.currency);
  const of = (among: readonly Loss[], account: Loss['account']) =>
    among.filter((loss) => loss.account === account).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const bearers = [...Map.groupBy(mine, ({ bearer }) => bearer)].map(([bearer, among]) => ({
    bearer,
    atRiskMinor: of(among, 'trust_extended'),
    unpaidMinor: of(among, 'receivable'),
    forgivenMinor: of(among, 'forgiven'),
  }));
  const unnamedMinor = (['trust_extended', 'receivable', 'forgiven'] as const).reduce(
    (sum, account) => sum + Math.abs(balanceOf(trial, account) - of(mine, account)),
    0,
  );
  return { bearers, unnamedMinor };
}
