// Works out every row of docs/money-rules.md again: an accountant reads what the program does.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import {
  CHINA,
  CURRENCY_EXPONENTS,
  countWorkingDays,
  formatMoney,
  type Instant,
  instantFromIso,
  isoFromInstant,
  present,
} from '../packages/troth/src/kernel/index.ts';
import {
  type ClawbackShare,
  clawbackMinor,
  earlyPayoffMinor,
  instalmentDueTimes,
  instalmentParts,
  reconcileLines,
  type SettlementLine,
} from '../packages/troth/src/rooms/offer/index.ts';
import {
  MOBILITY_TERMS,
  type MobilityVertical,
  type NoReason,
  type PrepaidCase,
  prepaidCeiling,
} from '../packages/troth/src/rooms/rulebook/index.ts';

const PAGE = readFileSync(new URL('../docs/money-rules.md', import.meta.url), 'utf8');
const SHANGHAI = 'Asia/Shanghai';

/** `¥8,000.50` in minor units. */
const minor = (text: string): number => {
  const [, whole = '', part = ''] = present(/^¥([\d,]+)(?:\.(\d{2}))?$/.exec(text), `money: ${text}`);
  return Number(whole.replaceAll(',', '')) * 100 + Number(part);
};
const yuan = (amountMinor: number) => formatMoney({ amountMinor, currency: 'CNY' }, 'en');
const bare = (text: string) => text.replaceAll('`', '');
const dayAt = (date: string, time: string): Instant => present(instantFromIso(`${date}T${time}:00+08:00`), date);
const withWeekday = (date: string) =>
  `${new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))} ${date}`;

const lineOf = (text: string): SettlementLine => {
  const [, receiptNumber = '', amount, discount, count] = present(/^(\w+) (-?\d+)\/(-?\d+)\/(-?\d+)$/.exec(text), text);
  return { receiptNumber, amountMinor: Number(amount), discountMinor: Number(discount), count: Number(count) };
};
const linesOf = (text: string) => text.split(', ').map(lineOf);

function prepaidOf(cells: readonly string[]): PrepaidCase {
  const [paid = '', gift = '', full = '', discounted = '', cause = '', noReason = ''] = cells;
  return {
    currency: 'CNY',
    paidMinor: minor(paid),
    giftMinor: minor(gift),
    usedFullPriceMinor: minor(full),
    usedDiscountedMinor: minor(discounted),
    usedAgreedMinor: null,
    cause: bare(cause) as PrepaidCase['cause'],
    noReason: bare(noReason) as NoReason,
  };
}

function ceilingOf(theCase: PrepaidCase) {
  const outcome = prepaidCeiling(theCase);
  assert.ok(outcome.ok);
  return outcome.value;
}

/** What a row should be, from the cells that are given. */
const WORKED_OUT: Readonly<Record<string, (cells: readonly string[]) => readonly string[]>> = {
  'working-days': ([asked = '', days = '']) => {
    const date = asked.slice(4);
    const counted = countWorkingDays(CHINA, SHANGHAI, dayAt(date, '10:00'), Number(days));
    return [withWeekday(date), days, withWeekday(counted.lastDayOn), counted.weekendsOnlyYears.join(' ') || '–'];
  },
  mobility: ([vertical = '']) => {
    const { depositRefundWorkingDays: days, prepaidCapMinor } = MOBILITY_TERMS[bare(vertical) as MobilityVertical];
    const term = days === null ? 'not established' : `${days} working days`;
    return [vertical, term, yuan(prepaidCapMinor.person), yuan(prepaidCapMinor.organisation)];
  },
  clawback: ([enjoyed = '', promised = '', ceiling = '', done = '', target = '', rule = '']) => {
    const share = bare(rule) as ClawbackShare;
    const taken = clawbackMinor({
      enjoyedMinor: minor(enjoyed),
      discountTotalMinor: minor(promised),
      ceilingMinor: minor(ceiling),
      earned: { done: Number(done), target: Number(target) },
      ending: 'unmet',
      rule: { unmet: share, leftEarly: share },
    });
    return [enjoyed, promised, ceiling, done, target, rule, yuan(taken)];
  },
  parts: ([currency = '', total = '', count = '']) => {
    assert.ok(currency in CURRENCY_EXPONENTS);
    const outcome = instalmentParts(Number(total), Number(count));
    const worked = outcome.ok
      ? [outcome.value.join(' '), String(earlyPayoffMinor(outcome.value, 1))]
      : [`\`${outcome.reason}\``, '–'];
    return [currency, total, count, ...worked];
  },
  due: ([start = '', firstAfter = '', every = '', dues = '']) => {
    const [first, unit] = firstAfter.split(' ');
    const schedule = {
      unit: unit as 'days' | 'months',
      firstAfter: Number(first),
      every: Number(every.split(' ')[0]),
      atLocalTime: '18:00',
    };
    const times = instalmentDueTimes(SHANGHAI, dayAt(start, '09:00'), schedule, dues.split(' ').length);
    for (const time of times) assert.match(isoFromInstant(time), /T10:00:00Z$/);
    return [start, firstAfter, every, times.map((time) => isoFromInstant(time).slice(0, 10)).join(' ')];
  },
  reconcile: ([ours = '', theirs = '']) => {
    const { matched, differing, onlyOurs, onlyTheirs } = reconcileLines(linesOf(ours), linesOf(theirs));
    const out = [
      ...matched.map(({ receiptNumber }) => `${receiptNumber} matched`),
      ...differing.map(({ receiptNumber, fields }) => `${receiptNumber} differing: ${fields.join('+')}`),
      ...onlyOurs.map(({ receiptNumber }) => `${receiptNumber} only_ours`),
      ...onlyTheirs.map(({ receiptNumber }) => `${receiptNumber} only_theirs`),
    ];
    return [ours, theirs, out.join(', ')];
  },
  prepaid: (cells) => {
    const { keptMinor, refundMinor } = ceilingOf(prepaidOf(cells));
    return [...cells.slice(0, 6), yuan(keptMinor), yuan(refundMinor)];
  },
};

/** The rows of each table that says it is executed. */
function tablesOf(page: string): ReadonlyMap<string, readonly (readonly string[])[]> {
  const tables = new Map<string, readonly (readonly string[])[]>();
  for (const [, name = '', table = ''] of page.matchAll(/<!-- executed: ([\w-]+) -->\n((?:\|.*\n)+)/g)) {
    const rows = table.trimEnd().split('\n').slice(2);
    tables.set(
      name,
      rows.map((row) => row.slice(2, -2).split(' | ')),
    );
  }
  return tables;
}

/** Every row that is not what the rules work out, and every table that is missing. */
function wrongRows(page: string): readonly string[] {
  const tables = tablesOf(page);
  const wrong: string[] = [];
  for (const [name, workOut] of Object.entries(WORKED_OUT)) {
    const rows = tables.get(name) ?? [];
    if (rows.length === 0) wrong.push(`${name}: no rows`);
    for (const cells of rows) {
      const worked = workOut(cells);
      if (worked.join(' | ') !== cells.join(' | '))
        wrong.push(`${name}: ${cells.join(' | ')} is ${worked.join(' | ')}`);
    }
  }
  const third = present(tables.get('prepaid')?.[2], 'the third row of the legal ceiling');
  const steps = ceilingOf(prepaidOf(third)).steps.map(({ article, text }) => `${article} | ${text.en}`);
  const shown = (tables.get('working') ?? []).map((cells) => cells.join(' | '));
  if (shown.join('\n') !== steps.join('\n')) wrong.push(`working: it is\n${steps.join('\n')}`);
  return wrong;
}

test('every example of docs/money-rules.md is what the rules work out', () => {
  assert.deepEqual(wrongRows(PAGE), []);
  assert.equal(PAGE.split('<!-- executed:').length - 1, Object.keys(WORKED_OUT).length + 1, 'a table nobody executes');
});

for (const [right, wrong] of [
  ['Mon 2026-11-23 | 2 | Wed 2026-11-25', 'Mon 2026-11-23 | 2 | Thu 2026-11-26'],
  ['2 working days | ¥100', '3 working days | ¥100'],
  ['`pro_rata` | ¥48', '`pro_rata` | ¥48.01'],
  ['34 33 33 | 66', '33 34 33 | 67'],
  ['2027-02-28', '2027-03-01'],
  ['A matched, B only_ours', 'A matched, B only_theirs'],
  ['¥400 | ¥600 |\n| ¥1,000 | ¥0 | ¥1,200', '¥200 | ¥800 |\n| ¥1,000 | ¥0 | ¥1,200'],
  ['counts at the price before any discount, ¥1,200', 'counts at the price before any discount, ¥1,201'],
] as const) {
  test(`an example that said "${wrong.split('\n')[0]}" would be caught`, () => {
    assert.ok(PAGE.includes(right));
    assert.equal(wrongRows(PAGE.replace(right, wrong)).length, 1);
  });
}
