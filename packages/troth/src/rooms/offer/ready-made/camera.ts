import type { OfferTerms } from '../terms.ts';

/** A camera by the day; a costly thing, so most people get a part of the waiver first. */
export const camera = {
  kind: 'rental',
  context: 'retail',
  title: { zh: '相机日租', en: 'Camera by the day' },
  description: { zh: '机身和一支镜头，含电池两块。', en: 'Body and one lens, with two batteries.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '相机', en: 'the camera' }, valueMinor: 1_200_000 },
  obligations: [
    { type: 'return_item', owedBy: 'promisor', due: { afterDays: 1, atLocalTime: '18:00' }, graceMinutes: 1020 },
    { type: 'pay', owedBy: 'promisor', metered: 'usage', due: { afterEndMinutes: 1440 }, graceMinutes: 4320 },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 300_000 }],
  consequences: {
    usage: { perUnitMinor: 12_000, unitMinutes: 1440, freeMinutes: 0, capMinor: 84_000 },
    late: { perUnitMinor: 12_000, unitMinutes: 1440, capMinor: 36_000 },
    loss: { capMinor: 300_000 },
  },
  extension: { stepMinutes: 1440, countMax: 5 },
  answerMinutes: 4320,
  confirmMinutes: 2880,
  decideMinutes: 7200,
  offerExpiryMinutes: 60,
  ladder: [50_000, 100_000, 200_000, 300_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      {
        when: 'openExposureMinor > 500000',
        step: 1,
        say: { zh: '手上的东西已经不少', en: 'A good deal is out already' },
      },
      {
        when: 'expectedLossMinor(300000) <= 2500',
        step: 4,
        say: { zh: '押金全免', en: 'The whole deposit is waived' },
      },
      { when: 'expectedLossMinor(200000) <= 4000', step: 3, say: { zh: '免 ¥2,000', en: '¥2,000 is waived' } },
      { when: 'expectedLossMinor(100000) <= 6000', step: 2, say: { zh: '免 ¥1,000', en: '¥1,000 is waived' } },
      { when: 'expectedLossMinor(50000) <= 6000', step: 1, say: { zh: '免 ¥500', en: '¥500 is waived' } },
    ],
    lossBudget: { amountMinor: 2_000_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
