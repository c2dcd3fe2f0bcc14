import type { OfferTerms } from '../terms.ts';

/** A course paid in six months, without interest and without a fee. */
export const pianoCourse = {
  kind: 'instalment',
  context: 'culture',
  title: { zh: '钢琴课：分 6 个月付', en: 'Piano course, paid in six months' },
  description: { zh: '没有利息，没有手续费，随时可以提前付清。', en: 'No interest, no fee; pay it all at any time.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  obligations: [
    {
      type: 'pay',
      owedBy: 'promisor',
      amount: { fixedMinor: 250_000 },
      into: 'shop',
      parts: { count: 6, unit: 'months', firstAfter: 1, every: 1, atLocalTime: '20:00' },
      graceMinutes: 4320,
    },
  ],
  grants: [{ type: 'pay_later', upToMinor: 250_000 }],
  consequences: {},
  answerMinutes: 4320,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 1440,
  ladder: [100_000, 250_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'expectedLossMinor(250000) <= 10000', step: 2, say: { zh: '全部分期', en: 'All of it in parts' } },
      { when: 'expectedLossMinor(100000) <= 10000', step: 1, say: { zh: '一部分分期', en: 'A part of it in parts' } },
    ],
    lossBudget: { amountMinor: 600_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
