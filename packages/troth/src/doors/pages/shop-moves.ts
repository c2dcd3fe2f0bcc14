/** What the shop may do now, in a test world: each move of the table that would succeed at this moment, with the fields it needs. */
import { findObligation, moneyGrant, type OfferTerms } from '../../rooms/offer/index.ts';
import { type CountedLine, findCurrent, type Pledge, type Said } from '../../rooms/pledge/index.ts';
import type { FactOnFile, PledgeInFull } from '../api/person-file.ts';
import { deedOfPledge, isOfTheShop } from './deeds.ts';
import type { Text } from './format.ts';
import type { ShopMoveView } from './shop-side.ts';
import { both, inBoth, moneyText } from './texts.ts';
import { tryMove } from './try-move.ts';
import { deedText } from './words-deeds.ts';
import { SHOP_ANSWERS } from './words-facts.ts';
import { stageFactText } from './words-stages.ts';

type Found = Pick<PledgeInFull, 'pledge' | 'terms' | 'charges' | 'facts'>;

/** The lines that are counted now, oldest first. */
export function countedLines(facts: readonly FactOnFile[]): readonly CountedLine[] {
  const lines = new Map<string, CountedLine>();
  for (const { kind, detail } of facts) {
    const said = lineOf(detail.said);
    if (said === null) continue;
    if (kind === 'uncounted') lines.delete(said.lineNo);
    else lines.set(said.lineNo, said);
  }
  return [...lines.values()];
}

function lineOf(said: FactOnFile['detail']['said']): CountedLine | null {
  // A partner's line is the partner's own to take back.
  if (said === undefined || typeof said.lineNo !== 'string' || said.honouredBy !== undefined) return null;
  const number = (name: string): number => Number(said[name] ?? 0);
  const [count, amountMinor] = [number('count'), number('amountMinor')];
  return {
    lineNo: said.lineNo,
    count,
    amountMinor,
    minutes: number('minutes'),
    discountMinor: number('discountMinor'),
  };
}

/** Everything that can succeed, and taking what is owed. */
export function shopMoves(found: Found, now: bigint): readonly ShopMoveView[] {
  const { pledge, terms } = found;
  const can = (said: Said) => tryMove(pledge, terms, 'promisee', said, now) !== null;
  const plain = (move: ShopMoveView['move'], label: Text): ShopMoveView => ({ move, label, fields: [], choices: [] });
  const deed = deedOfPledge(pledge, terms);
  const isOwn = isOfTheShop(deed);
  const moves: readonly (ShopMoveView | false)[] = [
    can({ name: 'begin' }) && plain('begin', beginText(pledge)),
    can(sampleReport(found)) && { ...plain('report', reportText(terms)), fields: reportFields(terms) },
    ...takeBacks(found, can),
    ...bills(found, can),
    isOwn && can({ name: 'declare', evidenceCount: 1 }) && plain('declare', deedText(deed, 'declare')),
    !isOwn && can({ name: 'fulfil', effectiveAt: null }) && plain('fulfil', deedText(deed, 'done')),
    can({ name: 'cancel' }) && plain('cancel', both('店家取消', 'Cancel, as the shop')),
    !isOwn && can({ name: 'release' }) && plain('release', both('算了，不用做了', 'Let it go')),
    !isOwn &&
      can({ name: 'notice', evidenceCount: 1, claimMinor: null }) && {
        ...plain('notice', both('通知：没有守约', 'Give notice: not kept')),
        fields: can({ name: 'notice', evidenceCount: 1, claimMinor: 1 }) ? [CLAIM] : [],
      },
    isOwn &&
      can({ name: 'answer', answer: 'on_my_way' }) && {
        ...plain('answer', both('回答通知', 'Answer the notice')),
        choices: Object.entries(SHOP_ANSWERS).map(([value, label]) => ({ field: 'answer' as const, value, label })),
      },
    !isOwn && can({ name: 'withdraw' }) && plain('withdraw', both('收回通知', 'Take the notice back')),
    can({ name: 'break' }) && plain('break', both('坚持没有守约', 'Hold to it: not kept')),
    found.charges.some((charge) => charge.state === 'open') &&
      plain('collect', both('确认费用已付', 'Confirm that it was paid')),
  ];
  return moves.filter((move) => move !== false);
}

function beginText(pledge: Pledge): Text {
  return findCurrent(pledge)?.type === 'pay'
    ? both('开始使用', 'Let the use begin')
    : both('把东西交出去', 'Hand it over');
}

const CLAIM = {
  name: 'claim',
  kind: 'amount',
  label: both('要求赔多少（可以不写）', 'Claimed for damage (optional)'),
  need: 'optional',
} as const;
const DISCOUNT = {
  name: 'discount',
  kind: 'amount',
  label: both('优惠了多少', 'Discount given'),
  need: 'optional',
} as const;

function reportText(terms: OfferTerms): Text {
  if (findObligation(terms, 'reach_hours') !== null) return both('记上时间', 'Count hours');
  return findObligation(terms, 'reach_amount') === null
    ? both('记上一次', 'Count a visit')
    : both('记上一笔', 'Count a purchase');
}

function reportFields(terms: OfferTerms): ShopMoveView['fields'] {
  const target =
    findObligation(terms, 'reach_amount') !== null
      ? [{ name: 'amount', kind: 'amount', label: both('付了多少', 'Paid'), need: 'required' } as const]
      : findObligation(terms, 'reach_hours') !== null
        ? [{ name: 'minutes', kind: 'count', label: both('多少分钟', 'Minutes'), need: 'required' } as const]
        : [];
  return moneyGrant(terms)?.type === 'discount' ? [...target, DISCOUNT] : target;
}

/** A line of its own number: the next that no fact speaks of. */
export function nextLineNo(facts: readonly FactOnFile[]): string {
  const used = facts.filter(({ detail }) => detail.said?.lineNo !== undefined).length;
  return `S-${used + 1}`;
}

function sampleReport({ facts }: Found): Said {
  const line = { lineNo: nextLineNo(facts), count: 1, amountMinor: 0, minutes: 0, discountMinor: 0 };
  return { name: 'report', line, known: null };
}

type Can = (said: Said) => boolean;

function takeBacks({ facts, terms }: Found, can: Can): readonly ShopMoveView[] {
  const lines = countedLines(facts).filter((known) => can({ name: 'take_back', known }));
  if (lines.length === 0) return [];
  const choices = lines.map((line) => {
    const said = stageFactText('counted', { ...line }, { terms, deed: 'reach' });
    const label = both(`${line.lineNo} ${said.zh}`, `${line.lineNo} ${said.en}`);
    return { field: 'line' as const, value: line.lineNo, label };
  });
  return [{ move: 'take_back', label: both('退掉一笔', 'Take one back'), fields: [], choices }];
}

/** Told for the first time, or lowered: at most so much. */
function bills({ pledge, terms }: Found, can: Can): readonly ShopMoveView[] {
  const asked = findCurrent(pledge)?.asked ?? null;
  const capMinor = terms.obligations.flatMap((term) =>
    term.type === 'pay' && 'amount' in term && 'billedUpToMinor' in term.amount ? [term.amount.billedUpToMinor] : [],
  )[0];
  if (capMinor === undefined || !can({ name: 'bill', amountMinor: 0 })) return [];
  const most = moneyText(asked === null ? capMinor : asked - 1, terms.currency);
  const label = inBoth((locale) =>
    locale === 'zh' ? `用了多少，最多 ${most.zh}` : `What the use came to, ${most.en} at most`,
  );
  const told = asked === null ? both('报数', 'Tell the amount') : both('改低', 'Lower the amount');
  return [
    { move: 'bill', label: told, fields: [{ name: 'amount', kind: 'amount', label, need: 'required' }], choices: [] },
  ];
}
