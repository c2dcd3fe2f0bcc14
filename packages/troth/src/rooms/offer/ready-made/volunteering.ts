import type { OfferTerms } from '../terms.ts';

/** Three hours of volunteering within three months, counted by the host. Falling short leaves no mark. */
export const volunteering = {
  kind: 'welfare',
  context: 'civic',
  title: { zh: '三个月里做 3 小时志愿', en: 'Three hours of volunteering in three months' },
  description: {
    zh: '自己选时间，主办方记时数；没做满也没关系。',
    en: 'Choose your hours, the host counts them; falling short is all right.',
  },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  obligations: [
    {
      type: 'reach_hours',
      owedBy: 'promisor',
      hours: 3,
      due: { afterDays: 90, atLocalTime: '21:00' },
      graceMinutes: 1440,
    },
  ],
  grants: [],
  consequences: { unmet: 'no_mark' },
  answerMinutes: 1440,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 1440,
  ladder: [],
  admission: {
    rows: [{ when: 'true', step: 0, say: { zh: '谁都可以报名', en: 'Everybody can join' } }],
    lossBudget: { amountMinor: 0, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
