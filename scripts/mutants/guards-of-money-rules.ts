// Guards of the rules that count: working days, mobility deposits, the legal ceiling of a prepayment, claw-back, parts of a
// payment and the comparison of settlements.
import { type Guard, of } from './guard.ts';

const days = of('kernel/calendars', 'kernel/calendars/working-days.test.ts');
const mobility = of('rooms/rulebook', 'rooms/rulebook/mobility-deposits.test.ts');
const prepaid = of('rooms/rulebook', 'rooms/rulebook/prepaid-ceiling.test.ts');
const clawback = of('rooms/offer', 'rooms/offer/clawback.test.ts');
const parts = of('rooms/offer', 'rooms/offer/instalment-parts.test.ts');
const lines = of('rooms/offer', 'rooms/offer/reconcile-lines.test.ts');

export const GUARDS_OF_MONEY_RULES: readonly Guard[] = [
  days('a made-up day is worked', 'holiday-calendar.ts', 'if (known?.madeUpOn.includes(localDate)) return true;', ''),
  days('a weekend is not worked', 'holiday-calendar.ts', 'if (calendar.weekend.includes(dayOfWeek)) return false;', ''),
  days('the last day of a holiday is not worked', 'holiday-calendar.ts', 'localDate <= lastOn', 'localDate < lastOn'),
  days('an unknown year is named', 'working-days.ts', 'this.unknown.add(this.day.year);', ''),
  days(
    'a day that a zone leaves out is not counted',
    'working-days.ts',
    'if (this.startOf(this.day) === this.startOf(this.day.add({ days: 1 })))',
    'if (false)',
  ),
  days(
    'a last day off moves to a working day',
    'working-days.ts',
    'if (!walk.isWorked()) walk.toNextWorkingDay();',
    '',
  ),
  days('no count of days without an end', 'working-days.ts', 'days <= COUNTED_DAYS_MAX', 'days >= 1'),
  mobility(
    'no refund term is made up',
    'mobility-deposits.ts',
    "assert(days !== null, 'a_refund_term_must_be_established');",
    'if (days === null) return countWorkingDays(calendar, timezone, askedAt, 1);',
  ),
  mobility('a full account takes nothing more', 'mobility-deposits.ts', 'Math.max(0, MOB', 'Math.max(-1, MOB'),
  prepaid('never more than the prepayment', 'prepaid-ceiling.ts', 'Math.min(countedMinor, paidMinor)', 'countedMinor'),
  prepaid(
    'the full price counts only when it is the person’s doing',
    'prepaid-ceiling.ts',
    "return cause === 'person' && noReason !== 'in_time';",
    "return noReason !== 'in_time';",
  ),
  prepaid(
    'seven days need no reason',
    'prepaid-ceiling.ts',
    "return cause === 'person' && noReason !== 'in_time';",
    "return cause === 'person';",
  ),
  prepaid(
    'an agreement counts only where it is better for the person',
    'prepaid-ceiling.ts',
    'usedAgreedMinor !== null && usedAgreedMinor < countedMinor',
    'usedAgreedMinor !== null',
  ),
  prepaid(
    'what the text leaves open is not called law',
    'prepaid-ceiling.ts',
    "byTheRatioMinor(theCase) <= paidMinor ? 'law' : 'house_reading'",
    "byTheRatioMinor(theCase) <= paidMinor ? 'law' : 'law'",
  ),
  prepaid(
    'nobody agrees on fewer than seven days',
    'prepaid-ceiling.ts',
    'Math.max(NO_REASON_DAYS_MIN, agreedDays)',
    'Math.max(1, agreedDays)',
  ),
  prepaid('the end of the seven days is too late', 'prepaid-ceiling.ts', 'askedAt < untilAt ?', 'askedAt <= untilAt ?'),
  prepaid(
    'who had the same before needs a reason',
    'prepaid-ceiling.ts',
    "if (hadTheSameBefore === 'yes') return 'had_the_same_before';",
    '',
  ),
  prepaid(
    'a discount never makes dearer',
    'prepaid-ceiling.ts',
    'if (usedDiscountedMinor > usedFullPriceMinor)',
    'if (usedDiscountedMinor > usedFullPriceMinor + 1)',
  ),
  clawback('nothing when the promise is met', 'clawback.ts', 'if (earned.done >= earned.target) return 0;', ''),
  clawback(
    'a gift beyond the discount promised is not taken back',
    'clawback.ts',
    'Math.min(enjoyedMinor, discountTotalMinor)',
    'enjoyedMinor',
  ),
  clawback(
    'never more than was enjoyed',
    'clawback.ts',
    'Math.min(enjoyedMinor, discountTotalMinor)',
    'discountTotalMinor',
  ),
  clawback(
    'never above the ceiling',
    'clawback.ts',
    'return Math.min(ceilingMinor, notEarnedMinor(countsMinor, earned, share));',
    'return notEarnedMinor(countsMinor, earned, share);',
  ),
  clawback(
    'the fraction is the person’s',
    'clawback.ts',
    '(BigInt(countsMinor) * BigInt(target - done)) / BigInt(target)',
    '(BigInt(countsMinor) * BigInt(target - done) + BigInt(target - 1)) / BigInt(target)',
  ),
  clawback(
    'the rule of the ending that it was',
    'clawback.ts',
    "ending === 'unmet' ? rule.unmet : rule.leftEarly",
    'rule.unmet',
  ),
  parts(
    'the minor units left over are not lost',
    'instalment-parts.ts',
    'place < leftOver ? share + 1 : share',
    'share',
  ),
  parts(
    'something is in every part',
    'instalment-parts.ts',
    'if (totalMinor < partCount)',
    'if (totalMinor < partCount - 1)',
  ),
  parts(
    'parts have a largest number',
    'instalment-parts.ts',
    'partCount > INSTALMENT_PARTS_MAX',
    'partCount > INSTALMENT_PARTS_MAX + 1',
  ),
  parts('paid parts are not paid again', 'instalment-parts.ts', 'parts.slice(paidCount)', 'parts.slice(0)'),
  lines(
    'equal lines find each other first',
    'reconcile-lines.ts',
    'if (order === 0) equal.push(mine as SettlementLine);',
    'if (order === 0) { restOfLeft.push(mine as SettlementLine); restOfRight.push(mine as SettlementLine); }',
  ),
  lines('what has no partner is shown', 'reconcile-lines.ts', 'onlyTheirs.push(...restOfRight.slice(pairCount));', ''),
  lines(
    'equal totals do not hide unequal lines',
    'reconcile-lines.ts',
    'const isSame = differing.length === 0 && onlyOurs',
    'const isSame = onlyOurs',
  ),
  lines('the order of lines does not matter', 'reconcile-lines.ts', 'group.sort(compareLines);', 'group.length;'),
  lines(
    'a repeated receipt is said',
    'reconcile-lines.ts',
    "if (right.length > 1) repeated.push({ side: 'theirs', receiptNumber, lineCount: right.length });",
    '',
  ),
];
