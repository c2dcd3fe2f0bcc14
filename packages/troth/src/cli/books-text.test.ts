import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BooksReading, booksText } from './books.ts';
import { reconciliationText } from './books-reconcile.ts';
import { creditorsText } from './custody-collapse.ts';

const reading = (agrees: boolean, unnamedMinor: number): BooksReading => ({
  at: '2026-12-01T00:00:00Z',
  shop: null,
  currencies: [
    {
      currency: 'KWD',
      lines: [{ account: 'cash', debitMinor: 12_345, creditMinor: 0, balanceMinor: 12_345 }],
      debitMinor: 12_345,
      creditMinor: 12_345,
      charges: {
        chargedMinor: 12_345,
        collectedMinor: 12_345,
        forgivenMinor: 0,
        openMinor: 0,
        creditedMinor: 0,
        agrees,
      },
      losses: { bearers: [{ bearer: 'merchant', atRiskMinor: 1, unpaidMinor: 0, forgivenMinor: 0 }], unnamedMinor },
    },
  ],
});

test('books that disagree, and losses that nobody bears, are said loudly', () => {
  const good = booksText(reading(true, 0));
  assert.match(good, /12\.345/);
  assert.match(good, /The books say the same/);
  assert.doesNotMatch(good, /OTHERWISE|NO BEARER/);
  const bad = booksText(reading(false, 7));
  assert.match(bad, /SAY OTHERWISE/);
  assert.match(bad, /0\.007 HAS NO BEARER/);
});

test('a creditor is named by reference, with what is owed, paid and missing; no statement is no money', () => {
  const creditors = [{ promisor: 'ref_1', owedMinor: 100, paidMinor: 0, shortMinor: 100 }];
  const list = [
    { currency: 'JPY', heldMinor: null, owedMinor: 100, paidMinor: 0, shortMinor: 100, creditors } as const,
  ];
  assert.match(creditorsText(list), /nobody has shown any/);
  assert.match(creditorsText(list), /ref_1 {2}owed 欠 \S+100 {2}paid 退 \S+0 {2}missing 还差 \S+100/);
});

test('a statement that agrees in every line says so, and one that does not says how far apart it is', () => {
  const movement = { transferId: 't', references: ['t'], amountMinor: 90, currency: 'JPY', effectiveAt: 1n } as const;
  const line = { lineNo: 2, reference: 't', amountMinor: 100, currency: 'JPY', at: 1n } as const;
  const text = reconciliationText({
    findings: [{ kind: 'amount_differs', line, movement }],
    totals: [{ currency: 'JPY', statementMinor: 100, booksMinor: 90 }],
  });
  assert.match(text, /AMOUNT DIFFERS/);
  assert.match(text, /difference 相差 \S+10\n1 do not agree/);
  assert.match(reconciliationText({ findings: [], totals: [] }), /Every line agrees/);
});
