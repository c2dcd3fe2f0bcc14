/**
 * Offers drawn by chance: every shape that the product names, with any numbers, and lists of obligations put together blindly. What cannot be
 * published is drawn again, so that every life is lived under terms that a shop could really publish.
 */
import {
  checkOffer,
  type Kinds,
  OWN_KINDS,
  type Consequences,
  type ObligationTerms,
  type OfferTerms,
  READY_MADE_OFFERS,
} from '../../packages/troth/src/rooms/offer/index.ts';
import type { Chance } from '../seeded-chance.ts';

const HOUR = 60;
const DAY = 24 * HOUR;
const ZONES = ['Asia/Shanghai', 'Europe/Berlin', 'America/Sao_Paulo', 'UTC'] as const;
const CURRENCIES = ['CNY', 'JPY', 'KWD', 'EUR'] as const;

export const pick = <T>(chance: Chance, list: readonly T[]): T => list[chance.whole(0, list.length - 1)] as T;
/** Minor units from 1 to ten million, small ones as often as large ones. */
const money = (chance: Chance): number => chance.whole(1, 10 ** chance.whole(0, 7));

function when(chance: Chance) {
  const graceMinutes = pick(chance, [0, 1, 30, 2 * HOUR, DAY, 3 * DAY]);
  const due = chance.happens(0.6)
    ? { afterMinutes: chance.whole(1, 12 * DAY) }
    : { afterDays: chance.whole(1, 20), atLocalTime: pick(chance, ['00:00', '02:30', '12:00', '23:59']) };
  return { due, graceMinutes };
}

const promisor = { owedBy: 'promisor' } as const;
const promisee = { owedBy: 'promisee' } as const;

type Draw = (chance: Chance) => ObligationTerms;
const DRAWN = {
  return_item: (c) => ({ type: 'return_item', ...promisor, ...when(c) }),
  keep_or_return: (c) => ({ type: 'return_item', ...promisor, ...when(c), orPay: true }),
  metered: (c) => ({
    ...({ type: 'pay', ...promisor, metered: 'usage' } as const),
    ...{ due: { afterEndMinutes: c.whole(0, 5 * DAY) }, graceMinutes: c.whole(0, 3 * DAY) },
  }),
  fixed: (c) => ({ type: 'pay', ...promisor, amount: { fixedMinor: money(c) }, into: 'shop', ...when(c) }),
  ordered: (c) => ({ type: 'pay', ...promisor, amount: { orderedUpToMinor: money(c) }, into: 'shop', ...when(c) }),
  billed: (c) => ({
    ...({ type: 'pay', ...promisor, into: 'shop', ...when(c) } as const),
    amount: { billedUpToMinor: money(c), billWithinMinutes: c.whole(1, 10 * DAY) },
  }),
  parts: (c) => {
    const count = c.whole(2, 6);
    const { graceMinutes } = when(c);
    const unit = pick(c, ['days', 'months'] as const);
    const parts = { count, unit, firstAfter: c.whole(1, 9), every: c.whole(1, 3), atLocalTime: '12:00' };
    return { type: 'pay', ...promisor, amount: { fixedMinor: count + money(c) }, into: 'shop', parts, graceMinutes };
  },
  escrow: (c) => ({ type: 'pay', ...promisor, amount: { orderedUpToMinor: money(c) }, into: 'escrow', ...when(c) }),
  deposit: (c) => ({ type: 'pay', ...promisor, amount: { deposit: 'ordinary_terms' }, into: 'custody', ...when(c) }),
  deliver: (c) => ({ type: 'deliver', ...promisee, ...when(c) }),
  refund: (c) => {
    const due = { workingDays: c.whole(1, 15), calendar: pick(c, ['CN', 'weekends_only'] as const) };
    return { type: 'refund', ...promisee, due, graceMinutes: c.whole(0, DAY) };
  },
  attend: (c) => ({ type: 'attend', ...promisor, windowMinutes: c.whole(1, DAY), graceMinutes: c.whole(0, DAY) }),
  wait: (c) => ({ type: 'attend', ...promisee, windowMinutes: c.whole(1, HOUR), graceMinutes: c.whole(0, HOUR) }),
  visits: (c) => ({ type: 'reach_count', ...promisor, count: c.whole(1, 12), ...when(c) }),
  spend: (c) => ({ type: 'reach_amount', ...promisor, amountMinor: money(c), ...when(c) }),
  hours: (c) => ({ type: 'reach_hours', ...promisor, hours: c.whole(1, 12), ...when(c) }),
  confirm: (c) => ({ type: 'confirm', ...promisor, ...when(c) }),
  confirmed: (c) => ({ type: 'confirm', ...promisee, ...when(c) }),
} as const satisfies Record<string, Draw>;
type Drawn = keyof typeof DRAWN;

/** What is owed in the promises that the product names, and last whatever chance puts together. */
const SHAPES: readonly (readonly Drawn[])[] = [
  ['return_item', 'metered'],
  ['return_item'],
  ['attend'],
  ['attend', 'wait'],
  ['attend', 'return_item', 'billed'],
  ['deliver', 'keep_or_return', 'fixed'],
  ['billed'],
  ['visits'],
  ['spend'],
  ['hours'],
  ['parts'],
  ['ordered'],
  ['escrow', 'deliver'],
  ['deposit', 'return_item', 'refund', 'metered'],
  ['deposit', 'return_item', 'refund'],
  ['deposit', 'deliver', 'return_item', 'refund'],
  ['confirm', 'confirmed'],
];

/** A kind that needs nothing: any shape may be of it. */
const ANY_SHAPE: Kinds = new Map(
  [...OWN_KINDS.values()].slice(0, 1).map((kind) => ['any_shape', { ...kind, kind: 'any_shape', needs: [] }]),
);

/** An offer that can be published. */
export function drawOffer(chance: Chance): OfferTerms {
  for (;;) {
    const isBlind = chance.happens(0.3);
    const all = Object.keys(DRAWN) as Drawn[];
    const shape = isBlind ? Array.from({ length: chance.whole(1, 5) }, () => pick(chance, all)) : pick(chance, SHAPES);
    const terms = draw(chance, shape);
    const checked = checkOffer(terms, ANY_SHAPE);
    if (checked.ok) return checked.value;
  }
}

function draw(chance: Chance, shape: readonly Drawn[]): OfferTerms {
  const obligations = shape.map((name) => DRAWN[name](chance));
  const owes = (type: ObligationTerms['type']): boolean => obligations.some((one) => one.type === type);
  const isToReach = owes('reach_count') || owes('reach_amount') || owes('reach_hours');
  const upToMinor = money(chance);
  const isDeposit = owes('return_item') || owes('attend');
  const grant = isToReach && chance.happens(0.7) ? 'discount' : isDeposit ? 'deposit_waiver' : 'pay_later';
  const hasMoney = shape.includes('deposit') || grant === 'discount' || chance.happens(0.7);
  const consequences = consequencesOf(chance, shape, upToMinor, hasMoney ? grant : null);
  const capMinor = consequences.loss?.capMinor ?? consequences.clawback?.capMinor ?? upToMinor;
  return {
    ...READY_MADE_OFFERS['cafe-table'],
    kind: 'any_shape',
    currency: pick(chance, CURRENCIES),
    timezone: pick(chance, ZONES),
    obligations,
    consequences,
    grants: hasMoney ? [{ type: grant, upToMinor }] : [],
    ladder: hasMoney ? [Math.min(upToMinor, capMinor)] : [],
    answerMinutes: chance.whole(DAY, 5 * DAY),
    confirmMinutes: chance.whole(1, 3 * DAY),
    decideMinutes: chance.whole(1, 5 * DAY),
    offerExpiryMinutes: chance.whole(1, DAY),
    ...(owes('return_item') ? { item: { name: { zh: '物品', en: 'the item' }, valueMinor: 10_000_000 } } : {}),
    ...(owes('return_item') && chance.happens(0.5)
      ? { extension: { stepMinutes: chance.whole(1, 3 * DAY), countMax: chance.whole(1, 4) } }
      : {}),
    admission: {
      rows: [{ when: 'true', step: hasMoney ? 1 : 0, say: { zh: '可以', en: 'Yes' } }],
      lossBudget: { amountMinor: 1, periodDays: 30, bearer: 'merchant' },
    },
  };
}

function consequencesOf(
  chance: Chance,
  shape: readonly Drawn[],
  upToMinor: number,
  grant: 'discount' | 'deposit_waiver' | 'pay_later' | null,
): Consequences {
  const within = (): number => (grant === null ? money(chance) : chance.whole(1, upToMinor));
  const rate = (capMinor: number) => ({
    perUnitMinor: chance.whole(1, capMinor),
    unitMinutes: chance.whole(1, DAY),
    capMinor,
  });
  const returns = shape.includes('return_item') || shape.includes('keep_or_return');
  const attends = shape.includes('attend');
  const reaches = shape.includes('visits') || shape.includes('spend') || shape.includes('hours');
  const [feeMinor, clawCapMinor] = [within(), within()];
  return {
    ...(shape.includes('metered') ? { usage: { ...rate(money(chance)), freeMinutes: chance.whole(0, HOUR) } } : {}),
    ...(returns && chance.happens(0.6) ? { late: rate(within()) } : {}),
    ...(returns ? { loss: { capMinor: grant === null ? money(chance) : upToMinor } } : {}),
    ...(returns && chance.happens(0.3) ? { buyOut: { priceMinor: money(chance) } } : {}),
    ...(attends ? { noShow: { feeMinor } } : {}),
    ...(attends && chance.happens(0.5)
      ? { lateCancel: { freeUntilMinutesBefore: chance.whole(0, DAY), feeMinor: chance.whole(1, feeMinor) } }
      : {}),
    ...(grant === 'discount'
      ? {
          clawback: {
            capMinor: clawCapMinor,
            unmet: pick(chance, ['all_enjoyed', 'pro_rata'] as const),
            leftEarly: pick(chance, ['all_enjoyed', 'pro_rata', 'nothing'] as const),
          },
        }
      : {}),
    ...(reaches && chance.happens(0.5) ? { unmet: 'no_mark' as const } : {}),
  };
}
