import type { OfferTerms } from '../terms.ts';

/** A dress or a suit for some days, with a price at which it can be kept. */
export const clothing = {
  kind: 'rental',
  context: 'retail',
  title: { zh: '礼服租三天', en: 'A dress for three days' },
  description: { zh: '喜欢可以按价留下。', en: 'If you like it, keep it for its price.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '礼服', en: 'the dress' }, valueMinor: 80_000 },
  obligations: [
    { type: 'return_item', owedBy: 'promisor', due: { afterDays: 3, atLocalTime: '20:00' }, graceMinutes: 1440 },
    { type: 'pay', owedBy: 'promisor', metered: 'usage', due: { afterEndMinutes: 1440 }, graceMinutes: 4320 },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 60_000 }],
  consequences: {
    usage: { perUnitMinor: 9_000, unitMinutes: 4320, freeMinutes: 0, capMinor: 27_000 },
    late: { perUnitMinor: 3_000, unitMinutes: 1440, capMinor: 15_000 },
    loss: { capMinor: 60_000 },
    buyOut: { priceMinor: 70_000 },
  },
  extension: { stepMinutes: 4320, countMax: 2 },
  answerMinutes: 2880,
  confirmMinutes: 2880,
  decideMinutes: 4320,
  offerExpiryMinutes: 120,
  ladder: [30_000, 60_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'expectedLossMinor(60000) <= 1200', step: 2, say: { zh: '押金全免', en: 'The whole deposit is waived' } },
      { when: 'expectedLossMinor(30000) <= 1500', step: 1, say: { zh: '免一半', en: 'Half of it is waived' } },
    ],
    lossBudget: { amountMinor: 300_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
