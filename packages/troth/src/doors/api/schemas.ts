/** The shapes of the API: one schema for types, validation and documentation. Unknown members are refused everywhere. */
import { type Static, type TSchema, Type } from 'typebox';
import { AMOUNT_MINOR_MAX, CURRENCY_EXPONENTS } from '../../kernel/index.ts';
import { PLEDGE_STATES } from '../../rooms/pledge/index.ts';

export const closed = <P extends Record<string, TSchema>>(properties: P, description?: string) =>
  Type.Object(properties, { additionalProperties: false, ...(description === undefined ? {} : { description }) });

export const idOf = (prefix: string, what: string) =>
  Type.String({ pattern: `^${prefix}_[0-9a-f]{32}$`, description: what });
export const InstantText = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?(Z|[+-]\\d{2}:\\d{2})$',
  maxLength: 40,
  description: 'ISO 8601 with an explicit offset',
  examples: ['2026-12-01T10:00:00+08:00'],
});
export const LocalDate = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  description: 'a day in the offer’s timezone',
  examples: ['2026-12-01'],
});
export const OrderNo = Type.String({
  pattern: '^[\\x21-\\x7e]{1,64}$',
  description: 'the merchant’s own order number; stays unique for ever',
  examples: ['A-1001'],
});
export const KeyText = Type.String({
  pattern: '^[\\x21-\\x7e]{1,255}$',
  description: 'idempotency key of this item',
  examples: ['item-1'],
});
const Amount = Type.Integer({ description: 'minor units' });
export const SaidAmount = Type.Integer({ minimum: 0, maximum: AMOUNT_MINOR_MAX, description: 'minor units' });
const CurrencyCode = Type.Enum(Object.keys(CURRENCY_EXPONENTS) as (keyof typeof CURRENCY_EXPONENTS)[], {
  description: 'ISO 4217',
});
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const LineNo = Type.String({
  pattern: '^[\\x21-\\x7e]{1,64}$',
  description: 'your own number of the line',
  examples: ['L-1'],
});

const times = {
  startsAt: Type.Optional(InstantText),
  onLocalDate: Type.Optional(LocalDate),
  amountMinor: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: AMOUNT_MINOR_MAX,
      description: 'the amount of this order, where the offer leaves it to the order',
    }),
  ),
  lines: Type.Optional(
    Type.Array(
      closed({
        lineNo: LineNo,
        priceMinor: Type.Integer({ minimum: 1, maximum: AMOUNT_MINOR_MAX, description: 'minor units' }),
        eligible: Type.Optional(
          Type.Boolean({ description: 'false: this line cannot be tried; the order is refused' }),
        ),
      }),
      {
        minItems: 1,
        maxItems: 50,
        description: 'what is tried, line by line; together they are the amount, which need not be said then',
      },
    ),
  ),
};

export const OrderBody = closed(
  {
    offerId: idOf('ofr', 'the offer'),
    promisor: Type.String({
      pattern: '^(ref|pty)_[0-9a-f]{32}$',
      description: 'how this merchant knows the person; or the id of the shop that promises',
      examples: ['ref_00000000000000000000000000000001'],
    }),
    orderNo: Type.Optional(OrderNo),
    ...times,
  },
  'One order: who promises, under which offer, from when',
);
export type OrderBody = Static<typeof OrderBody>;

export const BulkOrdersBody = closed({
  pledges: Type.Array(
    closed({
      idempotencyKey: KeyText,
      offerId: OrderBody.properties.offerId,
      promisor: OrderBody.properties.promisor,
      orderNo: Type.Optional(OrderNo),
      ...times,
    }),
    { minItems: 1, maxItems: 128 },
  ),
});
export type BulkOrdersBody = Static<typeof BulkOrdersBody>;

/** How a charge ends, as the routes say it. */
export const CHARGE_ENDS = { 'mark-paid': 'collected', forgive: 'forgiven' } as const;
export const BulkChargeEndsBody = closed({
  charges: Type.Array(
    closed({
      idempotencyKey: KeyText,
      pledgeId: idOf('plg', 'the pledge'),
      chargeId: idOf('chg', 'a charge of that pledge'),
      end: Type.Enum(Object.keys(CHARGE_ENDS) as (keyof typeof CHARGE_ENDS)[]),
    }),
    { minItems: 1, maxItems: 128 },
  ),
});
export type BulkChargeEndsBody = Static<typeof BulkChargeEndsBody>;
export const PromiseBody = closed({
  offerId: idOf('ofr', 'the offer'),
  ...times,
  terms: Type.Enum(['trust', 'ordinary'], { description: 'ordinary: I prefer to pay the deposit' }),
  shownMinor: Type.Integer({
    minimum: 0,
    maximum: AMOUNT_MINOR_MAX,
    description: 'what the page said would be waived; granted less, nothing is written',
  }),
  versionId: Type.Optional(idOf('ofv', 'the version that was read; when another is current, nothing is written')),
  consent: Type.Optional(closed({ textVersion: Type.String({ maxLength: 64 }) })),
});
export type PromiseBody = Static<typeof PromiseBody>;

export const PledgeAnswer = closed(
  {
    pledgeId: idOf('plg', 'the pledge'),
    state: Type.Enum([...PLEDGE_STATES]),
    outcome: Type.Enum(['full', 'partial', 'ordinary']),
    currency: CurrencyCode,
    grantedMinor: Amount,
    depositMinor: Amount,
    ceilingMinor: Amount,
    orderNo: orNull(Type.String()),
    startsAt: Type.String(),
    dueAt: Type.String(),
    graceUntil: Type.String(),
    expiresAt: orNull(Type.String({ description: 'an offered pledge frees its exposure then' })),
    acceptPath: Type.String({ description: 'where the person answers; for a shop that promises, the route' }),
  },
  'A pledge as it was born',
);

export const MoveAnswerBody = closed(
  {
    pledgeId: idOf('plg', 'the pledge'),
    state: Type.Enum([...PLEDGE_STATES]),
    factId: idOf('fct', 'the fact that records it'),
    dueAt: Type.String(),
    graceUntil: Type.String(),
    answerBy: orNull(Type.String()),
    chargedMinor: Amount,
    charges: Type.Array(
      closed({
        chargeId: idOf('chg', 'the charge'),
        kind: Type.String(),
        amountMinor: Amount,
        currency: CurrencyCode,
        seq: Type.Integer({ description: 'the obligation it comes from' }),
      }),
    ),
  },
  'A pledge after a move',
);

export const ProblemBody = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.String(),
    next: Type.String(),
    pointers: Type.Optional(Type.Array(Type.String())),
    norm: Type.Optional(Type.String()),
    errors: Type.Optional(Type.Array(Type.Unknown())),
  },
  { description: 'RFC 9457 problem' },
);
