/** Pieces of the accept page: offer, what I get, what I promise, consent, the two buttons. */
import { unreachable } from '../../kernel/assert.ts';
import type { ChangeLine, ConsentView, OfferCard, OrdinaryView, TermsView } from './accept-view.ts';
import { costSection } from './cost-bar.ts';
import { money, say } from './format.ts';
import type { Text } from './format.ts';
import { button, postForm } from './forms.ts';
import type { ButtonLook } from './forms.ts';
import { html, named } from './html.ts';
import type { Html } from './html.ts';
import { icon } from './icons.ts';
import { acceptWords } from './words-accept.ts';
import type { Locale } from './words.ts';

export function offerCard(offer: OfferCard, locale: Locale): Html {
  return html`<div class="offer"><span class="offer-icon">${icon(offer.deed === 'attend' ? 'seat' : 'item')}</span><div><h1 class="offer-title">${say(offer.title, locale)}</h1><p class="note">${named(offer.merchantName)}${
    offer.merchantNote && html` · ${say(offer.merchantNote, locale)}`
  }</p></div></div>`;
}

/** What it would be without a promise, struck through, and what it is now. */
function struck(before: string, now: string, insteadOf: string): Html {
  return html`<p class="get-price"><del><span class="hidden">${insteadOf} </span>${before}</del> <strong>${now}</strong></p>`;
}

function getLine(
  terms: TermsView,
  locale: Locale,
): { readonly title: string; readonly price: Html | null; readonly note: string | null } {
  const words = acceptWords[locale];
  const { grant } = terms;
  const note = terms.note === null ? null : say(terms.note, locale);
  switch (grant.outcome) {
    case 'full': {
      if (grant.deposit === null) return { title: words.fullPlain, price: null, note };
      const nothing = money({ amountMinor: 0, currency: grant.deposit.currency }, locale);
      return { title: words.full, price: struck(money(grant.deposit, locale), nothing, words.insteadOf), note };
    }
    case 'part': {
      const sentence = words.partNote(money(grant.waived, locale), money(grant.rest, locale));
      const price = struck(money(grant.deposit, locale), money(grant.rest, locale), words.insteadOf);
      return {
        title: words.part(money(grant.waived, locale)),
        price,
        note: note === null ? sentence : `${sentence}${locale === 'zh' ? '' : ' '}${note}`,
      };
    }
    case 'ordinary':
      return {
        title: grant.deposit === null ? words.asOrdinaryPlain : words.asOrdinary(money(grant.deposit, locale)),
        price: null,
        note,
      };
    case 'undecided':
      return {
        title: grant.deposit === null ? words.fullPlain : words.upTo(money(grant.deposit, locale)),
        price: null,
        note: words.upToNote,
      };
    default:
      return unreachable(grant, 'grant_outcome');
  }
}

/** I get / I promise / the most it can cost me. */
export function termsSections(terms: TermsView, locale: Locale): Html {
  const words = acceptWords[locale];
  const get = getLine(terms, locale);
  return html`<section class="get"><h2 class="label">${words.get}</h2><div class="get-line"><p class="get-title">${get.title}</p>${get.price}</div>${
    get.note === null ? null : html`<p class="note">${get.note}</p>`
  }</section><section><h2 class="label">${words.promise}</h2><p class="serif">${say(terms.promise, locale)}</p></section>${costSection(terms.cost, locale)}`;
}

/** The box is never ticked beforehand; the browser itself asks for it. */
export function consentSection(consent: ConsentView | null, locale: Locale): Html {
  if (consent === null)
    return html`<section><h2 class="label">${acceptWords[locale].agree}</h2><p class="note">${acceptWords[locale].agreedBefore}</p></section>`;
  return html`<section><h2 class="label">${acceptWords[locale].agree}</h2><label class="consent"><input type="checkbox" id="consent" name="consent" value="${consent.value}" required><span><span class="consent-title">${say(consent.title, locale)}</span><span class="note">${say(consent.note, locale)}</span></span></label></section>`;
}

/** One line that says what the shop learns, above the full text that is agreed to. */
export function standardConsent(
  merchantName: string,
  kind: 'deposit' | 'plain',
  text: Text,
): { readonly title: Text; readonly note: Text } {
  const title = (locale: Locale): string =>
    acceptWords[locale][kind === 'deposit' ? 'consentTitle' : 'consentTitlePlain'](merchantName);
  return {
    title: { zh: title('zh'), en: title('en') },
    note: text,
  };
}

/** Until the box is ticked the button says in words what is missing (by style sheet alone). */
export function promiseButton(locale: Locale): Html {
  const words = acceptWords[locale];
  return html`<button type="submit" class="btn btn-main btn-promise" form="promise"><span class="when-ready">${words.iPromise}</span><span class="when-waiting">${words.tickFirst}</span></button>`;
}

/** Beside "I promise" it says "instead"; alone it just says what is paid. */
export function ordinaryButton(ordinary: OrdinaryView, locale: Locale, look: ButtonLook): Html {
  const words = acceptWords[locale];
  const { terms } = ordinary;
  const label =
    terms.kind === 'deposit'
      ? (look === 'main' ? words.payDeposit : words.ordinaryDeposit)(money(terms.deposit, locale))
      : terms.kind === 'prepay'
        ? words.ordinaryPrepay(money(terms.price, locale))
        : terms.kind === 'decline'
          ? words.decline
          : words.ordinaryPlain;
  return postForm(ordinary.target, 'ordinary', button(look, label));
}

export function changesList(changes: readonly ChangeLine[], locale: Locale): Html {
  const words = acceptWords[locale];
  return html`<dl class="changes">${changes.map(
    (change) =>
      html`<div><dt>${say(change.what, locale)}</dt><dd><span class="hidden">${words.was} </span><del>${say(change.before, locale)}</del> <span class="hidden">${words.is} </span><strong>${say(change.after, locale)}</strong></dd></div>`,
  )}</dl>`;
}
