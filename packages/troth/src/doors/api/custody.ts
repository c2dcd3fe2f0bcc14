/** Deposits held for people: what the provider says is there, told by the operator, and what everybody may read of it. */
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import {
  AMOUNT_MINOR_MAX,
  CURRENCY_EXPONENTS,
  type Id,
  type Instant,
  isoFromInstant,
  uuidOf,
} from '../../kernel/index.ts';
import { cleanText, NAME_LIMITS } from '../../platform/http/clean-text.ts';
import { checkStatement, coverageOf, insertStatement, listCustody } from '../../rooms/ledger/index.ts';
import { type ApiContext, nobodyIn, nowOf, operatorOf, readIso } from './context.ts';
import { type Made, once } from './once.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf, InstantText } from './schemas.ts';
import { homeWorld } from './sign-in.ts';
import type { SignInContext } from './sign-in-links.ts';

const StatementBody = closed(
  {
    merchantId: idOf('pty', 'the shop whose deposits lie there'),
    currency: Type.Enum(Object.keys(CURRENCY_EXPONENTS) as (keyof typeof CURRENCY_EXPONENTS)[]),
    balanceMinor: Type.Integer({
      minimum: 0,
      maximum: AMOUNT_MINOR_MAX,
      description: 'minor units that lie in custody',
    }),
    balanceAt: { ...InstantText, description: 'when the provider saw it so', examples: ['2026-11-01T00:00:00Z'] },
    suppliedBy: Type.String({ minLength: 1, maxLength: 200, description: 'which bank or provider says so' }),
  },
  'What the provider’s statement says',
);
const CoverageAsked = closed({
  at: Type.Optional(InstantText),
  shop: Type.Optional(idOf('pty', 'one shop; all when absent')),
});

export function custodyRoutes(app: FastifyInstance, context: SignInContext): void {
  statementRoute(app, context);
  app.get<{ Querystring: { at?: string; shop?: Id<'pty'> } }>(
    '/v1/custody-coverage',
    {
      schema: {
        tags: ['books'],
        security: [],
        summary: 'How much of the deposits that each shop holds for people is really there, at any past instant',
        querystring: CoverageAsked,
      },
    },
    async (request, reply) => {
      const worldId = homeWorld(context);
      const now = nowOf(context, worldId);
      const at = request.query.at === undefined ? now : readIso(request.query.at);
      if (at === null || at > now)
        return sendProblem(reply, 'body_invalid', { pointers: ['/at'], detail: 'Send an instant of the past.' });
      return reply.send(await readCoverage(context, worldId, request.query.shop ?? null, at));
    },
  );
}

/** The coverage of one shop, or of all that hold deposits; public. */
export async function readCoverage(context: ApiContext, worldId: number, merchantId: Id<'pty'> | null, at: Instant) {
  const read = await context.installation.cold.within({ worldId }, (client) => listCustody(client, { merchantId, at }));
  return {
    at: isoFromInstant(at),
    shops: read.map(({ statement, owedMinor, ...shop }) => ({
      ...shop,
      ...coverageOf({ owedMinor, statement }),
      statedAt: statement === null ? null : isoFromInstant(statement.balanceAt),
      suppliedBy: statement?.suppliedBy ?? null,
    })),
  };
}

function statementRoute(app: FastifyInstance, context: ApiContext): void {
  app.post<{ Body: Static<typeof StatementBody> & { merchantId: Id<'pty'> } }>(
    '/v1/custody-statements',
    {
      schema: {
        tags: ['operator'],
        summary: 'What the provider’s statement says lies in custody for a shop',
        body: StatementBody,
      },
    },
    async (request, reply) => {
      const operator = await operatorOf(context, request, reply);
      if (operator === null) return reply;
      const { worldId } = operator;
      const { merchantId, currency, balanceMinor } = request.body;
      const balanceAt = readIso(request.body.balanceAt);
      if (balanceAt === null)
        return sendProblem(reply, 'body_invalid', { pointers: ['/balanceAt'], detail: 'There is no such instant.' });
      const suppliedBy = cleanText(request.body.suppliedBy, NAME_LIMITS);
      if (!suppliedBy.ok)
        return sendProblem(reply, 'body_invalid', {
          pointers: ['/suppliedBy'],
          detail: suppliedBy.detail ?? suppliedBy.reason,
        });
      const speaker = { worldId, partyId: nobodyIn(worldId), merchantIds: [uuidOf(merchantId)] };
      return once(context, request, reply, speaker, async (client, now): Promise<Made> => {
        const { rowCount } = await client.query('select 1 from merchants where merchant_id = $1', [uuidOf(merchantId)]);
        if (rowCount === 0) return { ok: false, code: 'not_found', pointers: ['/merchantId'] };
        const statementId = context.installation.tools.ids.next('stm', now);
        const checked = checkStatement({
          statementId,
          merchantId,
          currency,
          balanceMinor,
          balanceAt,
          suppliedBy: suppliedBy.value,
          recordedAt: now,
        });
        if (!checked.ok) return { ok: false, code: checked.reason, pointers: ['/balanceAt'] };
        await insertStatement(client, worldId, checked.value);
        const body = { statementId };
        return { ok: true, subjectId: statementId, status: 201, body, again: body };
      });
    },
  );
}
