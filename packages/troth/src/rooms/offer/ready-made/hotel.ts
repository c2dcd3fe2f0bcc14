import type { OfferTerms } from '../terms.ts';

/** A night in a hotel: no deposit, no queue at the desk, one bill within three days of leaving. */
export const hotel = {
  kind: 'stay',
  context: 'stay',
  title: { zh: '酒店：信用住一晚', en: 'A night in a hotel' },
  description: {
    zh: '不交押金，退房不用等，账单三天内出。',
    en: 'No deposit, no waiting at check-out, the bill comes within three days.',
  },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '房间', en: 'the room' }, valueMinor: 400_000 },
  obligations: [
    { type: 'attend', owedBy: 'promisor', windowMinutes: 540, graceMinutes: 720 },
    { type: 'return_item', owedBy: 'promisor', due: { afterDays: 1, atLocalTime: '12:00' }, graceMinutes: 60 },
    {
      type: 'pay',
      owedBy: 'promisor',
      amount: { billedUpToMinor: 120_000, billWithinMinutes: 4320 },
      into: 'shop',
      due: { afterMinutes: 1440 },
      graceMinutes: 2880,
    },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 50_000 }],
  consequences: {
    late: { perUnitMinor: 5_000, unitMinutes: 60, capMinor: 20_000 },
    loss: { capMinor: 50_000 },
    noShow: { feeMinor: 40_000 },
    lateCancel: { freeUntilMinutesBefore: 1440, feeMinor: 20_000 },
  },
  extension: { stepMinutes: 1440, countMax: 6 },
  answerMinutes: 2880,
  confirmMinutes: 720,
  decideMinutes: 4320,
  offerExpiryMinutes: 1440,
  ladder: [20_000, 50_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'expectedLossMinor(50000) <= 1000', step: 2, say: { zh: '押金全免', en: 'The whole deposit is waived' } },
      { when: 'expectedLossMinor(20000) <= 1000', step: 1, say: { zh: '免 ¥200', en: '¥200 is waived' } },
    ],
    lossBudget: { amountMinor: 500_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
