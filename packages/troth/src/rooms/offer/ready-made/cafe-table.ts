import type { OfferTerms } from '../terms.ts';

/** A table kept for a party, with a deposit against not coming that is waived on trust. */
export const cafeTable = {
  kind: 'attend',
  context: 'dining',
  title: { zh: '留一张桌', en: 'Keep a table' },
  description: { zh: '开场前两小时可以随便取消。', en: 'Cancel freely until two hours before.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  obligations: [{ type: 'attend', owedBy: 'promisor', windowMinutes: 30, graceMinutes: 15 }],
  grants: [{ type: 'deposit_waiver', upToMinor: 5_000 }],
  consequences: {
    noShow: { feeMinor: 5_000 },
    lateCancel: { freeUntilMinutesBefore: 120, feeMinor: 2_000 },
  },
  answerMinutes: 1440,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 60,
  ladder: [5_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'expectedLossMinor(5000) <= 600', step: 1, say: { zh: '免订金', en: 'No deposit' } },
    ],
    lossBudget: { amountMinor: 200_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
