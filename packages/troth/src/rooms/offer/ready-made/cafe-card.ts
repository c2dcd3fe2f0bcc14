import type { OfferTerms } from '../terms.ts';

/** A café’s card without a card: spend ¥300 within two months, ten percent off each cup at once. */
export const cafeCard = {
  kind: 'membership',
  context: 'dining',
  title: { zh: '咖啡馆：两个月喝满 ¥300', en: 'Café: spend ¥300 in two months' },
  description: { zh: '每杯先打九折。', en: 'Ten percent off each cup at once.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  obligations: [
    {
      type: 'reach_amount',
      owedBy: 'promisor',
      amountMinor: 30_000,
      due: { afterDays: 60, atLocalTime: '21:00' },
      graceMinutes: 1440,
    },
  ],
  grants: [{ type: 'discount', upToMinor: 3_000 }],
  consequences: { clawback: { capMinor: 3_000, unmet: 'all_enjoyed', leftEarly: 'nothing' }, unmet: 'no_mark' },
  answerMinutes: 2880,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 1440,
  ladder: [3_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'expectedLossMinor(3000) <= 300', step: 1, say: { zh: '先享九折', en: 'Ten percent off at once' } },
    ],
    lossBudget: { amountMinor: 60_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
