import type { OfferTerms } from '../terms.ts';

/** A drill for a weekend from the neighbourhood’s tool library. No money at all. */
export const toolLibrary = {
  kind: 'borrow',
  context: 'culture',
  title: { zh: '社区工具屋', en: 'Tool library' },
  description: { zh: '周末用完还回来，邻居等着用。', en: 'Bring it back after the weekend; a neighbour waits for it.' },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '电钻', en: 'the drill' }, valueMinor: 30_000 },
  obligations: [
    { type: 'return_item', owedBy: 'promisor', due: { afterDays: 3, atLocalTime: '19:00' }, graceMinutes: 1440 },
  ],
  grants: [{ type: 'access' }],
  consequences: {},
  extension: { stepMinutes: 1440, countMax: 1 },
  answerMinutes: 2880,
  confirmMinutes: 2880,
  decideMinutes: 4320,
  offerExpiryMinutes: 1440,
  ladder: [],
  admission: {
    rows: [{ when: 'true', step: 0, say: { zh: '谁都可以借', en: 'Everybody can borrow' } }],
    lossBudget: { amountMinor: 0, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
