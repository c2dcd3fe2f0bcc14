import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Currency, CURRENCY_EXPONENTS, formatMoney } from '../../kernel/index.ts';
import { type Route, ROUTES } from './accounts.ts';
import { coverageOf } from './coverage.ts';
import { shareProRata } from './pro-rata.ts';
import { balanceOf, type Moved, trialBalances } from './trial-balance.ts';

const along = (route: Route, amountMinor: number, currency: Currency): Moved => ({
  debitAccount: ROUTES[route].debit,
  creditAccount: ROUTES[route].credit,
  amountMinor,
  currency,
});
const anyMoved = fc
  .tuple(
    fc.constantFrom(...(Object.keys(ROUTES) as Route[])),
    fc.integer({ min: 1, max: 1_000_000_000_000 }),
    fc.constantFrom(...(Object.keys(CURRENCY_EXPONENTS) as Currency[])),
  )
  .map(([route, amountMinor, currency]) => along(route, amountMinor, currency));

test('a trial balance is of one currency, and its debits are its credits', () => {
  fc.assert(
    fc.property(fc.array(anyMoved, { maxLength: 60 }), (moved) => {
      const all = trialBalances(moved);
      assert.deepEqual(
        all.map(({ currency }) => currency),
        [...new Set(moved.map(({ currency }) => currency))].sort(),
      );
      for (const one of all) assert.equal(one.debitMinor, one.creditMinor);
    }),
  );
});

test('what happens in one currency changes nothing in another', () => {
  fc.assert(
    fc.property(fc.array(anyMoved, { maxLength: 40 }), anyMoved, (moved, more) => {
      const others = (all: readonly Moved[]) => trialBalances(all).filter(({ currency }) => currency !== more.currency);
      assert.deepEqual(others([...moved, more]), others(moved));
    }),
  );
});

test('yen have no minor unit and dinars have a thousand: each is kept in its own, and never converted', () => {
  const all = trialBalances([
    along('custody_fund', 5000, 'JPY'),
    along('custody_fund', 5000, 'KWD'),
    along('custody_fund', 5000, 'CNY'),
    along('custody_refund', 1, 'KWD'),
  ]);
  assert.deepEqual(
    all.map((one) => [one.currency, balanceOf(one, 'custody_held'), balanceOf(one, 'custody_cash')]),
    [
      ['CNY', 5000, 5000],
      ['JPY', 5000, 5000],
      ['KWD', 4999, 4999],
    ],
  );
  assert.match(formatMoney({ amountMinor: 5000, currency: 'JPY' }, 'en'), /5,000$/);
  assert.match(formatMoney({ amountMinor: 4999, currency: 'KWD' }, 'en'), /4\.999$/);
});

test('a sum that cannot be kept exactly is a failure, never a rounded number', () => {
  const most = along('collect', Number.MAX_SAFE_INTEGER, 'CNY');
  assert.throws(() => trialBalances([most, along('collect', 1, 'CNY')]), /safe_integer/);
});

test('a balance is told on the side of its account: earnings and debts of the merchant above zero', () => {
  const [cny] = trialBalances([along('charge_use', 300, 'CNY'), along('collect', 100, 'CNY')]);
  assert.ok(cny);
  assert.deepEqual(
    (['receivable', 'revenue', 'cash', 'forgiven'] as const).map((account) => balanceOf(cny, account)),
    [200, 300, 100, 0],
  );
});

test('coverage says at every limit whether the deposits are there', () => {
  const of = (owedMinor: number, statement: readonly [balance: number, owedThen: number] | null) => {
    const found = coverageOf({
      owedMinor,
      statement: statement === null ? null : { balanceMinor: statement[0], owedMinor: statement[1] },
    });
    return [found.state, found.ratioBps, found.missingMinor];
  };
  assert.deepEqual(of(0, null), ['nothing_owed', null, 0]);
  assert.deepEqual(of(0, [50, 0]), ['nothing_owed', null, 0]);
  assert.deepEqual(of(1, null), ['no_statement', null, 1]);
  assert.deepEqual(of(100, [99, 100]), ['short', 9900, 1]);
  assert.deepEqual(of(100, [100, 100]), ['covered', 10_000, 0]);
  assert.deepEqual(of(100, [101, 100]), ['covered', 10_100, 0]);
  // One minor unit of a hundred million: still not all of it.
  assert.deepEqual(of(100_000_000, [99_999_999, 100_000_000]), ['short', 9999, 1]);
  // Taken since the statement: it was all there then.
  assert.deepEqual(of(150, [100, 100]), ['behind', 6666, 50]);
  // Refunded since: the gap of the statement is still a gap.
  assert.deepEqual(of(10, [90, 100]), ['short', 9000, 10]);
  assert.deepEqual(of(0, [90, 100]), ['short', 9000, 10]);
  assert.deepEqual(of(5, [0, 5]), ['short', 0, 5]);
  assert.equal(coverageOf({ owedMinor: 2 ** 50, statement: { balanceMinor: 2 ** 50, owedMinor: 1 } }).ratioBps, 10_000);
});

const anyClaims = fc.uniqueArray(
  fc.record({ claimId: fc.string({ minLength: 1, maxLength: 6 }), amountMinor: fc.integer({ min: 1, max: 10 ** 12 }) }),
  { selector: ({ claimId }) => claimId, maxLength: 30 },
);

test('pro rata: what is paid is what is there or what is owed, and nobody is paid more than the own claim', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 13 }), anyClaims, (held, claims) => {
      const owed = claims.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
      const shares = shareProRata(held, claims);
      assert.equal(
        shares.reduce((sum, { paidMinor }) => sum + paidMinor, 0),
        Math.min(held, owed),
      );
      for (const share of shares) {
        assert.ok(Number.isInteger(share.paidMinor) && share.paidMinor >= 0 && share.paidMinor <= share.amountMinor);
        assert.equal(share.paidMinor + share.shortMinor, share.amountMinor);
        // Within one minor unit of the exact proportion.
        if (held < owed) {
          const error = BigInt(share.paidMinor) * BigInt(owed) - BigInt(held) * BigInt(share.amountMinor);
          assert.ok(error < BigInt(owed) && error > -BigInt(owed));
        }
      }
    }),
  );
});

test('pro rata: the order of the list changes nobody’s share', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 ** 13 }), anyClaims, (held, claims) => {
      const byId = (of: readonly { claimId: string; paidMinor: number }[]) =>
        new Map([...of].sort((a, b) => (a.claimId < b.claimId ? -1 : 1)).map((one) => [one.claimId, one.paidMinor]));
      assert.deepEqual(byId(shareProRata(held, claims)), byId(shareProRata(held, [...claims].reverse())));
    }),
  );
});

test('pro rata: what cannot be divided goes to the largest remainders, then by name', () => {
  const paid = (held: number, ...amounts: number[]) =>
    shareProRata(
      held,
      amounts.map((amountMinor, i) => ({ claimId: `c${i}`, amountMinor })),
    ).map(({ paidMinor }) => paidMinor);
  assert.deepEqual(paid(10, 3, 3, 3), [3, 3, 3]);
  assert.deepEqual(paid(9, 3, 3, 3), [3, 3, 3]);
  assert.deepEqual(paid(8, 3, 3, 3), [3, 3, 2]);
  assert.deepEqual(paid(7, 3, 3, 3), [3, 2, 2]);
  assert.deepEqual(paid(1, 1, 1), [1, 0]);
  assert.deepEqual(paid(0, 5, 5), [0, 0]);
  // 100 × 1/3 and 100 × 2/3: the larger remainder is the second's.
  assert.deepEqual(paid(100, 100, 200), [33, 67]);
  assert.deepEqual(paid(5), []);
  assert.throws(
    () =>
      shareProRata(1, [
        { claimId: 'a', amountMinor: 1 },
        { claimId: 'a', amountMinor: 1 },
      ]),
    /once/,
  );
  assert.throws(() => shareProRata(-1, []), /whole_number/);
});
