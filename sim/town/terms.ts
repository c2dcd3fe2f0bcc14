/** What a shop of a trade publishes: the terms of its one offer. */
import type { OfferTerms } from '../../packages/troth/src/rooms/offer/index.ts';
import { SESSION_MINUTES, TOWN_ZONE } from './calendar.ts';
import type { AttendTrade, RentalTrade, Trade } from './trades.ts';

const DAY_MINUTES = 1440;
type Common = Pick<
  OfferTerms,
  | 'context'
  | 'title'
  | 'currency'
  | 'timezone'
  | 'grants'
  | 'ladder'
  | 'answerMinutes'
  | 'confirmMinutes'
  | 'decideMinutes'
  | 'offerExpiryMinutes'
  | 'admission'
>;

/** Steps of the waiver: a part and the whole of the deposit; none where nobody pays a deposit. */
export function ladderOf(depositMinor: number): readonly number[] {
  return depositMinor === 0 ? [] : [Math.round(depositMinor / 2), depositMinor];
}

function admissionOf({ depositMinor, bearsShare }: Trade): OfferTerms['admission'] {
  if (depositMinor === 0) {
    return {
      rows: [{ when: 'true', step: 0, say: { zh: '谁都可以', en: 'Everybody can' } }],
      lossBudget: { amountMinor: 0, periodDays: 30, bearer: 'merchant' },
    };
  }
  const [part, whole] = ladderOf(depositMinor) as [number, number];
  const bears = (stepMinor: number, share: number): string =>
    `expectedLossMinor(${stepMinor}) <= ${Math.round(stepMinor * share)}`;
  return {
    rows: [
      { when: 'unpaidMinor > 0', step: 0, say: { zh: '还有一笔没付', en: 'Something is still unpaid' } },
      { when: 'openPledgeCount >= 8', step: 0, say: { zh: '手上已有 8 件没完', en: 'Eight things are open already' } },
      { when: bears(whole, bearsShare), step: 2, say: { zh: '押金全免', en: 'The whole deposit is waived' } },
      { when: bears(part, 3 * bearsShare), step: 1, say: { zh: '押金免一半', en: 'Half of the deposit is waived' } },
    ],
    lossBudget: { amountMinor: depositMinor * 200, periodDays: 30, bearer: 'merchant' },
  };
}

function common(trade: Trade): Common {
  return {
    context: trade.context,
    title: trade.title,
    currency: 'CNY',
    timezone: TOWN_ZONE,
    grants: trade.depositMinor === 0 ? [] : [{ type: 'deposit_waiver', upToMinor: trade.depositMinor }],
    ladder: ladderOf(trade.depositMinor),
    answerMinutes: trade.answerDays * DAY_MINUTES,
    confirmMinutes: 2 * DAY_MINUTES,
    decideMinutes: 5 * DAY_MINUTES,
    offerExpiryMinutes: 60,
    admission: admissionOf(trade),
  };
}

function rentalTerms(trade: RentalTrade): OfferTerms {
  const graceMinutes = trade.graceHours * 60;
  const due = { afterDays: trade.dueEvenings, atLocalTime: '22:00' };
  const payUsage = {
    type: 'pay',
    owedBy: 'promisor',
    metered: 'usage',
    due: { afterEndMinutes: DAY_MINUTES },
    graceMinutes: 4320,
  } as const;
  return {
    kind: 'rental',
    ...common(trade),
    item: { name: trade.item, valueMinor: trade.itemValueMinor },
    obligations: [
      { type: 'return_item', owedBy: 'promisor', due, graceMinutes },
      ...(trade.usage === null ? [] : [payUsage]),
    ],
    consequences: {
      ...(trade.usage === null ? {} : { usage: { ...trade.usage, freeMinutes: 0 } }),
      ...(trade.lateDay === null ? {} : { late: { ...trade.lateDay, unitMinutes: DAY_MINUTES } }),
      ...(trade.depositMinor === 0 ? {} : { loss: { capMinor: trade.depositMinor } }),
    },
  };
}

function attendTerms(trade: AttendTrade): OfferTerms {
  const fee = trade.depositMinor;
  const lateCancel = { freeUntilMinutesBefore: trade.lateCancelHours * 60, feeMinor: Math.round(fee / 5) };
  return {
    kind: 'attend',
    ...common(trade),
    obligations: [
      { type: 'attend', owedBy: 'promisor', windowMinutes: SESSION_MINUTES, graceMinutes: trade.graceHours * 60 },
    ],
    consequences: fee === 0 ? {} : { noShow: { feeMinor: fee }, lateCancel },
  };
}

/** Terms that hold together; a test asks the offer room. */
export function termsOf(trade: Trade): OfferTerms {
  return trade.kind === 'rental' ? rentalTerms(trade) : attendTerms(trade);
}
