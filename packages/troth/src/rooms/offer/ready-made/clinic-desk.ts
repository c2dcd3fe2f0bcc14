import type { OfferTerms } from '../terms.ts';

/** An appointment at a clinic's desk: no money at all, the promise is to be there. It never decides who is seen first. */
export const clinicDesk = {
  kind: 'attend',
  context: 'care',
  title: { zh: '门诊预约', en: 'Clinic appointment' },
  description: { zh: '来不了，告诉一声就好，什么都不记。', en: 'If you cannot come, say so and nothing is recorded.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  obligations: [{ type: 'attend', owedBy: 'promisor', windowMinutes: 30, graceMinutes: 15 }],
  grants: [],
  consequences: {},
  answerMinutes: 2880,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 1440,
  ladder: [],
  admission: {
    rows: [{ when: 'true', step: 0, say: { zh: '谁都可以约', en: 'Everybody can book' } }],
    lossBudget: { amountMinor: 0, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
