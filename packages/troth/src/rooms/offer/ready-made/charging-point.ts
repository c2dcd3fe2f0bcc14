import type { OfferTerms } from '../terms.ts';

/** Charging a car: plug in, drive off, one bill afterwards that never passes its cap. */
export const chargingPoint = {
  kind: 'postpay',
  context: 'mobility',
  title: { zh: '充电桩：充完再付', en: 'Charge the car, pay afterwards' },
  description: { zh: '最多 ¥80，充完一次扣。', en: '¥80 at most, taken once after charging.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  obligations: [
    {
      type: 'pay',
      owedBy: 'promisor',
      amount: { billedUpToMinor: 8_000, billWithinMinutes: 1440 },
      into: 'shop',
      debits: { remindMinutesBefore: [360], retryMinutesAfter: [1440, 2880] },
      due: { afterMinutes: 1440 },
      graceMinutes: 2880,
    },
  ],
  grants: [{ type: 'pay_later', upToMinor: 8_000 }],
  consequences: {},
  answerMinutes: 2880,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 30,
  ladder: [4_000, 8_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'expectedLossMinor(8000) <= 250', step: 2, say: { zh: '先用后付', en: 'Use first, pay afterwards' } },
      { when: 'expectedLossMinor(4000) <= 250', step: 1, say: { zh: '先付一半', en: 'Half of it first' } },
    ],
    lossBudget: { amountMinor: 200_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
