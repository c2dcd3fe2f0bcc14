/** Terms of each kind for tests of the pages: short, with every row that a page could show. */
import type { OfferTerms } from '../../rooms/offer/index.ts';
import { READY_MADE_OFFERS } from '../../rooms/offer/index.ts';

const DAY = 1440;
const { umbrella } = READY_MADE_OFFERS;

type Given = Pick<OfferTerms, 'kind' | 'title' | 'obligations' | 'grants'> & Partial<OfferTerms>;

function terms(given: Given): OfferTerms {
  const money = given.grants.find((grant) => grant.type !== 'access');
  const top = money === undefined ? 0 : money.upToMinor;
  const { item: _item, extension: _extension, description: _description, ...plain } = umbrella as OfferTerms;
  return {
    ...plain,
    context: 'retail',
    consequences: {},
    ladder: top === 0 ? [] : [top],
    ...given,
    admission: {
      rows: [{ when: 'true', step: top === 0 ? 0 : 1, say: { zh: '都一样', en: 'The same for everybody' } }],
      lossBudget: { amountMinor: 100_000_000, periodDays: 30, bearer: 'merchant' },
    },
  };
}

const within = (days: number) => ({ afterDays: days, atLocalTime: '18:00' });
const camera = { name: { zh: '相机', en: 'the camera' }, valueMinor: 1_200_000 };

const rental = terms({
  kind: 'rental',
  title: { zh: '相机日租', en: 'Camera by the day' },
  item: camera,
  obligations: [
    { type: 'return_item', owedBy: 'promisor', due: within(1), graceMinutes: 1020 },
    { type: 'pay', owedBy: 'promisor', metered: 'usage', due: { afterEndMinutes: DAY }, graceMinutes: DAY },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 300_000 }],
  consequences: {
    usage: { perUnitMinor: 12_000, unitMinutes: DAY, freeMinutes: 0, capMinor: 84_000 },
    late: { perUnitMinor: 12_000, unitMinutes: DAY, capMinor: 36_000 },
    loss: { capMinor: 300_000 },
    buyOut: { priceMinor: 900_000 },
  },
  extension: { stepMinutes: DAY, countMax: 5 },
});

const trial = terms({
  kind: 'trial',
  title: { zh: '先试后买 · 耳机', en: 'Try first · headphones' },
  item: { name: { zh: '耳机', en: 'the headphones' }, valueMinor: 39_900 },
  obligations: [
    { type: 'deliver', owedBy: 'promisee', due: within(3), graceMinutes: DAY },
    { type: 'return_item', owedBy: 'promisor', due: within(7), graceMinutes: DAY, orPay: true },
    {
      ...({ type: 'pay', owedBy: 'promisor', amount: { fixedMinor: 39_900 }, into: 'shop' } as const),
      ...{ due: within(3), graceMinutes: DAY },
    },
  ],
  grants: [{ type: 'pay_later', upToMinor: 39_900 }],
});

const postpay = terms({
  kind: 'postpay',
  title: { zh: '充电，用完再付', en: 'Charge first, pay after' },
  obligations: [
    {
      ...({ type: 'pay', owedBy: 'promisor', into: 'shop' } as const),
      ...{ amount: { billedUpToMinor: 6_000, billWithinMinutes: 2 * DAY }, due: within(1), graceMinutes: DAY },
    },
  ],
  grants: [{ type: 'pay_later', upToMinor: 6_000 }],
});

const membership = terms({
  kind: 'membership',
  title: { zh: '理发轻会员', en: 'Salon membership' },
  obligations: [{ type: 'reach_count', owedBy: 'promisor', count: 10, due: within(180), graceMinutes: DAY }],
  grants: [{ type: 'discount', upToMinor: 30_000 }],
  consequences: { clawback: { capMinor: 30_000, unmet: 'all_enjoyed', leftEarly: 'pro_rata' }, unmet: 'no_mark' },
});

const spending = terms({
  kind: 'membership',
  title: { zh: '健身房预付', en: 'Gym, prepaid' },
  obligations: [
    {
      ...({ type: 'pay', owedBy: 'promisor', amount: { fixedMinor: 50_000 }, into: 'shop' } as const),
      ...{ due: within(1), graceMinutes: DAY },
    },
    { type: 'reach_amount', owedBy: 'promisor', amountMinor: 100_000, due: within(90), graceMinutes: DAY },
  ],
  grants: [{ type: 'discount', upToMinor: 20_000 }],
  consequences: { clawback: { capMinor: 20_000, unmet: 'pro_rata', leftEarly: 'pro_rata' }, unmet: 'no_mark' },
});

const instalment = terms({
  kind: 'instalment',
  title: { zh: '课程分期', en: 'A course in parts' },
  obligations: [
    {
      ...({ type: 'pay', owedBy: 'promisor', amount: { orderedUpToMinor: 120_000 }, into: 'shop' } as const),
      ...{ parts: { count: 3, unit: 'months', firstAfter: 1, every: 1, atLocalTime: '18:00' }, graceMinutes: DAY },
    },
  ],
  grants: [{ type: 'pay_later', upToMinor: 120_000 }],
});

const stay = terms({
  kind: 'stay',
  context: 'stay',
  title: { zh: '信用住一晚', en: 'One night on trust' },
  item: { name: { zh: '房间', en: 'the room' }, valueMinor: 80_000 },
  obligations: [
    { type: 'attend', owedBy: 'promisor', windowMinutes: 360, graceMinutes: 120 },
    { type: 'return_item', owedBy: 'promisor', due: { afterDays: 1, atLocalTime: '12:00' }, graceMinutes: 120 },
    {
      ...({ type: 'pay', owedBy: 'promisor', into: 'shop' } as const),
      ...{ amount: { billedUpToMinor: 80_000, billWithinMinutes: 3 * DAY }, due: within(2), graceMinutes: DAY },
    },
  ],
  grants: [{ type: 'pay_later', upToMinor: 80_000 }],
  consequences: { noShow: { feeMinor: 20_000 }, lateCancel: { freeUntilMinutesBefore: 360, feeMinor: 10_000 } },
});

const borrow = terms({
  kind: 'borrow',
  context: 'culture',
  title: { zh: '借书', en: 'Borrow a book' },
  item: { name: { zh: '书', en: 'the book' }, valueMinor: 4_000 },
  obligations: [{ type: 'return_item', owedBy: 'promisor', due: within(28), graceMinutes: 3 * DAY }],
  grants: [{ type: 'access' }],
  extension: { stepMinutes: 14 * DAY, countMax: 2 },
});

const welfare = terms({
  kind: 'welfare',
  context: 'civic',
  title: { zh: '河边清洁', en: 'Clean the riverside' },
  obligations: [{ type: 'reach_hours', owedBy: 'promisor', hours: 3, due: within(90), graceMinutes: DAY }],
  grants: [],
  consequences: { unmet: 'no_mark' },
});

const attend = READY_MADE_OFFERS['cafe-table'] as OfferTerms;

const escrow = terms({
  kind: 'escrow',
  title: { zh: '二手相机，收到再付给店家', en: 'A used camera, paid on arrival' },
  item: camera,
  obligations: [
    {
      ...({ type: 'pay', owedBy: 'promisor', amount: { orderedUpToMinor: 500_000 }, into: 'escrow' } as const),
      ...{ due: within(1), graceMinutes: DAY },
    },
    { type: 'deliver', owedBy: 'promisee', due: within(5), graceMinutes: DAY },
  ],
  grants: [],
});

const custody = terms({
  kind: 'custody',
  title: { zh: '相机，押金存管', en: 'Camera, deposit held apart' },
  item: camera,
  obligations: [
    {
      ...({ type: 'pay', owedBy: 'promisor', amount: { deposit: 'ordinary_terms' }, into: 'custody' } as const),
      ...{ due: within(1), graceMinutes: DAY },
    },
    { type: 'return_item', owedBy: 'promisor', due: within(2), graceMinutes: DAY },
    { type: 'pay', owedBy: 'promisor', metered: 'usage', due: { afterEndMinutes: DAY }, graceMinutes: DAY },
    { type: 'refund', owedBy: 'promisee', due: { workingDays: 2, calendar: 'CN' }, graceMinutes: 0 },
  ],
  grants: [{ type: 'deposit_waiver', upToMinor: 300_000 }],
  ladder: [200_000],
  consequences: {
    usage: { perUnitMinor: 12_000, unitMinutes: DAY, freeMinutes: 0, capMinor: 84_000 },
    late: { perUnitMinor: 12_000, unitMinutes: DAY, capMinor: 36_000 },
    loss: { capMinor: 300_000 },
  },
});

/** One offer of each kind, and two of membership: benefits first, and prepaid. */
export const KINDS = {
  ...{ rental, stay, trial, postpay, membership, spending, instalment, borrow, attend, welfare, escrow, custody },
} as const satisfies Readonly<Record<string, OfferTerms>>;
export type KindName = keyof typeof KINDS;

/** The address of the accept page: where each order says its amount, with one. */
export function acceptPath(offerId: string, terms: OfferTerms): string {
  const asks = terms.obligations.some(
    (one) => one.type === 'pay' && 'amount' in one && 'orderedUpToMinor' in one.amount,
  );
  return asks ? `/a/${offerId}?amount=100000` : `/a/${offerId}`;
}
