/** Terms for stories: as short as a kind can be, each with what its story needs. */

const SHANGHAI = { currency: 'CNY', timezone: 'Asia/Shanghai' } as const;
const title = { zh: '一个约定', en: 'A promise' };

/** Windows of the stories: 3 days to answer, 2 to contest what was declared, 5 to decide. */
export const WINDOWS = { answerDays: 3, confirmDays: 2, decideDays: 5 } as const;

/** Grants this step of the ladder to anybody; 0 grants nothing. */
export function admits(step: number) {
  const rows = [{ when: 'true', step, say: { zh: '都可以', en: 'Anybody' } }];
  return { rows, lossBudget: { amountMinor: 900_000_000, periodDays: 30, bearer: 'merchant' } };
}

interface Parts {
  readonly obligations: readonly object[];
  readonly consequences?: object;
  readonly [more: string]: unknown;
}

export function terms(kind: string, context: string, parts: Parts): object {
  return {
    kind,
    context,
    title,
    ...SHANGHAI,
    grants: [],
    consequences: {},
    answerMinutes: 4320,
    confirmMinutes: 2880,
    decideMinutes: 7200,
    offerExpiryMinutes: 60,
    ladder: [],
    admission: admits(0),
    ...parts,
  };
}

export const thing = (valueMinor: number) => ({ name: { zh: '东西', en: 'the thing' }, valueMinor });
export const returnIn = (days: number, more: object = {}) => ({
  type: 'return_item',
  owedBy: 'promisor',
  due: { afterMinutes: days * 1440 },
  graceMinutes: 1440,
  ...more,
});
export const pay = (amount: object, into: 'shop' | 'escrow' | 'custody', more: object = {}) => ({
  type: 'pay',
  owedBy: 'promisor',
  amount,
  into,
  due: { afterMinutes: 1440 },
  graceMinutes: 1440,
  ...more,
});
export const deliver = (days: number) => ({
  type: 'deliver',
  owedBy: 'promisee',
  due: { afterMinutes: days * 1440 },
  graceMinutes: 0,
});
export const refundIn = (workingDays: number) => ({
  type: 'refund',
  owedBy: 'promisee',
  due: { workingDays, calendar: 'CN' },
  graceMinutes: 0,
});
export const metered = {
  type: 'pay',
  owedBy: 'promisor',
  metered: 'usage',
  due: { afterEndMinutes: 1440 },
  graceMinutes: 1440,
};
/** ¥120 a day begun, ¥840 at most. */
export const BY_THE_DAY = { perUnitMinor: 12_000, unitMinutes: 1440, freeMinutes: 0, capMinor: 84_000 };
