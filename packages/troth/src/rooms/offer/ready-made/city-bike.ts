import type { OfferTerms } from '../terms.ts';

/** A bicycle by the half hour, to be locked at a dock the same evening at the latest. */
export const cityBike = {
  kind: 'rental',
  context: 'mobility',
  title: { zh: '城市单车', en: 'City bike' },
  description: { zh: '扫码取车，还到任何一个桩位。', en: 'Take it by code, return it to any dock.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '单车', en: 'the bike' }, valueMinor: 80_000 },
  obligations: [
    { type: 'return_item', owedBy: 'promisor', due: { afterMinutes: 240 }, graceMinutes: 120 },
    { type: 'pay', owedBy: 'promisor', metered: 'usage', due: { afterEndMinutes: 1440 }, graceMinutes: 4320 },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 20_000 }],
  consequences: {
    usage: { perUnitMinor: 150, unitMinutes: 30, freeMinutes: 0, capMinor: 2_000 },
    late: { perUnitMinor: 500, unitMinutes: 60, capMinor: 5_000 },
    loss: { capMinor: 20_000 },
  },
  extension: { stepMinutes: 120, countMax: 3 },
  answerMinutes: 2880,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 15,
  ladder: [5_000, 10_000, 20_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'openPledgeCount >= 5', step: 0, say: { zh: '手上已有 5 件没还', en: 'Five things are out already' } },
      {
        when: 'expectedLossMinor(offer.upToMinor) <= 500',
        step: 3,
        say: { zh: '押金全免', en: 'The whole deposit is waived' },
      },
      { when: 'expectedLossMinor(10000) <= 500', step: 2, say: { zh: '免 ¥100', en: '¥100 is waived' } },
      { when: 'expectedLossMinor(5000) <= 500', step: 1, say: { zh: '免 ¥50', en: '¥50 is waived' } },
    ],
    lossBudget: { amountMinor: 500_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
