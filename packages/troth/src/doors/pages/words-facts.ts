/** What happened, in words for the promisor: one line for each kind of fact and of charge. */
import { disputeText } from './words-disputes.ts';
import { type Instant, instantFromIso, isCurrency } from '../../kernel/index.ts';
import { localTimeText, moneyGrant, type OfferTerms } from '../../rooms/offer/index.ts';
import type { Charge } from '../../rooms/settlement/index.ts';
import type { FactOnFile } from '../api/person-file.ts';
import { type Deed, isOfTheShop } from './deeds.ts';
import type { Text } from './format.ts';
import type { Life } from './rings.ts';
import { both, inBoth, moneyText } from './texts.ts';
import { itemText } from './read-stages.ts';
import { deedText, deedWords } from './words-deeds.ts';
import { stageFactText } from './words-stages.ts';

export { both, inBoth, moneyText };

export const LIFE_OF_FACT: Readonly<Record<FactOnFile['kind'], Life>> = {
  offered: 'open',
  accepted: 'open',
  begun: 'open',
  confirmed: 'open',
  extended: 'open',
  declared: 'open',
  lapsed: 'late',
  noticed: 'late',
  answered: 'disputed',
  withdrawn: 'kept',
  counted: 'open',
  uncounted: 'open',
  billed: 'open',
  returned: 'kept',
  met: 'kept',
  missed: 'broken',
  kept: 'kept',
  broken: 'broken',
  let_down: 'broken',
  unmet: 'open',
  cancelled: 'open',
  expired: 'open',
  contested: 'disputed',
  custody_paid_out: 'open',
  dispute_answered: 'disputed',
  dispute_decided: 'disputed',
  dispute_lapsed: 'disputed',
  made_good: 'repaired',
  charge_part_paid: 'open',
  charge_credited: 'open',
  charge_raised: 'open',
  charge_collected: 'open',
  charge_forgiven: 'open',
  consent_granted: 'open',
  consent_revoked: 'open',
};

const CHARGE_WORDS: Readonly<Record<Charge['kind'], Text>> = {
  usage: both('使用费', 'Use'),
  price: both('价钱', 'Price'),
  buy_out: both('买断', 'Kept for its price'),
  late_fee: both('迟还费', 'Late fee'),
  loss: both('赔偿', 'Loss'),
  no_show_fee: both('未到场费', 'Not being there'),
  late_cancel_fee: both('取消得太晚', 'Cancelled too late'),
  clawback: both('收回的优惠', 'Discount taken back'),
};

const CHARGE_STATES: Readonly<Record<Charge['state'], Text>> = {
  open: both('未付', 'not paid yet'),
  collected: both('已付', 'paid'),
  forgiven: both('已免', 'let go'),
  credited: both('不成立，店家退你', 'does not stand; the shop pays it back'),
};

/** `使用费 · 未付`. */
export function chargeText(charge: Charge): Text {
  const [what, state] = [CHARGE_WORDS[charge.kind], CHARGE_STATES[charge.state]];
  return both(`${what.zh} · ${state.zh}`, `${what.en} · ${state.en}`);
}

const ANSWER_WORDS: Readonly<Record<string, Text>> = {
  on_my_way: both('我在路上', 'I am on my way'),
  already_returned: both('我已经还了', 'I already returned it'),
  was_there: both('我到过了', 'I was there'),
  this_is_wrong: both('这不对', 'This is wrong'),
};

/** The shop's answers to a notice of the person's. */
export const SHOP_ANSWERS: Readonly<Record<string, Text>> = {
  on_my_way: both('在办了', 'It is under way'),
  already_returned: both('已经做了', 'It is done already'),
  this_is_wrong: both('这不对', 'This is wrong'),
};

/** What is claimed when notice is given; completes "the shop says …", or "you told the shop: …" of what the shop owes. */
export function claimText(terms: OfferTerms, deed: Deed): Text {
  const item = itemText(terms);
  return inBoth((locale) => deedWords[locale][deed].claim(item[locale]));
}

function bornText(fact: FactOnFile, terms: OfferTerms): Text {
  const { born } = fact.detail;
  const said =
    fact.kind === 'offered'
      ? both('店家开出这个约定', 'The shop offered this pledge')
      : both('说定了', 'It’s a promise');
  if (born === undefined || (born.grantedMinor === 0 && born.depositMinor === 0)) return said;
  const [granted, rest] = [moneyText(born.grantedMinor, born.currency), moneyText(born.depositMinor, born.currency)];
  const told = BORN_WORDS[moneyGrant(terms)?.type ?? 'deposit_waiver'](granted, rest);
  const which = born.grantedMinor === 0 ? told.none : born.depositMinor === 0 ? told.whole : told.part;
  return both(`${said.zh}，${which.zh}`, `${said.en}, ${which.en}`);
}

type Born = (granted: Text, rest: Text) => { readonly none: Text; readonly part: Text; readonly whole: Text };

/** What was given in advance when a promise was made: nothing, a part, or all of it. */
const BORN_WORDS: Readonly<Record<'deposit_waiver' | 'pay_later' | 'discount', Born>> = {
  deposit_waiver: (granted, rest) => ({
    none: both(`押金 ${rest.zh}`, `with a ${rest.en} deposit`),
    part: both(`免 ${granted.zh}，另付押金 ${rest.zh}`, `${granted.en} waived and ${rest.en} deposit`),
    whole: both(`免押 ${granted.zh}`, `${granted.en} deposit waived`),
  }),
  pay_later: (granted, rest) => ({
    none: both(`先付 ${rest.zh}`, `with ${rest.en} paid first`),
    part: both(`${granted.zh} 后付，先付 ${rest.zh}`, `${granted.en} paid later and ${rest.en} first`),
    whole: both(`最多 ${granted.zh} 后付`, `up to ${granted.en} paid later`),
  }),
  discount: (granted) => ({
    none: both('按原价', 'at the full price'),
    part: both(`优惠最多 ${granted.zh}`, `up to ${granted.en} in discounts`),
    whole: both(`优惠最多 ${granted.zh}`, `up to ${granted.en} in discounts`),
  }),
};

function chargeFactText(fact: FactOnFile): Text {
  const { charge } = fact.detail;
  if (charge === undefined) return both('费用', 'A charge');
  const [, kind, amountMinor, currency] = charge;
  const [what, amount] = [CHARGE_WORDS[kind], moneyText(amountMinor, currency)];
  const end =
    fact.kind === 'charge_collected'
      ? both('已付', 'paid')
      : fact.kind === 'charge_forgiven'
        ? both('已免', 'let go')
        : fact.kind === 'charge_part_paid'
          ? both('付了一部分', 'paid in part')
          : fact.kind === 'charge_credited'
            ? both('不成立，店家退你', 'does not stand; the shop pays it back')
            : null;
  return both(
    `${what.zh} ${amount.zh}${end === null ? '' : `，${end.zh}`}`,
    `${what.en} ${amount.en}${end === null ? '' : `, ${end.en}`}`,
  );
}

/** What came back of a deposit when not all of it was there, and what is still missing. */
function paidOutText(said: Readonly<Record<string, unknown>>): Text {
  const currency = String(said.currency);
  if (!isCurrency(currency)) return both('退了一部分押金', 'Part of your deposit was paid out');
  const owed = Number(said.owedMinor);
  const paid = Number(said.paidMinor);
  const [back, missing] = [moneyText(paid, currency), moneyText(owed - paid, currency)];
  if (paid === owed) return both(`押金 ${back.zh} 全部退给你了`, `Your deposit of ${back.en} was paid out in full`);
  return both(
    `存管里的钱不够，按比例退给你 ${back.zh}，还差 ${missing.zh}，仍欠着你`,
    `Custody held less than was owed: ${back.en} was paid out to you, and ${missing.en} is still owed to you`,
  );
}

export interface FactSubject {
  readonly terms: OfferTerms;
  readonly deed: Deed;
}

function untilText(terms: OfferTerms, iso: unknown): Text {
  const at: Instant | null = typeof iso === 'string' ? instantFromIso(iso) : null;
  return at === null ? both('', '') : inBoth((locale) => localTimeText(terms.timezone, at, locale));
}

/** Whoever gave notice, what they said, and what they claim for it. */
function noticeText(fact: FactOnFile, { terms, deed }: FactSubject): Text {
  const claim = claimText(terms, deed);
  const claimMinor = fact.detail.said?.claimMinor;
  const amount = claimMinor === undefined ? null : moneyText(Number(claimMinor), terms.currency);
  const told = isOfTheShop(deed)
    ? both(`你通知店家：${claim.zh}`, `You gave notice: ${claim.en}`)
    : both(`店家通知你：${claim.zh}`, `The shop gave notice: ${claim.en}`);
  return amount === null ? told : both(`${told.zh}，要求 ${amount.zh}`, `${told.en}, claiming ${amount.en}`);
}

function answerText(kind: string, deed: Deed): Text {
  if (isOfTheShop(deed)) {
    const answer = SHOP_ANSWERS[kind] ?? both('回答了', 'answered');
    return both(`店家回答：${answer.zh}`, `The shop answered: ${answer.en}`);
  }
  const isDone = kind === 'already_returned' && deed !== 'return_item';
  const answer = isDone ? deedText(deed, 'declare') : (ANSWER_WORDS[kind] ?? both('回答了', 'answered'));
  return both(`你回答：${answer.zh}`, `You answered: ${answer.en}`);
}

function keptText(said: NonNullable<FactOnFile['detail']['said']>, terms: OfferTerms): Text {
  const kept = said.verdict === 'kept_late' ? both('守约，迟了', 'Kept, late') : both('守约', 'Kept');
  if (said.boughtOutMinor === undefined) return kept;
  const price = moneyText(Number(said.boughtOutMinor), terms.currency);
  return both(`${kept.zh}，留下了，付 ${price.zh}`, `${kept.en}: you keep it for ${price.en}`);
}

export function factText(fact: FactOnFile, { terms, deed }: FactSubject): Text {
  const said = fact.detail.said ?? {};
  switch (fact.kind) {
    case 'offered':
    case 'accepted':
      return bornText(fact, terms);
    case 'begun':
      return deed === 'pay'
        ? both('开始使用', 'The use began')
        : both('东西交给你了，约定开始', 'Handed over; the pledge began');
    case 'confirmed':
      return both('你确认收到了', 'You confirmed that you received it');
    case 'extended': {
      const until = untilText(terms, said.dueAt);
      return both(`续到 ${until.zh}`, `Extended to ${until.en}`);
    }
    case 'declared':
      return deedText(deed, 'factDeclared');
    case 'lapsed':
      return deedText(deed, 'factLapsed');
    case 'noticed':
      return noticeText(fact, { terms, deed });
    case 'answered':
      return answerText(String(said.answer), deed);
    case 'counted':
    case 'uncounted':
    case 'billed':
    case 'returned':
    case 'met':
    case 'missed':
    case 'let_down':
    case 'unmet':
      return stageFactText(fact.kind, said, { terms, deed });
    case 'withdrawn':
      return isOfTheShop(deed)
        ? both('你接受了店家的回答，算做到', 'You accepted the shop’s answer; it counts as done')
        : both('店家收回了通知，算守约', 'The shop took its notice back; it counts as kept');
    case 'kept':
      return keptText(said, terms);
    case 'broken':
      return both('记成未守约', 'Recorded as broken');
    case 'cancelled':
      return said.chargedMinor === undefined || said.chargedMinor === 0 || deed !== 'reach'
        ? both('取消了', 'Cancelled')
        : inBoth((locale) => {
            const back = moneyText(Number(said.chargedMinor), terms.currency)[locale];
            return locale === 'zh' ? `提前离开，收回优惠 ${back}` : `Left early, ${back} of discounts taken back`;
          });
    case 'expired':
      return both('自动作废', 'Ended by itself');
    case 'contested':
    case 'dispute_answered':
    case 'dispute_decided':
    case 'dispute_lapsed':
    case 'made_good':
      return disputeText(fact.kind, fact.reporter, said);
    case 'custody_paid_out':
      return paidOutText(said);
    case 'charge_part_paid':
    case 'charge_credited':
    case 'charge_raised':
    case 'charge_collected':
    case 'charge_forgiven':
      return chargeFactText(fact);
    case 'consent_granted':
      return both('你同意了', 'You agreed');
    case 'consent_revoked':
      return both('你撤回了同意', 'You took your consent back');
  }
}

export function reporterText(reporter: FactOnFile['reporter'], merchantName: Text): Text {
  switch (reporter) {
    case 'person':
      return both('你自己', 'you');
    case 'promisor':
      return both('答应的店', 'the shop that promised');
    case 'merchant':
      return merchantName;
    case 'operator':
      return both('运营方', 'the operator');
    case 'system':
      return both('到点自动记录', 'recorded at the due time');
    case 'historic_import':
      return both('以前的记录', 'a record from before');
  }
}
