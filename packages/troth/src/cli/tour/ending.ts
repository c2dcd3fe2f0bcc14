/** How a story ends: what it cost, what was held and given back, what is on the file after it; in a sentence each and in a table. */
import { formatMoney } from '../../kernel/index.ts';
import { type Locale, type OfferTerms, termOf } from '../../rooms/offer/index.ts';
import type { MyPledge } from './two-sides.ts';

type Words = Readonly<Record<Locale, string>>;

/** What a pledge came to; amounts in minor units. */
export interface Ending {
  readonly kind: string;
  readonly name: Words;
  readonly state: string;
  readonly chargedMinor: number;
  readonly heldMinor: number;
  readonly backMinor: number;
  readonly verdict: string;
}

/** What the person reads of their number. */
export interface MyNumber {
  readonly points: number | null;
  readonly restsOn: { readonly pledges: number; readonly shops: number };
}

const ENDS: Readonly<Record<string, Words>> = {
  kept: { zh: '守约', en: 'kept' },
  broken: { zh: '未守约', en: 'broken' },
  let_down: { zh: '店家未守约', en: 'let down by the shop' },
  unmet: { zh: '没达到', en: 'not reached' },
  cancelled: { zh: '取消', en: 'called off' },
  expired: { zh: '到期作废', en: 'expired' },
};
const VERDICTS: Readonly<Record<string, Words>> = {
  kept: { zh: '守约', en: 'kept' },
  kept_late: { zh: '守约，迟了', en: 'kept, late' },
  broken: { zh: '未守约', en: 'broken' },
  none: { zh: '不记', en: 'no mark' },
};
const CHARGES: Readonly<Record<string, Words>> = {
  usage: { zh: '使用', en: 'use' },
  price: { zh: '价款', en: 'price' },
  late_fee: { zh: '逾期费', en: 'late fee' },
  loss: { zh: '赔偿', en: 'loss' },
  no_show_fee: { zh: '未到费', en: 'no-show fee' },
  late_cancel_fee: { zh: '晚取消费', en: 'late cancellation' },
  clawback: { zh: '退回的优惠', en: 'discounts given back' },
  buy_out: { zh: '买下', en: 'bought' },
};

/** The ending of a pledge that ran on these terms. */
export function endingOf(kind: string, name: Words, terms: OfferTerms, pledge: MyPledge): Ending {
  const held = pledge.obligations.find(({ seq, state }) => isDone(state) && isHeldApart(terms, seq));
  const heldMinor = held?.asked ?? 0;
  const backMinor = givenBackMinor(pledge, heldMinor);
  const verdict =
    pledge.facts.map(({ detail }) => detail.said?.verdict ?? 'none').find((said) => said !== 'none') ?? 'none';
  return { kind, name, state: pledge.state, chargedMinor: pledge.chargedMinor, heldMinor, backMinor, verdict };
}

/** Of a deposit, what the refund gave back; of a price that was held, all of it unless it was delivered. */
function givenBackMinor({ obligations }: MyPledge, heldMinor: number): number {
  const refund = obligations.find(({ type }) => type === 'refund');
  if (refund !== undefined) return isDone(refund.state) ? (refund.asked ?? 0) : 0;
  const isDelivered = obligations.some(({ type, state }) => type === 'deliver' && isDone(state));
  return isDelivered ? 0 : heldMinor;
}

function isDone(state: string): boolean {
  return state === 'met' || state === 'met_late';
}

function isHeldApart(terms: OfferTerms, seq: number): boolean {
  const { term } = termOf(terms, seq);
  return term.type === 'pay' && 'into' in term && term.into !== 'shop';
}

/** What it cost, in a sentence; each charge by name. */
export function costSentence(pledge: MyPledge, ending: Ending, locale: Locale): string {
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency: 'CNY' }, locale);
  const byKind = Map.groupBy(pledge.charges, ({ kind }) => kind);
  const parts = [...byKind].map(
    ([kind, all]) => `${CHARGES[kind]?.[locale] ?? kind} ${money(all.reduce((sum, one) => sum + one.amountMinor, 0))}`,
  );
  const held =
    ending.heldMinor === 0
      ? ''
      : {
          zh: `存了 ${money(ending.heldMinor)}，退回 ${money(ending.backMinor)}。`,
          en: ` Held ${money(ending.heldMinor)}, given back ${money(ending.backMinor)}.`,
        }[locale];
  const isFree = parts.length === 0;
  if (locale === 'zh') return `${isFree ? '一分钱没花。' : `${parts.join('，')}，都付清了。`}${held}`;
  const said = parts.join(', ');
  return `${isFree ? 'Nothing.' : `${said.charAt(0).toUpperCase()}${said.slice(1)}. Paid.`}${held}`;
}

/** What is on the file, in a sentence. Few is not bad. */
export function fileSentence(ending: Ending, number: MyNumber, locale: Locale): string {
  const { pledges, shops } = number.restsOn;
  const verdict = (VERDICTS[ending.verdict] ?? { zh: '不记', en: 'no mark' })[locale];
  if (locale === 'zh') {
    const rests = `${pledges} 个约定，${shops} 家店`;
    return `${ending.verdict === 'none' ? '这次不记。' : `记一次「${verdict}」。`}${number.points === null ? `目前 ${rests}，还太少，不足以说什么。少，不等于不好。` : `数字 ${number.points}，凭的是 ${rests}。`}`;
  }
  const rests = `${pledges} ${pledges === 1 ? 'promise' : 'promises'} with ${shops} ${shops === 1 ? 'shop' : 'shops'}`;
  return `${ending.verdict === 'none' ? 'No mark.' : `One more promise ${verdict}.`} ${number.points === null ? `${rests} so far, too few to say anything. Few is not bad.` : `Your number is ${number.points}; it rests on ${rests}.`}`;
}

/** Columns of a terminal that a text takes: a Chinese character takes two. */
function widthOf(text: string): number {
  return [...text].reduce(
    (sum, char) =>
      sum + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(char) ? 2 : 1),
    0,
  );
}

/** All endings as lines of a table. */
export function endingsTable(endings: readonly Ending[], locale: Locale): readonly string[] {
  const money = (amountMinor: number) =>
    amountMinor === 0 ? '–' : formatMoney({ amountMinor, currency: 'CNY' }, locale);
  const head = {
    zh: ['约定', '结果', '花费', '存', '退回', '档案'],
    en: ['promise', 'end', 'charged', 'held', 'given back', 'file'],
  }[locale];
  const rows = endings.map((one) => [
    locale === 'zh' ? `${one.name.zh} ${one.kind}` : one.name.en,
    (ENDS[one.state] ?? { zh: one.state, en: one.state })[locale],
    money(one.chargedMinor),
    money(one.heldMinor),
    money(one.backMinor),
    (VERDICTS[one.verdict] ?? { zh: one.verdict, en: one.verdict })[locale],
  ]);
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => widthOf(row[i] ?? ''))));
  const isMoney = (i: number) => i >= 2 && i <= 4;
  const cell = (text: string, i: number) => {
    const gap = ' '.repeat((widths[i] ?? 0) - widthOf(text));
    return isMoney(i) ? gap + text : text + gap;
  };
  const line = (row: readonly string[]) => `  ${row.map(cell).join('   ').trimEnd()}`;
  return [line(head), `  ${widths.map((width) => '─'.repeat(width)).join('   ')}`, ...rows.map(line)];
}
