/**
 * Reasons in words, for the person alone. Codes and numbers come from the decision; the merchant's own words for a row come from the
 * version of the offer that was decided on.
 */
import { formatMoney, present, type Currency } from '../../kernel/index.ts';
import type { BothTexts, Locale } from '../offer/index.ts';
import type { Change, ReasonCode, WouldChange } from './admission.ts';

export interface ReasonNode {
  readonly code: ReasonCode['code'] | 'row_does_not_hold' | 'seen_unpaid' | 'seen_open' | 'seen_expected_loss';
  readonly text: string;
  /** What was observed: whether this spoke for granting all that was asked. */
  readonly holds: boolean;
  readonly children: readonly ReasonNode[];
  readonly wouldChange?: readonly {
    readonly text: string;
    readonly changes: readonly Change[];
    readonly outcome: WouldChange['outcome'];
    readonly grantedMinor: number;
  }[];
}

/** The root is the decision, its children are what it rests on. */
export type ReasonTree = ReasonNode;

/** Puts stored reasons into words. `says` are the rows' own texts, in order. */
export function renderReasons(codes: readonly ReasonCode[], says: readonly BothTexts[], locale: Locale): ReasonTree {
  const first = codes[0];
  const root = present(first?.code === 'decided' ? first : null, 'reasons_start_with_the_decision');
  const words: Words = {
    locale,
    says,
    money: (amountMinor) => formatMoney({ amountMinor, currency: root.currency }, locale),
  };
  const wouldChange = codes
    .filter((one) => one.code === 'would_change')
    .map((one) => ({
      text: changeText(one, words),
      changes: one.changes,
      outcome: one.outcome,
      grantedMinor: one.grantedMinor,
    }));
  return {
    code: 'decided',
    text: decidedText(root, words),
    holds: root.outcome !== 'ordinary',
    children: codes.flatMap((one) => nodesOf(one, words)),
    ...(wouldChange.length > 0 ? { wouldChange } : {}),
  };
}

interface Words {
  readonly locale: Locale;
  readonly says: readonly BothTexts[];
  readonly money: (amountMinor: number) => string;
}

const say = (words: Words, zh: string, en: string): string => (words.locale === 'zh' ? zh : en);

const leaf = (code: ReasonNode['code'], text: string, holds: boolean): ReasonNode => ({
  code,
  text,
  holds,
  children: [],
});

function decidedText(
  root: {
    readonly outcome: string;
    readonly grantedMinor: number;
    readonly depositMinor: number;
    readonly currency: Currency;
  },
  words: Words,
): string {
  const granted = words.money(root.grantedMinor);
  const deposit = words.money(root.depositMinor);
  if (root.outcome === 'full')
    return root.grantedMinor === 0
      ? say(words, '不用押金。', 'No deposit.')
      : say(words, `这次免押 ${granted}。`, `This time the deposit of ${granted} is waived.`);
  if (root.outcome === 'partial')
    return say(
      words,
      `这次免 ${granted}，另 ${deposit} 请按平常付押金。`,
      `This time ${granted} is waived; the other ${deposit} is an ordinary deposit.`,
    );
  return say(
    words,
    `这次按平常条件。付 ${deposit} 押金就能用，归还后退。这不是处罚，不记进档案，店家也不知道原因。`,
    `Ordinary terms this time. Pay a ${deposit} deposit; it is refunded after return. This is not a penalty. It is not on your file, and the shop is not told why.`,
  );
}

function nodesOf(one: ReasonCode, words: Words): readonly ReasonNode[] {
  switch (one.code) {
    case 'decided':
    case 'would_change':
      return [];
    case 'nothing_to_waive':
      return [
        leaf(one.code, say(words, '这个约定本来就没有押金。', 'This pledge has no deposit to begin with.'), true),
      ];
    case 'person_chose_ordinary':
      return [leaf(one.code, say(words, '你选了付押金。', 'You chose to pay the deposit.'), true)];
    case 'no_limit_in_currency':
      return [
        leaf(
          one.code,
          say(
            words,
            '你在这种货币下还没有可免的上限，所以不免押。',
            'You have no limit in this currency yet, so nothing is waived.',
          ),
          false,
        ),
      ];
    case 'policy_could_not_be_evaluated':
      return [
        leaf(
          one.code,
          say(
            words,
            `店家的第 ${one.row + 1} 条算不出来，所以按平常条件。这与你无关。`,
            `Row ${one.row + 1} of the shop’s policy could not be worked out, so ordinary terms apply. It is not about you.`,
          ),
          false,
        ),
      ];
    case 'row_holds':
      return [...earlierRows(one.row, words), leaf(one.code, rowText(one.row, words), one.wantedMinor > 0)];
    case 'no_row_holds':
      return [
        {
          ...leaf(one.code, say(words, '店家的条件一条都不符合。', 'None of the shop’s rows applies.'), false),
          children: earlierRows(one.rows, words),
        },
      ];
    case 'limit_covers':
    case 'budget_covers':
      return [leaf(one.code, coverText(one, words), one.coveredMinor >= one.wantedMinor)];
    case 'seen':
      return seenNodes(one, words);
    case 'seen_here':
      return [leaf(one.code, seenHereText(one.openHereCount, words), true)];
  }
}

function coverText(one: Extract<ReasonCode, { code: 'limit_covers' | 'budget_covers' }>, words: Words): string {
  const covered = words.money(one.coveredMinor);
  if (one.code === 'limit_covers') {
    const [limit, open] = [words.money(one.limitMinor), words.money(one.openMinor)];
    return say(
      words,
      `你的上限 ${limit}，已用 ${open}，这次可免 ${covered}。`,
      `Of your limit of ${limit}, ${open} is in use; ${covered} fits this time.`,
    );
  }
  if (one.coveredMinor >= one.wantedMinor) {
    return say(words, '店家这一期的预算够。', 'The shop’s budget for this period covers it.');
  }
  return say(
    words,
    `店家这一期的预算只够免 ${covered}。这与你无关。`,
    `The shop’s budget for this period covers ${covered} only. It is not about you.`,
  );
}

function seenNodes(one: Extract<ReasonCode, { code: 'seen' }>, words: Words): readonly ReasonNode[] {
  return [
    leaf(
      'seen_unpaid',
      one.unpaidMinor === 0
        ? say(words, '没有未付的。', 'Nothing is unpaid.')
        : say(words, `未付 ${words.money(one.unpaidMinor)}。`, `${words.money(one.unpaidMinor)} is unpaid.`),
      one.unpaidMinor === 0,
    ),
    leaf(
      'seen_open',
      say(
        words,
        `没有了结的约定 ${one.openPledgeCount} 个，免着 ${words.money(one.openMinor)}。`,
        `${one.openPledgeCount} pledge${one.openPledgeCount === 1 ? ' is' : 's are'} open, with ${words.money(one.openMinor)} waived.`,
      ),
      true,
    ),
    leaf(
      'seen_expected_loss',
      say(
        words,
        `按你在这个情境里守约的记录，全免预计损失 ${words.money(one.lossOfAllMinor)}。`,
        `By the promises you kept in this context, waiving all of it is expected to lose ${words.money(one.lossOfAllMinor)}.`,
      ),
      true,
    ),
  ];
}

function seenHereText(count: number, words: Words): string {
  return say(
    words,
    `其中在这家店没有了结的 ${count} 个。`,
    `${count} of them ${count === 1 ? 'is' : 'are'} with this shop.`,
  );
}

function earlierRows(before: number, words: Words): readonly ReasonNode[] {
  return words.says.slice(0, before).map((_, row) => leaf('row_does_not_hold', rowText(row, words), false));
}

function rowText(row: number, words: Words): string {
  return words.says[row]?.[words.locale] ?? say(words, `第 ${row + 1} 条`, `Row ${row + 1}`);
}

function changeText(one: WouldChange, words: Words): string {
  const steps = one.changes.map((change) => stepText(change, words));
  const then =
    one.outcome === 'full'
      ? say(words, '这次就能全免', 'the whole deposit would be waived')
      : say(words, `这次就能免 ${words.money(one.grantedMinor)}`, `${words.money(one.grantedMinor)} would be waived`);
  return say(words, `${steps.join('，')}，${then}。`, `${steps.join(', ')}: ${then}.`);
}

function stepText(change: Change, words: Words): string {
  switch (change.what) {
    case 'pay_what_is_unpaid':
      return say(
        words,
        `付清 ${words.money(change.from - change.to)}`,
        `Pay the open ${words.money(change.from - change.to)}`,
      );
    case 'return_open_items': {
      const count = change.from - change.to;
      const less = words.money(change.openFromMinor - change.openToMinor);
      return say(
        words,
        `还 ${count} 件（少占 ${less}）`,
        `Return ${count} open item${count === 1 ? '' : 's'} (${less} less in use)`,
      );
    }
    case 'end_open_here': {
      const count = change.from - change.to;
      return say(
        words,
        `先了结这家店的 ${count} 个`,
        `End ${count} open pledge${count === 1 ? '' : 's'} with this shop`,
      );
    }
    case 'lower_open_exposure':
      return say(
        words,
        `先了结 ${words.money(change.from - change.to)} 的免押`,
        `End waivers of ${words.money(change.from - change.to)}`,
      );
    case 'wait_for_next_draw':
      return say(words, `等到 ${change.on} 下一次估算`, `Wait for the next draw on ${change.on}`);
  }
}
