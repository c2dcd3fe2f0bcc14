import type { OfferTerms } from '../terms.ts';

/** Ten visits to a hair salon within a year, each with its discount at once. */
export const salon = {
  kind: 'membership',
  context: 'retail',
  title: { zh: '理发店：一年十次', en: 'Hair salon: ten visits a year' },
  description: {
    zh: '每次先便宜 ¥20，没来满只退还没挣到的。',
    en: '¥20 off each visit at once; fall short, and only what is not yet earned goes back.',
  },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  obligations: [
    {
      type: 'reach_count',
      owedBy: 'promisor',
      count: 10,
      due: { afterDays: 365, atLocalTime: '21:00' },
      graceMinutes: 4320,
    },
  ],
  grants: [{ type: 'discount', upToMinor: 20_000 }],
  consequences: { clawback: { capMinor: 20_000, unmet: 'pro_rata', leftEarly: 'pro_rata' }, unmet: 'no_mark' },
  answerMinutes: 2880,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 1440,
  ladder: [20_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'expectedLossMinor(20000) <= 2000', step: 1, say: { zh: '先享会员价', en: 'Member prices at once' } },
    ],
    lossBudget: { amountMinor: 200_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
