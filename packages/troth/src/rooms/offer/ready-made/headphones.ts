import type { OfferTerms } from '../terms.ts';

/** Headphones to try for a week: sent unpaid; kept and paid, or sent back for nothing. */
export const headphones = {
  kind: 'trial',
  context: 'retail',
  title: { zh: '耳机试听 7 天', en: 'Headphones, seven days to try' },
  description: { zh: '先寄给你，喜欢再付。', en: 'They come first; pay if you keep them.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '耳机', en: 'the headphones' }, valueMinor: 49_900 },
  obligations: [
    { type: 'deliver', owedBy: 'promisee', due: { afterDays: 3, atLocalTime: '20:00' }, graceMinutes: 1440 },
    { type: 'return_item', owedBy: 'promisor', due: { afterMinutes: 10_080 }, graceMinutes: 1440, orPay: true },
    {
      type: 'pay',
      owedBy: 'promisor',
      amount: { fixedMinor: 49_900 },
      into: 'shop',
      due: { afterMinutes: 1440 },
      graceMinutes: 2880,
    },
  ],
  grants: [{ type: 'pay_later', upToMinor: 49_900 }],
  consequences: {},
  answerMinutes: 2880,
  confirmMinutes: 2880,
  decideMinutes: 4320,
  offerExpiryMinutes: 1440,
  ladder: [49_900],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      {
        when: 'openHereCount >= 3',
        step: 0,
        say: { zh: '这家店有 3 件还没了结', en: 'Three from this shop are out already' },
      },
      { when: 'expectedLossMinor(49900) <= 1500', step: 1, say: { zh: '先试后付', en: 'Try first, pay afterwards' } },
    ],
    lossBudget: { amountMinor: 300_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
