import type { OfferTerms } from '../terms.ts';

/** An e-bike by the month where a deposit is still taken: held apart, back within two working days of the return. */
export const eBikeMonth = {
  kind: 'custody',
  context: 'mobility',
  title: { zh: '电动车月租，押金存管', en: 'E-bike by the month, deposit in custody' },
  description: {
    zh: '押金是你的钱，还车后 2 个工作日内退。',
    en: 'The deposit is yours and back within 2 working days of the return.',
  },
  currency: 'CNY',
  timezone: 'Asia/Shanghai',
  item: { name: { zh: '电动车', en: 'the e-bike' }, valueMinor: 300_000 },
  obligations: [
    {
      type: 'pay',
      owedBy: 'promisor',
      amount: { deposit: 'ordinary_terms' },
      into: 'custody',
      due: { afterMinutes: 1440 },
      graceMinutes: 0,
    },
    { type: 'return_item', owedBy: 'promisor', due: { afterDays: 30, atLocalTime: '20:00' }, graceMinutes: 1440 },
    { type: 'refund', owedBy: 'promisee', due: { workingDays: 2, calendar: 'CN' }, graceMinutes: 0 },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 10_000 }],
  consequences: {
    late: { perUnitMinor: 500, unitMinutes: 1440, capMinor: 5_000 },
    loss: { capMinor: 10_000 },
  },
  extension: { stepMinutes: 43_200, countMax: 11 },
  answerMinutes: 2880,
  confirmMinutes: 1440,
  decideMinutes: 4320,
  offerExpiryMinutes: 60,
  ladder: [5_000, 10_000],
  admission: {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'expectedLossMinor(10000) <= 250', step: 2, say: { zh: '押金全免', en: 'The whole deposit is waived' } },
      { when: 'expectedLossMinor(5000) <= 500', step: 1, say: { zh: '免一半', en: 'Half of it is waived' } },
    ],
    lossBudget: { amountMinor: 300_000, periodDays: 30, bearer: 'merchant' },
  },
} as const satisfies OfferTerms;
