import type { OfferTerms } from '../terms.ts';

/** Something second-hand from a stranger: the money waits apart until it has arrived. */
export const secondHand = {
  kind: 'escrow',
  context: 'retail',
  title: { zh: '二手交易，收到再付给卖家', en: 'Second-hand, paid out on arrival' },
  description: {
    zh: '钱先单独放着，收到确认后才给卖家。',
    en: 'The money is held apart and paid out when it has arrived.',
  },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  obligations: [
    {
      type: 'pay',
      owedBy: 'promisor',
      amount: { orderedUpToMinor: 500_000 },
      into: 'escrow',
      due: { afterMinutes: 1440 },
      graceMinutes: 0,
    },
    { type: 'deliver', owedBy: 'promisee', due: { afterDays: 7, atLocalTime: '20:00' }, graceMinutes: 1440 },
  ],
  grants: [],
  consequences: {},
  answerMinutes: 4320,
  confirmMinutes: 10_080,
  decideMinutes: 4320,
  offerExpiryMinutes: 1440,
  ladder: [],
  admission: {
    rows: [{ when: 'true', step: 0, say: { zh: '谁都可以买', en: 'Everybody can buy' } }],
    lossBudget: { amountMinor: 0, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
