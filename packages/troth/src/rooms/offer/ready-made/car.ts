import type { OfferTerms } from '../terms.ts';

/** A car by the day. What trust does not cover of the deposit is the person’s own money, held apart, back within fifteen working days. */
export const car = {
  kind: 'rental',
  context: 'mobility',
  title: { zh: '自驾租车', en: 'Car by the day' },
  description: {
    zh: '免不了的押金单独存管，还车后 15 个工作日内退。',
    en: 'What is not waived of the deposit is held apart and back within 15 working days of the return.',
  },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '汽车', en: 'the car' }, valueMinor: 8_000_000 },
  obligations: [
    {
      type: 'pay',
      owedBy: 'promisor',
      amount: { deposit: 'ordinary_terms' },
      into: 'custody',
      due: { afterMinutes: 1440 },
      graceMinutes: 0,
    },
    { type: 'return_item', owedBy: 'promisor', due: { afterDays: 1, atLocalTime: '18:00' }, graceMinutes: 120 },
    { type: 'pay', owedBy: 'promisor', metered: 'usage', due: { afterEndMinutes: 1440 }, graceMinutes: 4320 },
    { type: 'refund', owedBy: 'promisee', due: { workingDays: 15, calendar: 'CN' }, graceMinutes: 0 },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 500_000 }],
  consequences: {
    usage: { perUnitMinor: 20_000, unitMinutes: 1440, freeMinutes: 0, capMinor: 600_000 },
    late: { perUnitMinor: 4_000, unitMinutes: 60, capMinor: 80_000 },
    loss: { capMinor: 500_000 },
  },
  extension: { stepMinutes: 1440, countMax: 29 },
  answerMinutes: 4320,
  confirmMinutes: 2880,
  decideMinutes: 7200,
  offerExpiryMinutes: 60,
  ladder: [100_000, 200_000, 300_000, 500_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'openPledgeCount >= 5', step: 0, say: { zh: '手上已有 5 件没还', en: 'Five things are out already' } },
      {
        when: 'expectedLossMinor(500000) <= 5000',
        step: 4,
        say: { zh: '押金全免', en: 'The whole deposit is waived' },
      },
      { when: 'expectedLossMinor(300000) <= 6000', step: 3, say: { zh: '免 ¥3,000', en: '¥3,000 is waived' } },
      { when: 'expectedLossMinor(200000) <= 8000', step: 2, say: { zh: '免 ¥2,000', en: '¥2,000 is waived' } },
      { when: 'expectedLossMinor(100000) <= 8000', step: 1, say: { zh: '免 ¥1,000', en: '¥1,000 is waived' } },
    ],
    lossBudget: { amountMinor: 2_000_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
