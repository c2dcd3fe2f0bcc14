import type { OfferTerms } from '../terms.ts';

/** A power bank out of a cabinet; two days are the cap, then it is sold. */
export const powerBank = {
  kind: 'rental',
  context: 'retail',
  title: { zh: '充电宝', en: 'Power bank' },
  description: { zh: '扫码借出，还到任何一个柜子。', en: 'Take it by code, return it to any cabinet.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '充电宝', en: 'the power bank' }, valueMinor: 9_900 },
  obligations: [
    { type: 'return_item', owedBy: 'promisor', due: { afterMinutes: 2880 }, graceMinutes: 720 },
    { type: 'pay', owedBy: 'promisor', metered: 'usage', due: { afterEndMinutes: 1440 }, graceMinutes: 4320 },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 9_900 }],
  consequences: {
    usage: { perUnitMinor: 300, unitMinutes: 60, freeMinutes: 5, capMinor: 6_000 },
    loss: { capMinor: 9_900 },
  },
  answerMinutes: 1440,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 10,
  ladder: [9_900],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      {
        when: 'expectedLossMinor(item.valueMinor) <= 600',
        step: 1,
        say: { zh: '押金全免', en: 'The whole deposit is waived' },
      },
    ],
    lossBudget: { amountMinor: 300_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
