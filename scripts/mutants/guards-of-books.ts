// Guards of the books: of the chart, of what is held for somebody, of what is compared and of what the audit sees.
import { type Guard, of, S } from './guard.ts';

const rule = of('rooms/ledger', 'rooms/ledger/books.test.ts');
const line = of('rooms/ledger', 'rooms/ledger/reconcile.test.ts');
const held = of('audit', 'audit/check-held.test.ts');
const share = of('audit', 'audit/check-payouts.test.ts');
const roads = of('audit', 'audit/check-roads.test.ts');
const api = of('doors/api', 'doors/api/books.pg.test.ts');
const payout = of('', 'doors/api/custody-payouts.pg.test.ts');

export const GUARDS_OF_BOOKS: readonly Guard[] = [
  {
    says: 'a deposit is never earned',
    file: `${S}/rooms/ledger/accounts.ts`,
    guard: "custody_apply: { debit: 'custody_held', credit: 'receivable' }",
    instead: "custody_apply: { debit: 'custody_held', credit: 'revenue' }",
    test: `${S}/rooms/ledger/ledger.test.ts`,
  },
  rule(
    'no two currencies are added',
    'trial-balance.ts',
    'Map.groupBy(moved, ({ currency }) => currency)',
    "Map.groupBy(moved, () => 'CNY' as Currency)",
  ),
  rule('a gap is a gap', 'coverage.ts', 'balanceMinor < owedThenMinor', 'balanceMinor <= 0'),
  rule('refunds since hide no gap', 'coverage.ts', 'Math.max(owedMinor, statement?.owedMinor ?? 0)', 'owedMinor'),
  rule(
    'only all of it is all of it',
    'coverage.ts',
    'BigInt(balanceMinor) * 10_000n',
    'BigInt(balanceMinor + 1) * 10_000n',
  ),
  rule('what is left over goes to the largest remainders', 'pro-rata.ts', 'compare(b.remainder, a.remainder) || ', ''),
  rule('shares add up to what is there', 'pro-rata.ts', '.slice(0, left)', '.slice(0, left - 1)'),
  rule('a claim stands once', 'pro-rata.ts', ".size === claims.length, 'a_claim", ".size >= 0, 'a_claim"),
  line('a movement answers one line', 'reconcile.ts', '!taken.has(one) && kindOf', 'kindOf'),
  line('currencies differ', 'reconcile.ts', "if (line.currency !== movement.currency) return 'currency_differs';", ''),
  line('a minor unit is whole', 'statement-csv.ts', '/^[+-]?\\d{1,13}$/', '/^[+-]?[\\d.]{1,13}$/'),
  held('held money is never below zero', 'check-held.ts', 'sum >= 0, at, column', 'true, at, column'),
  held('held money is gone at the end', 'check-held.ts', 'mayStay || sum === 0', 'true'),
  held(
    'only a deposit may stay owed',
    'check-held.ts',
    "(account.startsWith('custody') && OWES_DEPOSIT_AFTER.includes(state))",
    'OWES_DEPOSIT_AFTER.includes(state)',
  ),
  held(
    'a pledge has one currency',
    'check-held.ts',
    "findings.same('held', at, 'currency', pledge.currency ?? null, row.currency ?? null);",
    '',
  ),
  held(
    'Σ charges is what was paid, let go or is open',
    'check-held.ts',
    'String(raised), String(ended + open)',
    "'', ''",
  ),
  roads('a charge is paid along one way, whole', 'check-roads.ts', 'ways.includes(taken)', 'true'),
  roads('a move keeps to its roads', 'check-roads.ts', 'allowed.includes(roadOf(named))', 'true'),
  roads('trust is moved whole', 'check-roads.ts', 'sumOf(transfers, trustRoad) === granted', 'true'),
  {
    ...rule('what was paid is what was collected', 'charge-equation.ts', 'collectedMinor === paid &&', ''),
    test: `${S}/rooms/ledger/charge-equation.test.ts`,
  },
  {
    ...rule(
      'what is let go is booked as let go',
      'charge-equation.ts',
      "forgivenMinor === balanceOf(trial, 'forgiven') &&",
      '',
    ),
    test: `${S}/rooms/ledger/charge-equation.test.ts`,
  },
  payout(
    'a payout that was made is not made again after a crash',
    'doors/api/custody-payouts.ts',
    "how === 'resumed' ? await readPaid(context, worldId, merchantId, payoutId) : []",
    '[]',
  ),
  share('a share is fair', 'check-payouts.ts', 'error < totalMinor && -error < totalMinor', 'true'),
  share('nobody gets more than the own deposit', 'check-payouts.ts', 'String(held), String(owedMinor)', "'', ''"),
  api('another shop’s books are not found', 'books.ts', 'shop !== undefined && shop !== principal.merchantId', 'false'),
  api(
    'no statement speaks of the future',
    '../../rooms/ledger/custody-statement.ts',
    'of.balanceAt > of.recordedAt',
    'of.balanceAt > of.recordedAt + 1n',
  ),
  payout(
    'what has left custody is not there twice',
    'rooms/ledger/custody-queries.ts',
    't.effective_at >= s.balance_at',
    'false',
  ),
  payout(
    'nobody is paid from what no statement shows',
    'journeys/pay-out-custody.ts',
    "plan.every(({ heldMinor }) => heldMinor === null) ? 'no_statement_to_pay_from' : null",
    'null',
  ),
  payout(
    'an erased person’s share goes to nobody else',
    'journeys/pay-out-custody.ts',
    '{ ...share, paidMinor: 0, shortMinor: share.owedMinor }',
    'share',
  ),
  {
    says: 'a custody statement that was changed gives itself away',
    file: `${S}/audit/check-custody.ts`,
    guard:
      "findings.same('custody', at, 'content_hash', sha256(canonical(said)), bytes(row, 'content_hash').toString('hex'));",
    instead: '',
    test: `${S}/audit/flips.pg.test.ts`,
  },
];
