/** Lines of the person's home. */
import { formatMoney } from '../../kernel/index.ts';
import { isTerminal, type Pledge } from '../../rooms/pledge/index.ts';
import { isPurpose, PURPOSE_TEXTS } from '../../rooms/rulebook/index.ts';
import type { ConsentOnFile, Look } from '../api/person-consents.ts';
import type { PledgeOnFile } from '../api/person-file.ts';
import type { Text } from './format.ts';
import type { ConsentLine, PledgeLine } from './my-word.ts';
import type { LookLine } from './number-view.ts';
import { situationOf } from './read-pledge.ts';
import { LIFE_OF_SITUATION } from './situation.ts';
import type { Visit } from './visit.ts';
import { both, inBoth } from './words-facts.ts';

/** A hollow ring says neither kept nor broken; these say what it was. */
const ENDED_WORDS: { readonly [S in Pledge['state']]?: Text } = {
  cancelled: both('已取消', 'Cancelled'),
  expired: both('已结束', 'Ended'),
};

export function pledgeLine({ pledge, terms, merchantName }: PledgeOnFile, visit: Visit): PledgeLine {
  const { locale } = visit.visitor;
  const awaited = pledge.state === 'noticed' || pledge.state === 'answered' || pledge.state === 'offered';
  return {
    href: `/p/${pledge.pledgeId}`,
    title: terms.title,
    merchantName: merchantName[locale],
    life: LIFE_OF_SITUATION[situationOf(pledge, terms, [], visit.now).kind],
    word: ENDED_WORDS[pledge.state] ?? null,
    dueAt: isTerminal(pledge.state) ? null : awaited ? pledge.nextDueAt : pledge.dueAt,
  };
}

/** What the shop learns by the consent: never more than this. */
function learnt(purpose: string): Text {
  return purpose === 'deposit_waiver'
    ? both('「能不能免押」', '“deposit waived or not”')
    : both('「答应了」', '“promised”');
}

export function consentLine(consent: ConsentOnFile, visit: Visit): ConsentLine {
  return {
    who: consent.merchantName[visit.visitor.locale],
    fields: learnt(consent.purpose),
    expiresAt: consent.expiresAt,
    revoke: visit.target(`/me/consents/${consent.consentId}/revoke`),
  };
}

function purposeText(purpose: string): Text {
  const text = isPurpose(purpose) ? PURPOSE_TEXTS[purpose] : both(purpose, purpose);
  return both(`「${text.zh}」`, `“${text.en}”`);
}

function answerText(look: Look): Text {
  if (look.answer === null) return both('看过档案', 'it read the file');
  const { outcome, grantedMinor, currency } = look.answer;
  if (outcome === 'ordinary') return both('按平常条件', 'ordinary terms');
  if (grantedMinor === 0) return both('不用押金', 'no deposit');
  return inBoth((locale) => {
    const money = formatMoney({ amountMinor: grantedMinor, currency }, locale);
    return locale === 'zh' ? `免 ${money}` : `${money} waived`;
  });
}

export function lookLine(look: Look, visit: Visit): LookLine {
  return {
    who: look.who[visit.visitor.locale],
    at: look.at,
    purpose: purposeText(look.purpose),
    answer: answerText(look),
    basis: look.basis === 'consent' ? both('凭你的同意', 'With your consent') : both(look.basis, look.basis),
  };
}
