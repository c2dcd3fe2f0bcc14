/** Reports on the members of an offer: new, returning and lost in a period, what they did, and what partners honoured. For its shop alone. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type pg from 'pg';
import { type Id, isoFromInstant } from '../../kernel/index.ts';
import { type BothTexts, type Membership, membersReport, type Period } from '../../rooms/offer/index.ts';
import type { CurrentOffer } from '../installation/index.ts';
import { type ApiContext, merchantOf, nowOf, promisorOf } from './context.ts';
import { borneOf, type LineRead, type PromiseRead, readClawbacks, readLines, readPromises } from './member-reads.ts';
import { readMerchantNames } from './shop-names.ts';
import { sendProblem } from './problems.ts';
import { PeriodAsked, readPeriod } from './report-period.ts';
import { closed, idOf } from './schemas.ts';

const MEMBERS_PAGE_MAX = 500;

const MembersAsked = closed({
  ...PeriodAsked,
  after: Type.Optional(
    Type.String({
      pattern: '^(ref|pty)_[0-9a-f]{32}$',
      description: 'go on behind this member',
      examples: [`ref_${'0'.repeat(31)}1`],
    }),
  ),
});

export function memberRoutes(app: FastifyInstance, context: ApiContext): void {
  app.get<{ Params: { offerId: Id<'ofr'> }; Querystring: { from?: string; to?: string; after?: string } }>(
    '/v1/offers/:offerId/members',
    {
      schema: {
        tags: ['offers'],
        summary:
          'Members in a period: new, returning, lost; visits, discounts, what was taken back, what partners honoured',
        params: closed({ offerId: idOf('ofr', 'the offer') }),
        querystring: MembersAsked,
      },
    },
    async (request, reply) => {
      const principal = await merchantOf(context, request, reply, 'pledges:read');
      if (principal === null) return reply;
      const { worldId, merchantId } = principal;
      const offer = await context.installation.catalog.find(worldId, request.params.offerId);
      if (offer === null || offer.merchantId !== merchantId) return sendProblem(reply, 'not_found');
      const period = readPeriod(request.query, nowOf(context, worldId));
      if ('pointer' in period)
        return sendProblem(reply, 'body_invalid', { pointers: [period.pointer], detail: period.detail });
      const read = await context.installation.cold.within({ worldId }, (client) => readAll(client, offer, period));
      const nameOf = ({ partyId, partyKind: kind }: PromiseRead) =>
        promisorOf(context, worldId, merchantId, { partyId, kind });
      const { totals, members } = membersReport(membershipsOf(read, nameOf), period);
      const rest = members.filter(({ member }) => request.query.after === undefined || member > request.query.after);
      const page = rest.slice(0, MEMBERS_PAGE_MAX);
      return reply.send({
        offerId: offer.offerId,
        currency: offer.version.terms.currency,
        from: isoFromInstant(period.from),
        to: isoFromInstant(period.to),
        totals,
        partners: partnersOf(read),
        members: page.map(({ member, ...row }) => ({ promisor: member, ...row })),
        next: rest.length > page.length ? (page.at(-1)?.member ?? null) : null,
      });
    },
  );
}

interface Read {
  readonly promises: readonly PromiseRead[];
  readonly lines: readonly LineRead[];
  readonly clawbacks: ReadonlyMap<Id<'plg'>, number>;
  readonly partnerNames: ReadonlyMap<Id<'pty'>, BothTexts>;
}

async function readAll(client: pg.ClientBase, offer: CurrentOffer, period: Period): Promise<Read> {
  const { offerId, merchantId } = offer;
  const asked = { offerId, merchantId, currency: offer.version.terms.currency };
  const promises = await readPromises(client, asked, period.to);
  const pledgeIds = promises.map(({ pledgeId }) => pledgeId);
  const lines = await readLines(client, pledgeIds, period);
  const partners = [...new Set(lines.flatMap(({ honoured }) => honoured?.by ?? []))];
  return {
    promises,
    lines,
    clawbacks: await readClawbacks(client, pledgeIds, period),
    partnerNames: await readMerchantNames(client, partners),
  };
}

function membershipsOf({ promises, lines, clawbacks }: Read, nameOf: (promise: PromiseRead) => string): Membership[] {
  const byPledge = Map.groupBy(lines, ({ pledgeId }) => pledgeId);
  return promises.map((promise) => {
    const { pledgeId, acceptedAt, ended } = promise;
    const own = byPledge.get(pledgeId) ?? [];
    const sum = (name: 'count' | 'amountMinor' | 'discountMinor') => own.reduce((total, line) => total + line[name], 0);
    return {
      member: nameOf(promise),
      acceptedAt,
      ended,
      visitCount: sum('count'),
      amountMinor: sum('amountMinor'),
      discountMinor: sum('discountMinor'),
      clawbackMinor: clawbacks.get(pledgeId) ?? 0,
    };
  });
}

/** What each partner honoured in the period, and who bears it: `owedMinor` is what the shop of the offer owes that partner. */
function partnersOf({ lines, partnerNames }: Read) {
  const honoured = lines.filter((line) => line.honoured !== null);
  return [...Map.groupBy(honoured, (line) => line.honoured?.by as Id<'pty'>)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([shop, own]) => {
      const { byIssuerMinor, byHonouringShopMinor } = borneOf(own);
      return {
        shop,
        name: partnerNames.get(shop) ?? null,
        visitCount: own.reduce((sum, { count }) => sum + count, 0),
        amountMinor: own.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
        discountMinor: own.reduce((sum, { discountMinor }) => sum + discountMinor, 0),
        owedMinor: byIssuerMinor,
        borneByPartnerMinor: byHonouringShopMinor,
      };
    });
}
