/**
 * A shop's block settlement beside what was counted here, line by line. Nothing is booked and no line changes; the answer itself is kept
 * under its idempotency key, as every POST is, so that a settlement that is sent again is not compared with lines that came since.
 */
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { AMOUNT_MINOR_MAX, type Id, isoFromInstant } from '../../kernel/index.ts';
import {
  type DifferingLine,
  type Reconciliation,
  reconcileLines,
  type SettlementLine,
  withoutUndone,
} from '../../rooms/offer/index.ts';
import type { ApiContext } from './context.ts';
import { borneOf, isPartner, type LineRead, readLines, readPromises } from './member-reads.ts';
import type { Made } from './once.ts';
import { onceByMerchant } from './once-by-merchant.ts';
import { PeriodAsked, readPeriod } from './report-period.ts';
import { closed, idOf } from './schemas.ts';

export const SETTLEMENT_LINES_MAX = 2_000;

const signed = (most: number, what: string) => Type.Integer({ minimum: -most, maximum: most, description: what });
const Line = closed({
  pledgeId: idOf('plg', 'the pledge that the line was counted for'),
  lineNo: Type.String({ pattern: '^[\\x21-\\x7e]{1,64}$', description: 'number of the receipt', examples: ['R-1001'] }),
  count: signed(1_000, 'visits; below zero for a refund of an earlier period'),
  amountMinor: signed(AMOUNT_MINOR_MAX, 'minor units'),
  discountMinor: signed(AMOUNT_MINOR_MAX, 'minor units'),
});
const SettlementBody = closed({
  ...PeriodAsked,
  shop: Type.Optional(
    idOf('pty', 'whose lines; the shop that asks when absent. The shop of the offer may name a partner'),
  ),
  lines: Type.Array(Line, { maxItems: SETTLEMENT_LINES_MAX }),
});
type SettlementBody = Static<typeof SettlementBody>;

export function settlementRoute(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'pledges:read');
  app.post<{ Params: { offerId: Id<'ofr'> }; Body: SettlementBody }>(
    '/v1/offers/:offerId/settlements',
    {
      config: { bulk: true },
      bodyLimit: 1_048_576,
      schema: {
        tags: ['offers'],
        summary: 'Compare a block settlement with the lines counted here; nothing is booked',
        params: closed({ offerId: idOf('ofr', 'the offer') }),
        body: SettlementBody,
      },
    },
    (request, reply) =>
      asShop(request, reply, async (client, { worldId, merchantId }, now): Promise<Made> => {
        const { offerId } = request.params;
        const offer = await context.installation.catalog.find(worldId, offerId);
        const isIssuer = offer?.merchantId === merchantId;
        if (offer === null || !(isIssuer || (await isPartner(client, offerId, merchantId))))
          return { ok: false, code: 'not_found' };
        const shop = (request.body.shop ?? merchantId) as Id<'pty'>;
        if (!isIssuer && shop !== merchantId) return { ok: false, code: 'not_found', pointers: ['/shop'] };
        const period = readPeriod(request.body, now);
        if ('pointer' in period) return { ok: false, code: 'body_invalid', ...asMore(period) };
        const { currency } = offer.version.terms;
        const asked = { offerId, merchantId: offer.merchantId, currency };
        const promises = await readPromises(client, asked, period.to);
        const all = await readLines(
          client,
          promises.map((one) => one.pledgeId),
          period,
        );
        const ours = all.filter((line) => (line.honoured?.by ?? offer.merchantId) === shop);
        const settled = withoutUndone(ours.map(settlementLine));
        if (settled.length > SETTLEMENT_LINES_MAX)
          return { ok: false, code: 'body_invalid', ...asMore({ pointer: '/from', detail: TOO_MANY }) };
        const found = reconcileLines(settled, withoutUndone(request.body.lines.map(settlementLine)));
        const said = { offerId, shop, currency, from: isoFromInstant(period.from), to: isoFromInstant(period.to) };
        const body = { ...said, ...reportOf(found), discounts: borneOf(ours) };
        return { ok: true, subjectId: offerId, status: 200, body, again: body };
      }),
  );
}

const TOO_MANY = `More than ${SETTLEMENT_LINES_MAX} lines were counted in that period; ask for a shorter one.`;

function asMore({ pointer, detail }: { readonly pointer: string; readonly detail: string }) {
  return { pointers: [pointer], detail };
}

/** A receipt is one of its pledge: neither an id nor a number of a receipt has a blank. */
function settlementLine(line: Omit<LineRead, 'honoured'> | SettlementBody['lines'][number]): SettlementLine {
  const { pledgeId, lineNo, count, amountMinor, discountMinor } = line;
  return { receiptNumber: `${pledgeId} ${lineNo}`, count, amountMinor, discountMinor };
}

function named(receiptNumber: string) {
  const [pledgeId = '', lineNo = ''] = receiptNumber.split(' ');
  return { pledgeId, lineNo };
}

function lineBody({ receiptNumber, count, amountMinor, discountMinor }: SettlementLine) {
  return { ...named(receiptNumber), count, amountMinor, discountMinor };
}

function differingBody({ receiptNumber, ours, theirs, fields }: DifferingLine) {
  const numbers = ({ count, amountMinor, discountMinor }: SettlementLine) => ({ count, amountMinor, discountMinor });
  return { ...named(receiptNumber), fields, ours: numbers(ours), theirs: numbers(theirs) };
}

function reportOf({ verdict, totals, matched, differing, onlyOurs, onlyTheirs, repeated }: Reconciliation) {
  return {
    verdict,
    totals,
    matched: matched.map(lineBody),
    differing: differing.map(differingBody),
    onlyOurs: onlyOurs.map(lineBody),
    onlyTheirs: onlyTheirs.map(lineBody),
    repeated: repeated.map(({ receiptNumber, ...rest }) => ({ ...named(receiptNumber), ...rest })),
  };
}
