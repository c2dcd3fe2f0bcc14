import type { OfferTerms } from '../terms.ts';

/** A gym: member price at once, against forty visits within half a year. Who leaves early keeps what was earned. */
export const gym = {
  kind: 'membership',
  context: 'sport',
  title: { zh: '健身房：半年 40 次', en: 'Gym: forty visits in half a year' },
  description: { zh: '随时可以退，最多退回 ¥600。', en: 'Leave at any time; at most ¥600 goes back.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  obligations: [
    {
      type: 'reach_count',
      owedBy: 'promisor',
      count: 40,
      due: { afterDays: 183, atLocalTime: '22:00' },
      graceMinutes: 4320,
    },
  ],
  grants: [{ type: 'discount', upToMinor: 80_000 }],
  consequences: { clawback: { capMinor: 60_000, unmet: 'pro_rata', leftEarly: 'pro_rata' }, unmet: 'no_mark' },
  answerMinutes: 2880,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 1440,
  ladder: [40_000, 60_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'expectedLossMinor(60000) <= 3000', step: 2, say: { zh: '先享 ¥600', en: '¥600 of it at once' } },
      { when: 'expectedLossMinor(40000) <= 4000', step: 1, say: { zh: '先享 ¥400', en: '¥400 of it at once' } },
    ],
    lossBudget: { amountMinor: 600_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
