/**
 * What a merchant writes into an offer. One engine reads all of it; `kind` only says which defaults a form starts from and is
 * never asked for by a rule. Bounds that a schema can say are said here, everything that needs two fields is in contradictions.ts.
 */
import { Type, type Static, type TSchema } from 'typebox';
import { AMOUNT_MINOR_MAX, CURRENCY_EXPONENTS, type Currency } from '../../kernel/index.ts';

export const OFFER_KINDS = ['rental', 'attend'] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

export const CONTEXTS = ['mobility', 'stay', 'retail', 'care', 'culture', 'civic', 'dining', 'sport', 'work'] as const;
export type Context = (typeof CONTEXTS)[number];

export type Locale = 'zh' | 'en';

export const GRACE_MINUTES_MAX = 72 * 60;
export const ANSWER_MINUTES_MIN = 24 * 60;
export const LADDER_STEPS_MAX = 4;
export const POLICY_ROWS_MAX = 32;
const YEAR_MINUTES = 366 * 24 * 60;
const MONTH_MINUTES = 30 * 24 * 60;

const closed = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object(properties, { additionalProperties: false });
const oneOf = <V extends string>(values: readonly V[], description: string) =>
  Type.Unsafe<V>({ type: 'string', enum: [...values], description });
const amount = (description: string) => Type.Integer({ minimum: 0, maximum: AMOUNT_MINOR_MAX, description });
const positiveAmount = (description: string) => Type.Integer({ minimum: 1, maximum: AMOUNT_MINOR_MAX, description });
const minutes = (minimum: number, maximum: number, description: string) =>
  Type.Integer({ minimum, maximum, description });

/** The same text in both languages. */
export const BothTexts = (lengthMax: number) =>
  closed({
    zh: Type.String({ minLength: 1, maxLength: lengthMax }),
    en: Type.String({ minLength: 1, maxLength: lengthMax }),
  });
export type BothTexts = { readonly zh: string; readonly en: string };

const grace = minutes(
  0,
  GRACE_MINUTES_MAX,
  'minutes after the due time in which nothing is recorded and no late fee runs',
);

const Due = Type.Union([
  closed({
    afterMinutes: minutes(1, 2 * YEAR_MINUTES, 'elapsed minutes after the start; a change of clocks does not move it'),
  }),
  closed({
    afterDays: Type.Integer({
      minimum: 0,
      maximum: 2 * 366,
      description: 'calendar days of the offer’s timezone after the day of the start',
    }),
    atLocalTime: Type.String({
      pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$',
      description: 'time of that day, as the clocks there show it',
    }),
  }),
]);

export const ReturnItem = closed({
  type: Type.Literal('return_item'),
  owedBy: Type.Literal('promisor'),
  due: Due,
  graceMinutes: grace,
});
export const Pay = closed({
  type: Type.Literal('pay'),
  owedBy: Type.Literal('promisor'),
  metered: Type.Literal('usage', { description: 'the tariff of `consequences` that says how much' }),
  due: closed({ afterEndMinutes: minutes(0, MONTH_MINUTES, 'minutes after the use has ended') }),
  graceMinutes: grace,
});
export const Attend = closed({
  type: Type.Literal('attend'),
  owedBy: Type.Literal('promisor'),
  windowMinutes: minutes(
    0,
    7 * 24 * 60,
    'length of the window that starts at the time given with the order; at least 1',
  ),
  graceMinutes: grace,
});
const ObligationTerms = Type.Union([ReturnItem, Pay, Attend]);

const Grant = closed({
  type: Type.Literal('deposit_waiver'),
  upToMinor: positiveAmount('the deposit that ordinary terms ask for'),
});

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
  kind: oneOf(OFFER_KINDS, 'which defaults a form starts from'),
  context: oneOf(CONTEXTS, 'the part of life in which this promise counts'),
  title: BothTexts(60),
  description: Type.Optional(BothTexts(600)),
  currency: oneOf(Object.keys(CURRENCY_EXPONENTS) as Currency[], 'ISO 4217'),
  timezone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA name, e.g. Asia/Shanghai' }),
  item: Type.Optional(closed({ name: BothTexts(60), valueMinor: amount('what it costs to replace') })),
  obligations: Type.Array(ObligationTerms, { minItems: 1, maxItems: 4 }),
  grants: Type.Array(Grant, { maxItems: 4 }),
  consequences: Consequences,
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
      bearer: Type.Literal('merchant'),
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
export type AdmissionRow = OfferTerms['admission']['rows'][number];

/** The obligation of one type, or null when nobody owes it. */
export function findObligation<T extends ObligationType>(
  terms: OfferTerms,
  type: T,
): Extract<ObligationTerms, { type: T }> | null {
  for (const obligation of terms.obligations) {
    if (obligation.type === type) return obligation as Extract<ObligationTerms, { type: T }>;
  }
  return null;
}

/** The deposit that ordinary terms ask for: what the waiver is worth at most. */
export function depositMinor(terms: Pick<OfferTerms, 'grants'>): number {
  return terms.grants[0]?.upToMinor ?? 0;
}

/** The highest step of the published ladder, 0 when there is none. */
export function ladderTopMinor(terms: Pick<OfferTerms, 'ladder'>): number {
  return terms.ladder[terms.ladder.length - 1] ?? 0;
}
