/** Small offers whose stages are not rentals, as changes of a ready-made one: for tests that need a pledge in such a stage. */
type Terms = Record<string, unknown>;

const day = (afterDays: number) => ({ afterDays, atLocalTime: '18:00' });
const everybody = { rows: [{ when: 'true', step: 1, say: { zh: '都可以', en: 'Everybody' } }] };
const budget = { amountMinor: 10_000_000, periodDays: 30, bearer: 'merchant' };

function become(terms: Terms, changes: Terms): void {
  for (const member of ['item', 'extension', 'description']) delete terms[member];
  Object.assign(terms, { grants: [], ladder: [], consequences: {}, confirmMinutes: 1440, ...changes });
  terms.admission =
    (terms.grants as unknown[]).length > 0
      ? { ...everybody, lossBudget: budget }
      : { rows: [{ when: 'true', step: 0, say: { zh: '都可以', en: 'Everybody' } }], lossBudget: budget };
}

/** Ten visits in ninety days, against discounts of ¥200 at most. */
export function salon(terms: Terms): void {
  become(terms, {
    kind: 'membership',
    context: 'retail',
    obligations: [{ type: 'reach_count', owedBy: 'promisor', count: 10, due: day(90), graceMinutes: 1440 }],
    grants: [{ type: 'discount', upToMinor: 20_000 }],
    ladder: [20_000],
    consequences: { clawback: { capMinor: 20_000, unmet: 'all_enjoyed', leftEarly: 'pro_rata' }, unmet: 'no_mark' },
  });
}

/** Ride first, pay what it came to, ¥50 at most, within a day. */
export function ride(terms: Terms): void {
  become(terms, {
    kind: 'postpay',
    context: 'mobility',
    obligations: [
      {
        type: 'pay',
        owedBy: 'promisor',
        amount: { billedUpToMinor: 5_000, billWithinMinutes: 1440 },
        into: 'shop',
        due: { afterMinutes: 1440 },
        graceMinutes: 60,
      },
    ],
    grants: [{ type: 'pay_later', upToMinor: 5_000 }],
    ladder: [5_000],
  });
}

/** ¥90 in three parts, a month apart. */
export function course(terms: Terms): void {
  become(terms, {
    kind: 'instalment',
    context: 'culture',
    obligations: [
      {
        type: 'pay',
        owedBy: 'promisor',
        amount: { fixedMinor: 9_000 },
        into: 'shop',
        parts: { count: 3, unit: 'months', firstAfter: 1, every: 1, atLocalTime: '18:00' },
        graceMinutes: 60,
      },
    ],
    grants: [{ type: 'pay_later', upToMinor: 9_000 }],
    ladder: [9_000],
  });
}

/** Clothes to try for a day, line by line, ¥300 at most and ¥200 a line. */
export function wardrobe(terms: Terms): void {
  const day1 = { due: { afterMinutes: 1440 }, graceMinutes: 60 };
  const amount = { orderedUpToMinor: 30_000, eachUpToMinor: 20_000 };
  become(terms, {
    kind: 'borrow',
    context: 'retail',
    item: { name: { zh: '衣服', en: 'the clothes' }, valueMinor: 30_000 },
    obligations: [
      { type: 'return_item', owedBy: 'promisor', orPay: true, ...day1 },
      { type: 'pay', owedBy: 'promisor', amount, into: 'shop', ...day1 },
    ],
  });
}

/** ¥300 held until the goods arrive, within five days. */
export function heldGoods(terms: Terms): void {
  become(terms, {
    kind: 'escrow',
    context: 'retail',
    obligations: [
      {
        type: 'pay',
        owedBy: 'promisor',
        amount: { fixedMinor: 30_000 },
        into: 'escrow',
        due: { afterMinutes: 1440 },
        graceMinutes: 60,
      },
      { type: 'deliver', owedBy: 'promisee', due: day(5), graceMinutes: 60 },
    ],
  });
}
