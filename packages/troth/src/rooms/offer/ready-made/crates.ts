import type { OfferTerms } from '../terms.ts';

/** Crates that shops lend each other: who promises is a shop, and its file is what it stakes. */
export const crates = {
  kind: 'rental',
  context: 'work',
  title: { zh: '周转箱：店与店之间', en: 'Crates between shops' },
  description: {
    zh: '每天 ¥20，七天内还；由借箱子的店答应。',
    en: '¥20 a day, back within seven days; the shop that borrows them promises.',
  },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '40 个周转箱', en: 'the 40 crates' }, valueMinor: 400_000 },
  obligations: [
    { type: 'return_item', owedBy: 'promisor', due: { afterDays: 7, atLocalTime: '18:00' }, graceMinutes: 1440 },
    { type: 'pay', owedBy: 'promisor', metered: 'usage', due: { afterEndMinutes: 10_080 }, graceMinutes: 4320 },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 200_000 }],
  consequences: {
    usage: { perUnitMinor: 2_000, unitMinutes: 1440, freeMinutes: 0, capMinor: 60_000 },
    late: { perUnitMinor: 4_000, unitMinutes: 1440, capMinor: 40_000 },
    loss: { capMinor: 200_000 },
  },
  extension: { stepMinutes: 10_080, countMax: 3 },
  answerMinutes: 4320,
  confirmMinutes: 2880,
  decideMinutes: 7200,
  offerExpiryMinutes: 1440,
  ladder: [50_000, 100_000, 200_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      {
        when: 'expectedLossMinor(200000) <= 10000',
        step: 3,
        say: { zh: '押金全免', en: 'The whole deposit is waived' },
      },
      { when: 'expectedLossMinor(100000) <= 8000', step: 2, say: { zh: '免 ¥1,000', en: '¥1,000 is waived' } },
      { when: 'expectedLossMinor(50000) <= 8000', step: 1, say: { zh: '免 ¥500', en: '¥500 is waived' } },
    ],
    lossBudget: { amountMinor: 500_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
