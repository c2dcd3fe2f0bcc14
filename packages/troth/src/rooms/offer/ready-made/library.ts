import type { OfferTerms } from '../terms.ts';

/** A book for three weeks, renewed twice by the reader. No money at all. */
export const library = {
  kind: 'borrow',
  context: 'culture',
  title: { zh: '图书馆借书', en: 'A book from the library' },
  description: { zh: '三周，可以自己续两次。', en: 'Three weeks, renewed twice by yourself.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '书', en: 'the book' }, valueMinor: 6_000 },
  obligations: [
    { type: 'return_item', owedBy: 'promisor', due: { afterDays: 21, atLocalTime: '20:00' }, graceMinutes: 4320 },
  ],
  grants: [{ type: 'access' }],
  consequences: {},
  extension: { stepMinutes: 20_160, countMax: 2 },
  answerMinutes: 4320,
  confirmMinutes: 2880,
  decideMinutes: 7200,
  offerExpiryMinutes: 1440,
  ladder: [],
  admission: {
    rows: [{ when: 'true', step: 0, say: { zh: '谁都可以借', en: 'Everybody can borrow' } }],
    lossBudget: { amountMinor: 0, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
