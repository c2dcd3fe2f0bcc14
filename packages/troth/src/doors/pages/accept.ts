/** The accept page: what I get, what I promise, the most it can cost me, what I agree to share; then two equal buttons. */
import { unreachable } from '../../kernel/assert.ts';
import {
  changesList,
  consentSection,
  offerCard,
  ordinaryButton,
  promiseButton,
  termsSections,
} from './accept-parts.ts';
import type { AcceptState, AcceptView, OrdinaryView, PromiseAsk } from './accept-view.ts';
import { money, say, whenOf } from './format.ts';
import { buttonForm, buttonLink, postForm } from './forms.ts';
import { html, local } from './html.ts';
import type { Html } from './html.ts';
import { icon } from './icons.ts';
import { logo } from './logo.ts';
import { momentOf, page } from './shell.ts';
import { signInSection } from './sign-in.ts';
import { cancellationWords } from './situation.ts';
import { acceptWords } from './words-accept.ts';
import { commonWords } from './words.ts';
import type { Locale } from './words.ts';

interface Filled {
  readonly body: Html;
  readonly bar: Html;
}

function notice(title: string, lines: readonly string[]): Html {
  return html`<section class="notice" role="status"><h2>${title}</h2>${lines.map((line) => html`<p>${line}</p>`)}</section>`;
}

function asking(view: AcceptView, ask: PromiseAsk, before: Html | null): Filled {
  const { locale } = view.shell;
  return {
    body: html`${before}${termsSections(ask.terms, locale)}${postForm(ask.target, 'promise', consentSection(ask.consent, locale))}`,
    bar: html`${promiseButton(locale)}${ordinaryButton(view.ordinary, locale, 'plain')}`,
  };
}

/** What ordinary terms ask for, when they are all there is, and once they were chosen. */
function ordinaryNote({ terms }: OrdinaryView, when: 'refused' | 'done', locale: Locale): string {
  const words = acceptWords[locale];
  const isDone = when === 'done';
  if (terms.kind === 'deposit')
    return (isDone ? words.ordinaryDoneNote : words.refusedNote)(money(terms.deposit, locale));
  if (terms.kind === 'prepay')
    return (isDone ? words.ordinaryDonePrepay : words.refusedNotePrepay)(money(terms.price, locale));
  if (terms.kind === 'full_price') return isDone ? words.ordinaryDoneFullPrice : words.refusedNoteFullPrice;
  return isDone ? words.ordinaryDonePlain : words.refusedNotePlain;
}

function refused(view: AcceptView, state: AcceptState & { readonly kind: 'refused' }): Filled {
  const { locale } = view.shell;
  const words = acceptWords[locale];
  const first = ordinaryNote(view.ordinary, 'refused', locale);
  return {
    body: html`${notice(words.refused, [first, words.refusedKind])}${termsSections(state.terms, locale)}`,
    bar: html`${ordinaryButton(view.ordinary, locale, 'main')}<div class="bar-links"><a href="${local(state.whyHref)}">${commonWords[locale].why}</a>${
      state.askPerson &&
      postForm(
        state.askPerson,
        'ask-person',
        html`<button type="submit" class="textual">${commonWords[locale].askPerson}</button>`,
      )
    }</div>`,
  };
}

function done(view: AcceptView, state: AcceptState & { readonly kind: 'done' }): Filled {
  const { locale } = view.shell;
  const words = acceptWords[locale];
  const code = state.handoverCode;
  return {
    body: html`<div class="done">${logo('done', 84)}<h1>${words.done}</h1><p class="note cap">${whenOf(state.agreedAt, momentOf(view.shell), locale)} · ${say(view.offer.title, locale)}</p></div>${
      code === null
        ? null
        : html`<div class="handover"><strong class="handover-code">${code}</strong><div><h2>${words.show}</h2><p class="note">${words.showNote}</p></div></div>`
    }<ul class="rows after">${
      state.remindersHoursBefore.length > 0 &&
      html`<li class="row">${icon('clock')}<span class="row-main">${words.remind(state.remindersHoursBefore)}</span></li>`
    }${
      state.cancellation &&
      html`<li class="row">${icon('handshake')}<span class="row-main">${cancellationWords(state.cancellation, view.shell)}</span></li>`
    }<li class="row">${icon('shield')}<span class="row-main">${words.answerFirst}</span></li></ul>`,
    bar: html`${buttonLink(state.pledgeHref, 'main', words.seeThis)}${state.cancel && buttonForm(state.cancel, 'cancel', 'plain', words.cancel)}`,
  };
}

function fill(view: AcceptView): Filled {
  const { state, shell, ordinary } = view;
  const { locale } = shell;
  const words = acceptWords[locale];
  const ordinaryBar = (more: Html | null): Html => html`${more}${ordinaryButton(ordinary, locale, 'plain')}`;
  switch (state.kind) {
    case 'sign_in':
      return {
        body: html`${termsSections(state.terms, locale)}${signInSection(state.signIn, locale)}`,
        bar: ordinaryBar(null),
      };
    case 'ask':
      return asking(view, state.ask, null);
    case 'offer_changed':
      return asking(
        view,
        state.ask,
        html`${notice(words.changed, [words.changedNote])}${changesList(state.changes, locale)}`,
      );
    case 'terms_changed':
      return asking(
        view,
        state.ask,
        notice(words.termsChanged, [
          words.termsChangedNote(money(state.shownWaived, locale), money(state.grantedWaived, locale)),
        ]),
      );
    case 'refused':
      return refused(view, state);
    case 'limit_reached':
      return {
        body: notice(words.limit, [words.limitNote(state.openCount)]),
        bar: ordinaryBar(buttonLink(state.pledgesHref, 'plain', words.seePledges)),
      };
    case 'merchant_suspended':
      return { body: notice(words.suspended, [words.suspendedNote]), bar: ordinaryBar(null) };
    case 'already_open':
      return {
        body: notice(words.alreadyOpen, [words.alreadyOpenNote]),
        bar: ordinaryBar(buttonLink(state.pledgeHref, 'plain', words.seePledge)),
      };
    case 'expired_code':
      return { body: notice(words.expired, [words.expiredNote]), bar: ordinaryBar(null) };
    case 'amount_missing':
      return { body: notice(words.amountMissing, [words.amountMissingNote]), bar: ordinaryBar(null) };
    case 'done':
      return done(view, state);
    case 'ordinary_done': {
      const line = ordinaryNote(ordinary, 'done', locale);
      return { body: notice(words.ordinaryDone, [line]), bar: buttonLink('/', 'plain', words.home) };
    }
    default:
      return unreachable(state, 'accept_state');
  }
}

/** The page as a string. The ceiling always stands before the button; ordinary terms always stand beside it. */
export function renderAccept(view: AcceptView): string {
  const { locale } = view.shell;
  const { body, bar } = fill(view);
  const card = view.state.kind === 'done' ? null : offerCard(view.offer, locale);
  return page(
    view.shell,
    'sheet',
    acceptWords[locale].title(say(view.offer.title, locale)),
    html`${card}<div class="sections">${body}</div>`,
    bar,
  );
}
