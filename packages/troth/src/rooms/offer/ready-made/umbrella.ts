import type { OfferTerms } from '../terms.ts';

/** An umbrella until the next evening. The stake equals the umbrella: schemes that asked for less than it was worth lost nearly all of them. */
export const umbrella = {
  kind: 'rental',
  context: 'retail',
  title: { zh: '借把伞', en: 'Borrow an umbrella' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '伞', en: 'the umbrella' }, valueMinor: 6_000 },
  obligations: [
    { type: 'return_item', owedBy: 'promisor', due: { afterDays: 1, atLocalTime: '21:00' }, graceMinutes: 1440 },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 6_000 }],
  consequences: {
    late: { perUnitMinor: 200, unitMinutes: 1440, capMinor: 2_000 },
    loss: { capMinor: 6_000 },
  },
  extension: { stepMinutes: 1440, countMax: 2 },
  answerMinutes: 2880,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 15,
  ladder: [3_000, 6_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'openPledgeCount >= 8', step: 0, say: { zh: '手上已有 8 件没还', en: 'Eight things are out already' } },
      { when: 'expectedLossMinor(6000) <= 300', step: 2, say: { zh: '押金全免', en: 'The whole deposit is waived' } },
      { when: 'expectedLossMinor(3000) <= 300', step: 1, say: { zh: '免一半', en: 'Half of it is waived' } },
    ],
    lossBudget: { amountMinor: 100_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
