/** One small offer for each shape of promise: in hours and round numbers, so that a case can be read. */
import { type OfferTerms, READY_MADE_OFFERS } from '../offer/index.ts';

const HOURS = 60;
const DAYS = 24 * HOURS;
const in10 = { due: { afterMinutes: 10 * HOURS }, graceMinutes: 2 * HOURS };
const bottle = { name: { zh: '瓶子', en: 'the bottle' }, valueMinor: 5_000 };

function offer(
  kind: string,
  obligations: OfferTerms['obligations'],
  grants: OfferTerms['grants'],
  rest: Partial<OfferTerms> = {},
): OfferTerms {
  const money = grants.find((grant) => grant.type !== 'access');
  const ladder = rest.ladder ?? (money === undefined ? [] : [money.upToMinor]);
  return {
    ...READY_MADE_OFFERS['cafe-table'],
    kind,
    consequences: {},
    answerMinutes: DAYS,
    confirmMinutes: 2 * HOURS,
    decideMinutes: 4 * HOURS,
    offerExpiryMinutes: HOURS,
    admission: {
      rows: [{ when: 'true', step: ladder.length, say: { zh: '可以', en: 'Yes' } }],
      lossBudget: { amountMinor: 1_000, periodDays: 30, bearer: 'merchant' },
    },
    ...rest,
    obligations,
    grants,
    ladder,
  };
}

const toReturn = { type: 'return_item', owedBy: 'promisor', ...in10 } as const;
const toDeliver = { type: 'deliver', owedBy: 'promisee', ...in10 } as const;
const metered = { type: 'pay', owedBy: 'promisor', metered: 'usage', due: { afterEndMinutes: DAYS } } as const;
const billed = {
  type: 'pay',
  owedBy: 'promisor',
  amount: { billedUpToMinor: 2_000, billWithinMinutes: 3 * DAYS },
  into: 'shop',
  due: { afterMinutes: HOURS },
  graceMinutes: HOURS,
} as const;
const deposited = {
  type: 'pay',
  owedBy: 'promisor',
  amount: { deposit: 'ordinary_terms' },
  into: 'custody',
  ...in10,
} as const;
const givenBack = {
  type: 'refund',
  owedBy: 'promisee',
  due: { workingDays: 2, calendar: 'weekends_only' },
  graceMinutes: 0,
} as const;
const visits = { type: 'reach_count', owedBy: 'promisor', count: 3, ...in10 } as const;
const discount = { type: 'discount', upToMinor: 1_000 } as const;
const clawback = { capMinor: 1_000, unmet: 'pro_rata', leftEarly: 'all_enjoyed' } as const;
const lent = {
  usage: { perUnitMinor: 100, unitMinutes: HOURS, freeMinutes: 0, capMinor: 1_500 },
  late: { perUnitMinor: 50, unitMinutes: HOURS, capMinor: 300 },
  loss: { capMinor: 5_000 },
  buyOut: { priceMinor: 3_000 },
};
const inParts = (count: number, fixedMinor: number) =>
  offer(
    'instalment',
    [
      {
        type: 'pay',
        owedBy: 'promisor',
        amount: { fixedMinor },
        into: 'shop',
        parts: { count, unit: 'days', firstAfter: 1, every: 1, atLocalTime: '12:00' },
        graceMinutes: 2 * HOURS,
      },
    ],
    [{ type: 'pay_later', upToMinor: fixedMinor }],
  );

export const OFFERS = {
  /** Three visits in ten hours; what was enjoyed and not earned is taken back, and no mark is left. */
  membership: offer('membership', [visits], [discount], { consequences: { clawback, unmet: 'no_mark' } }),
  /** The same as a promise that can be broken. */
  promised: offer('membership', [visits], [discount], { consequences: { clawback } }),
  /** To spend 10,000, and then something is delivered for it. */
  spending: offer(
    'membership',
    [{ type: 'reach_amount', owedBy: 'promisor', amountMinor: 10_000, ...in10 }, toDeliver],
    [discount],
    { consequences: { clawback } },
  ),
  welfare: offer('welfare', [{ type: 'reach_hours', owedBy: 'promisor', hours: 3, ...in10 }], [{ type: 'access' }], {
    consequences: { unmet: 'no_mark' },
  }),
  trial: offer(
    'trial',
    [
      toDeliver,
      { ...toReturn, orPay: true },
      { type: 'pay', owedBy: 'promisor', amount: { fixedMinor: 3_000 }, into: 'shop', ...in10 },
    ],
    [{ type: 'pay_later', upToMinor: 3_000 }],
    { item: bottle },
  ),
  /** Three things to try, each with its price, ¥30 together. */
  wardrobe: offer(
    'trial',
    [
      toDeliver,
      { ...toReturn, orPay: true },
      {
        type: 'pay',
        owedBy: 'promisor',
        amount: { orderedUpToMinor: 3_000, eachUpToMinor: 1_500 },
        into: 'shop',
        ...in10,
      },
    ],
    [{ type: 'pay_later', upToMinor: 3_000 }],
    { item: bottle },
  ),
  postpay: offer('postpay', [billed], [{ type: 'pay_later', upToMinor: 2_000 }]),
  stay: offer(
    'stay',
    [{ type: 'attend', owedBy: 'promisor', windowMinutes: 15, graceMinutes: 15 }, toReturn, billed],
    [{ type: 'pay_later', upToMinor: 2_000 }],
    {
      item: bottle,
      consequences: { noShow: { feeMinor: 800 }, lateCancel: { freeUntilMinutesBefore: 120, feeMinor: 200 } },
    },
  ),
  table: offer(
    'attend',
    [{ type: 'attend', owedBy: 'promisor', windowMinutes: 15, graceMinutes: 15 }],
    [{ type: 'deposit_waiver', upToMinor: 1_000 }],
    { consequences: { noShow: { feeMinor: 1_000 } } },
  ),
  /** The person is there, and then the desk is ready for them. */
  desk: offer(
    'attend',
    [
      { type: 'attend', owedBy: 'promisor', windowMinutes: 15, graceMinutes: 15 },
      { type: 'attend', owedBy: 'promisee', windowMinutes: 30, graceMinutes: 15 },
    ],
    [{ type: 'access' }],
  ),
  escrow: offer(
    'escrow',
    [
      { type: 'pay', owedBy: 'promisor', amount: { orderedUpToMinor: 5_000 }, into: 'escrow', ...in10 },
      { ...toDeliver, due: { afterMinutes: 20 * HOURS } },
    ],
    [],
  ),
  custody: offer(
    'custody',
    [deposited, toReturn, givenBack, { ...metered, graceMinutes: 2 * HOURS }],
    [{ type: 'deposit_waiver', upToMinor: 5_000 }],
    { item: bottle, consequences: lent, ladder: [2_000, 5_000] },
  ),
  /** The same, brought to the door first, and by the hour for nothing. */
  delivered: offer(
    'custody',
    [deposited, toDeliver, toReturn, givenBack],
    [{ type: 'deposit_waiver', upToMinor: 5_000 }],
    { item: bottle, consequences: { loss: lent.loss } },
  ),
  instalment: inParts(3, 1_000),
  halves: inParts(2, 1_001),
  borrow: offer('borrow', [toReturn], [{ type: 'access' }], {
    item: bottle,
    extension: { stepMinutes: 2 * HOURS, countMax: 2 },
  }),
  rental: offer(
    'rental',
    [toReturn, { ...metered, graceMinutes: 2 * HOURS }],
    [{ type: 'deposit_waiver', upToMinor: 5_000 }],
    { item: bottle, consequences: lent, extension: { stepMinutes: 2 * HOURS, countMax: 2 } },
  ),
  /** Both sides confirm, the promisor first. */
  agreed: offer(
    'agreement',
    [
      { type: 'confirm', owedBy: 'promisor', ...in10 },
      { type: 'confirm', owedBy: 'promisee', ...in10 },
    ],
    [],
  ),
} as const satisfies Readonly<Record<string, OfferTerms>>;

export type OfferName = keyof typeof OFFERS;
