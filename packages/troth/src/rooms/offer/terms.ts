/**
 * What a merchant writes into an offer. One engine reads all of it; `kind` only says which defaults a form starts from and is
 * never asked for by a rule. Bounds that a schema can say are said here, everything that needs two fields is in contradictions.ts.
 */
import { type Static, Type } from 'typebox';
import { CURRENCY_EXPONENTS, type Currency } from '../../kernel/index.ts';
import {
  amount,
  closed,
  minutes,
  MONTH_MINUTES,
  OBLIGATIONS_MAX,
  ObligationTerms as AnyObligation,
  oneOf,
  positiveAmount,
} from './obligation-terms.ts';

export const CONTEXTS = ['mobility', 'stay', 'retail', 'care', 'culture', 'civic', 'dining', 'sport', 'work'] as const;
export type Context = (typeof CONTEXTS)[number];

export type Locale = 'zh' | 'en';

export const ANSWER_MINUTES_MIN = 24 * 60;
export const LADDER_STEPS_MAX = 4;
export const GRANTS_MAX = 4;
export const POLICY_ROWS_MAX = 32;
const YEAR_MINUTES = 366 * 24 * 60;

/** The same text in both languages. */
export const BothTexts = (lengthMax: number) =>
  closed({
    zh: Type.String({ minLength: 1, maxLength: lengthMax }),
    en: Type.String({ minLength: 1, maxLength: lengthMax }),
  });
export type BothTexts = { readonly zh: string; readonly en: string };

/** What is given in advance on trust. One of them at most is money; its ladder says in which steps. */
const moneyGrantOf = <T extends string>(type: T, what: string) =>
  closed({ type: Type.Literal(type), upToMinor: positiveAmount(what) });
export const GRANTS = {
  deposit_waiver: moneyGrantOf('deposit_waiver', 'the deposit that ordinary terms ask for'),
  pay_later: moneyGrantOf('pay_later', 'what ordinary terms ask for before the use'),
  discount: moneyGrantOf('discount', 'most that all discounts together can be'),
  access: closed({ type: Type.Literal('access') }),
};
const Grant = Type.Union([GRANTS.deposit_waiver, GRANTS.pay_later, GRANTS.discount, GRANTS.access]);

const rate = {
  perUnitMinor: positiveAmount('price of one unit begun'),
  unitMinutes: minutes(1, YEAR_MINUTES, 'length of a unit'),
};
const Consequences = closed({
  usage: Type.Optional(
    closed({
      ...rate,
      freeMinutes: minutes(0, YEAR_MINUTES, 'minutes that cost nothing'),
      capMinor: positiveAmount('most the use can cost, however long'),
    }),
  ),
  late: Type.Optional(closed({ ...rate, capMinor: positiveAmount('most all late fees together can be') })),
  loss: Type.Optional(closed({ capMinor: positiveAmount('most a lost or damaged item can cost') })),
  noShow: Type.Optional(closed({ feeMinor: positiveAmount('fee for not being there') })),
  lateCancel: Type.Optional(
    closed({
      freeUntilMinutesBefore: minutes(0, MONTH_MINUTES, 'cancelling is free until then'),
      feeMinor: positiveAmount('fee after that'),
    }),
  ),
  buyOut: Type.Optional(closed({ priceMinor: positiveAmount('what it costs to keep the item') })),
  clawback: Type.Optional(
    closed({
      capMinor: positiveAmount('most that can be taken back, whatever was enjoyed'),
      unmet: oneOf(['all_enjoyed', 'pro_rata'], 'what is taken back when it was not reached by the due time'),
      leftEarly: oneOf(['all_enjoyed', 'pro_rata', 'nothing'], 'what is taken back when the person leaves before'),
    }),
  ),
  unmet: Type.Optional(
    Type.Literal('no_mark', {
      description: 'what was not reached by the due time is no broken promise: nothing is recorded against anybody',
    }),
  ),
});

/** Shops where the benefit is honoured too, and who bears the discounts given there. */
export const PROGRAMME_PARTNERS_MAX = 32;
const Programme = closed({
  partners: Type.Array(
    Type.String({ pattern: '^pty_[0-9a-f]{32}$', description: 'a shop of this world that may count lines of its own' }),
    { minItems: 1, maxItems: PROGRAMME_PARTNERS_MAX },
  ),
  paidBy: oneOf(
    ['issuer', 'honouring_shop'],
    'who bears the discounts that a partner gives: the shop of this offer, or the partner itself',
  ),
});

const AdmissionRow = closed({
  when: Type.String({ minLength: 1, maxLength: 512, description: 'CEL over the documented variables; must be a bool' }),
  step: Type.Integer({
    minimum: 0,
    maximum: LADDER_STEPS_MAX,
    description: 'step of the ladder granted, counted from 1; 0 is ordinary terms',
  }),
  say: BothTexts(120),
});

export const OfferTerms = closed({
  kind: Type.String({
    pattern: '^[a-z][a-z_]{1,31}$',
    description: 'which form it was written with; no rule asks for it',
  }),
  context: oneOf(CONTEXTS, 'the part of life in which this promise counts'),
  title: BothTexts(60),
  description: Type.Optional(BothTexts(600)),
  currency: oneOf(Object.keys(CURRENCY_EXPONENTS) as Currency[], 'ISO 4217'),
  timezone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA name, e.g. Asia/Shanghai' }),
  item: Type.Optional(closed({ name: BothTexts(60), valueMinor: amount('what it costs to replace') })),
  obligations: Type.Array(AnyObligation, { minItems: 1, maxItems: OBLIGATIONS_MAX }),
  grants: Type.Array(Grant, { maxItems: GRANTS_MAX }),
  consequences: Consequences,
  programme: Type.Optional(Programme),
  extension: Type.Optional(
    closed({
      stepMinutes: minutes(1, YEAR_MINUTES, 'how much later each extension makes it'),
      countMax: Type.Integer({ minimum: 1, maximum: 100 }),
    }),
  ),
  answerMinutes: minutes(ANSWER_MINUTES_MIN, MONTH_MINUTES, 'time to answer a notice before anything is recorded'),
  confirmMinutes: minutes(1, MONTH_MINUTES, 'the merchant’s time to contest a return that the person declared'),
  decideMinutes: minutes(1, MONTH_MINUTES, 'the merchant’s time to decide after an answer'),
  offerExpiryMinutes: minutes(1, 30 * 24 * 60, 'an admission not taken up by then frees its exposure'),
  ladder: Type.Array(positiveAmount('one step of the waiver'), { maxItems: LADDER_STEPS_MAX }),
  admission: closed({
    rows: Type.Array(AdmissionRow, { minItems: 1, maxItems: POLICY_ROWS_MAX }),
    lossBudget: closed({
      amountMinor: amount('expected loss the bearer takes on per period'),
      periodDays: Type.Integer({ minimum: 1, maximum: 366 }),
      bearer: oneOf(['merchant', 'funder', 'pool'], 'who answers for what is not paid'),
    }),
  }),
});

type DeepReadonly<T> = T extends readonly (infer E)[]
  ? readonly DeepReadonly<E>[]
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

export type OfferTerms = DeepReadonly<Static<typeof OfferTerms>>;
export type ObligationTerms = OfferTerms['obligations'][number];
export type ObligationType = ObligationTerms['type'];
export type Consequences = OfferTerms['consequences'];
export type Programme = NonNullable<OfferTerms['programme']>;
export type AdmissionRow = OfferTerms['admission']['rows'][number];

export type GrantTerms = OfferTerms['grants'][number];
export type MoneyGrant = Exclude<GrantTerms, { type: 'access' }>;
export type MeteredPay = Extract<ObligationTerms, { type: 'pay'; metered: 'usage' }>;
export type PayAmountTerms = Exclude<Extract<ObligationTerms, { type: 'pay' }>, MeteredPay>;

/** The first obligation of one type, or null when nobody owes it. A metered payment is found by {@link meteredPay}. */
export function findObligation<T extends ObligationType>(
  terms: Pick<OfferTerms, 'obligations'>,
  type: T,
): Extract<ObligationTerms, { type: T }> | null {
  for (const obligation of terms.obligations) {
    if (obligation.type === type) return obligation as Extract<ObligationTerms, { type: T }>;
  }
  return null;
}

/** The payment by tariff, which follows from the use and is no stage of its own; null when there is none. */
export function meteredPay(terms: Pick<OfferTerms, 'obligations'>): MeteredPay | null {
  return terms.obligations.find(isMetered) ?? null;
}

export function isMetered(obligation: ObligationTerms): obligation is MeteredPay {
  return obligation.type === 'pay' && 'metered' in obligation;
}

/** What is granted in money, or null when nothing is. */
export function moneyGrant(terms: Pick<OfferTerms, 'grants'>): MoneyGrant | null {
  return terms.grants.find((grant) => grant.type !== 'access') ?? null;
}

/** What ordinary terms ask for instead of trust: the deposit, the payment in advance, or the price without discount. */
export function depositMinor(terms: Pick<OfferTerms, 'grants'>): number {
  return moneyGrant(terms)?.upToMinor ?? 0;
}

/** The highest step of the published ladder, 0 when there is none. */
export function ladderTopMinor(terms: Pick<OfferTerms, 'ladder'>): number {
  return terms.ladder[terms.ladder.length - 1] ?? 0;
}
