/** The offer under which the appointments of the table were made, as far as the table tells: no money, the whole local day. */
import type { OfferTerms } from '../../packages/troth/src/rooms/offer/index.ts';
import { ANSWER_HOURS } from './timetable.ts';

/** The clinics of the table are in Vitória, Brazil. */
export const CLINIC_ZONE = 'America/Sao_Paulo';

export const CLINIC_TERMS: OfferTerms = {
  kind: 'attend',
  context: 'care',
  title: { zh: '门诊预约（历史记录）', en: 'Clinic appointment (from the records)' },
  currency: 'BRL',
  timezone: CLINIC_ZONE,
  obligations: [{ type: 'attend', owedBy: 'promisor', windowMinutes: 1440, graceMinutes: 0 }],
  grants: [],
  consequences: {},
  answerMinutes: ANSWER_HOURS * 60,
  confirmMinutes: 1440,
  decideMinutes: 1440,
  offerExpiryMinutes: 1440,
  ladder: [],
  admission: {
    rows: [{ when: 'true', step: 0, say: { zh: '谁都可以约', en: 'Everybody can book' } }],
    lossBudget: { amountMinor: 0, periodDays: 30, bearer: 'merchant' },
  },
};
