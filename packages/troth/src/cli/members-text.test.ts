import assert from 'node:assert/strict';
import { test } from 'node:test';
import { membersText } from './members.ts';
import { settlementText } from './members-reconcile.ts';

const line = (lineNo: string, discountMinor = 500) => ({
  pledgeId: 'plg_1',
  lineNo,
  count: 1,
  amountMinor: 5_000,
  discountMinor,
});

test('a settlement is told line by line: equal, different with its fields, only here, only there, then both totals', () => {
  const text = settlementText({
    currency: 'CNY',
    verdict: 'differ',
    matched: [line('A')],
    differing: [{ pledgeId: 'plg_1', lineNo: 'B', fields: ['discountMinor'], ours: line('B'), theirs: line('B', 600) }],
    onlyOurs: [line('C')],
    onlyTheirs: [line('D')],
    repeated: [{ side: 'theirs', lineNo: 'D', lineCount: 2 }],
    totals: { ours: { ...line(''), lineCount: 3 }, theirs: { ...line(''), lineCount: 3 } },
    discounts: { byIssuerMinor: 1_500, byHonouringShopMinor: 0 },
  });
  const rows = text.trim().split('\n');
  assert.match(rows[0] ?? '', /plg_1 A {2}matched 相符 {2}1 × 次, ¥50/);
  assert.match(rows[1] ?? '', /plg_1 B {2}DIFFERS 不同 \(discountMinor\).*¥5;.*¥6$/);
  assert.match(rows[2] ?? '', /plg_1 C {2}ONLY HERE/);
  assert.match(rows[3] ?? '', /plg_1 D {2}ONLY IN THE SETTLEMENT/);
  assert.match(text, /D {2}2 times in theirs/);
  assert.match(text, /发起店 ¥15, the shop that honoured them 兑现店 ¥0\n3 do not agree/);
});

test('the report of members says who came, what it cost, how promises ended, and what each partner is owed', () => {
  const partner = { shop: 'pty_1', name: { zh: '泉', en: 'Spa' }, visitCount: 2, discountMinor: 900 };
  const text = membersText({
    currency: 'CNY',
    from: '2026-11-01T00:00:00Z',
    to: '2026-12-01T00:00:00Z',
    totals: {
      ...{ newCount: 3, returningCount: 1, lostCount: 2, runningCount: 4, visitCount: 9 },
      ...{ amountMinor: 90_000, discountMinor: 9_000, clawbackMinor: 400 },
      ends: { kept: 1, unmet: 1, left: 0, ended_by_shop: 0, broken: 0, lapsed: 0 },
    },
    partners: [
      { ...partner, owedMinor: 900, borneByPartnerMinor: 0 },
      { ...partner, name: null, owedMinor: 0, borneByPartnerMinor: 900 },
    ],
  });
  assert.match(text, /new 新 3, returning 回头 1, lost 流失 2, running 在期 4/);
  assert.match(text, /discounts 优惠 ¥90, taken back 收回 ¥4\n/);
  assert.match(text, /Spa 泉: visits 到店 2, discounts 优惠 ¥9, you owe it 应付 ¥9\n/);
  assert.match(text, /pty_1: .*you owe it 应付 ¥0, it bears 自担 ¥9\n/);
});
