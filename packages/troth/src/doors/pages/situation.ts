/** Each situation of a pledge in words: the fact, the consequence with a number, the way out. */
import { unreachable } from '../../kernel/assert.ts';
import { isOfTheShop } from './deeds.ts';
import { durationOf, money, say, whenOf } from './format.ts';
import type { Cancellation, PledgeView, Situation, SituationKind } from './pledge-view.ts';
import type { Life } from './rings.ts';
import { momentOf } from './shell.ts';
import type { Shell } from './shell.ts';
import { deedWords } from './words-deeds.ts';
import { pledgeWords } from './words-pledge.ts';
import { commonWords } from './words.ts';
import type { Locale } from './words.ts';

/** What the ring says. Waiting, cancelled, expired and ordinary pledges are hollow: nothing was kept or broken. */
export const LIFE_OF_SITUATION: Readonly<Record<SituationKind, Life>> = {
  waiting: 'open',
  due: 'open',
  in_use: 'open',
  declared: 'open',
  grace: 'late',
  lapsed: 'late',
  noticed: 'late',
  answered: 'disputed',
  notice_given: 'open',
  shop_answered: 'disputed',
  disputed: 'disputed',
  set_aside: 'disputed',
  kept: 'kept',
  broken: 'broken',
  let_down: 'broken',
  unmet: 'open',
  repaired: 'repaired',
  cancelled: 'open',
  expired: 'open',
  ordinary: 'open',
};

export interface SituationWords {
  readonly pill: string;
  readonly title: string | null;
  readonly lines: readonly string[];
}

/** Pill, headline and what follows from it. */
export function situationWords(view: PledgeView): SituationWords {
  const { locale, now } = view.shell;
  const moment = momentOf(view.shell);
  const words = pledgeWords[locale];
  const { situation } = view;
  const life = commonWords[locale].lives[LIFE_OF_SITUATION[situation.kind]];
  const deed = deedWords[locale][view.deed];
  switch (situation.kind) {
    case 'waiting':
      return {
        pill: view.deed === 'return_item' ? words.waiting : words.waitingBegin,
        title: null,
        lines: [words.waitingNote, cancellationWords(situation.cancellation, view.shell)],
      };
    case 'declared':
      return {
        pill: isOfTheShop(view.deed) ? words.shopDeclared : words.declared,
        title: null,
        lines: [deed.declared(whenOf(situation.confirmBy, moment, locale))],
      };
    case 'due':
      return {
        pill: life,
        title: null,
        lines: [deed.due(whenOf(situation.dueAt, moment, locale), durationOf(situation.dueAt - now, locale))],
      };
    case 'in_use':
      return {
        pill: words.inUse,
        title: null,
        lines: [words.inUseNote(whenOf(situation.billBy, moment, locale), money(situation.most, locale))],
      };
    case 'grace':
      return {
        pill: words.inGrace,
        title: isOfTheShop(view.deed) ? null : words.grace(durationOf(now - situation.dueAt, locale)),
        lines: graceLines(view, situation),
      };
    case 'lapsed':
      return {
        pill: life,
        title: (isOfTheShop(view.deed) ? words.shopLapsed : words.lapsed)(durationOf(now - situation.dueAt, locale)),
        lines: [deed.lapsed(whenOf(situation.until, moment, locale))],
      };
    case 'noticed':
    case 'answered':
    case 'notice_given':
    case 'shop_answered':
      return spokenWords(view, situation);
    case 'ordinary':
      return {
        pill: words.ordinary,
        title: null,
        lines: [
          situation.deposit === null ? words.ordinaryNotePlain : words.ordinaryNote(money(situation.deposit, locale)),
        ],
      };
    default:
      return endedWords(situation, life, locale);
  }
}

/** Notice was given by one side, and answered or not yet by the other. */
function spokenWords(
  view: PledgeView,
  situation: Extract<Situation, { kind: 'noticed' | 'answered' | 'notice_given' | 'shop_answered' }>,
): SituationWords {
  const { locale } = view.shell;
  const moment = momentOf(view.shell);
  const words = pledgeWords[locale];
  switch (situation.kind) {
    case 'noticed':
      return {
        pill: words.yourTurn,
        title: words.noticed(view.merchantName, say(situation.claim, locale)),
        lines: [words.noticedNote(whenOf(situation.answerBy, moment, locale))],
      };
    case 'answered':
      return {
        pill: words.answered,
        title: null,
        lines: [words.answeredNote(whenOf(situation.replyBy, moment, locale))],
      };
    case 'notice_given':
      return {
        pill: words.shopsTurn,
        title: words.noticeGiven(say(situation.claim, locale)),
        lines: [words.noticeGivenNote(whenOf(situation.answerBy, moment, locale))],
      };
    case 'shop_answered':
      return {
        pill: words.shopAnswered,
        title: null,
        lines: [
          (situation.silence === 'done' ? words.shopAnsweredNote : words.shopAnsweredEnds)(
            whenOf(situation.replyBy, moment, locale),
          ),
        ],
      };
  }
}

/** Whatever needs no more words from the person. */
function endedWords(
  situation: Extract<
    Situation,
    {
      kind: 'disputed' | 'set_aside' | 'kept' | 'broken' | 'let_down' | 'unmet' | 'repaired' | 'cancelled' | 'expired';
    }
  >,
  life: string,
  locale: Locale,
): SituationWords {
  const words = pledgeWords[locale];
  switch (situation.kind) {
    case 'disputed':
      return { pill: life, title: words.disputed, lines: [words.disputedNote] };
    case 'set_aside':
      return { pill: life, title: words.setAside, lines: [words.setAsideNote] };
    case 'kept':
      return situation.timing === 'late'
        ? { pill: life, title: words.keptLate, lines: [words.keptLateNote] }
        : { pill: life, title: words.kept, lines: [words.keptNote] };
    case 'broken':
      return { pill: life, title: words.broken, lines: [words.brokenNote] };
    case 'let_down': {
      const { back } = situation;
      const lines = [back === null ? words.letDownNote : words.letDownBack(money(back, locale))];
      return { pill: words.letDown, title: words.letDownTitle, lines };
    }
    case 'unmet':
      return { pill: words.unmet, title: words.unmetTitle, lines: [words.unmetNote] };
    case 'repaired':
      return { pill: life, title: words.repaired, lines: [words.repairedNote] };
    case 'cancelled':
      return {
        pill: words.cancelled,
        title: null,
        lines: [situation.after === 'begun' ? words.cancelledBegunNote : words.cancelledNote],
      };
    case 'expired':
      if (situation.after === 'undelivered')
        return { pill: words.expiredSilence, title: null, lines: [words.undeliveredNote] };
      return situation.after === 'silence'
        ? { pill: words.expiredSilence, title: null, lines: [words.expiredSilenceNote] }
        : { pill: words.expired, title: null, lines: [words.expiredNote] };
    default:
      return unreachable(situation, 'pledge_situation');
  }
}

function graceLines(view: PledgeView, situation: Situation & { readonly kind: 'grace' }): readonly string[] {
  const { locale } = view.shell;
  const words = pledgeWords[locale];
  const until = whenOf(situation.graceEndsAt, momentOf(view.shell), locale);
  const first = deedWords[locale][view.deed].grace(until);
  if (situation.lateFee === null) return [first];
  const { per, unit, cap } = situation.lateFee;
  return [first, words.graceFee(money(per, locale), eachUnit(say(unit, locale), locale), money(cap, locale))];
}

/** `1 day` → `day`, `1 天` → `天`; more than one keeps its number, and a space before it in Chinese. */
function eachUnit(unit: string, locale: Locale): string {
  const one = unit.replace(/^1 (?=\D)/, '');
  return locale === 'zh' && /^\d/.test(one) ? ` ${one}` : one;
}

/** What cancelling would cost, in one sentence. */
export function cancellationWords(cancellation: Cancellation, shell: Shell): string {
  const words = pledgeWords[shell.locale];
  switch (cancellation.kind) {
    case 'free':
      return words.cancelFree;
    case 'free_until':
      return words.cancelFreeUntil(whenOf(cancellation.at, momentOf(shell), shell.locale));
    case 'costs':
      return words.cancelCosts(money(cancellation.fee, shell.locale));
    case 'leaving':
      return cancellation.back.amountMinor === 0
        ? words.leaveFree
        : words.leaveCosts(money(cancellation.back, shell.locale));
  }
}
