/** Pieces of the accept page: offer, what I get, what I promise, consent, the two buttons. */
import { unreachable } from '../../kernel/assert.ts';
import type { Money } from '../../kernel/money.ts';
import type { ChangeLine, ConsentView, Gives, OfferCard, OrdinaryView, TermsView } from './accept-view.ts';
import { costSection } from './cost-bar.ts';
import { money, say } from './format.ts';
import type { Text } from './format.ts';
import { button, postForm } from './forms.ts';
import type { ButtonLook } from './forms.ts';
import { html, named } from './html.ts';
import type { Html } from './html.ts';
import { icon } from './icons.ts';
import { stagesSection } from './stage-rows.ts';
import { acceptWords } from './words-accept.ts';
import type { Locale } from './words.ts';

export function offerCard(offer: OfferCard, locale: Locale): Html {
  return html`<div class="offer"><span class="offer-icon">${icon(offer.deed === 'attend' || offer.deed === 'shop_attend' ? 'seat' : 'item')}</span><div><h1 class="offer-title">${say(offer.title, locale)}</h1><p class="note">${named(offer.merchantName)}${
    offer.merchantNote && html` · ${say(offer.merchantNote, locale)}`
  }</p></div></div>`;
}

/** What it would be without a promise, struck through, and what it is now. */
function struck(before: string, now: string, insteadOf: string): Html {
  return html`<p class="get-price"><del><span class="hidden">${insteadOf} </span>${before}</del> <strong>${now}</strong></p>`;
}

interface GetLine {
  readonly title: string;
  readonly price: Html | null;
  readonly note: string | null;
}

function getLine(terms: TermsView, locale: Locale): GetLine {
  const said = grantLine(terms, locale);
  const note = terms.note === null ? null : say(terms.note, locale);
  if (said.note === null || note === null || terms.grant.outcome === 'undecided')
    return { ...said, note: said.note ?? note };
  return { ...said, note: `${said.note}${locale === 'zh' ? '' : ' '}${note}` };
}

function grantLine({ gives, grant }: TermsView, locale: Locale): GetLine {
  const words = acceptWords[locale];
  const { deposit } = grant;
  const plain = (title: string, note: string | null = null): GetLine => ({ title, price: null, note });
  if (deposit === null) {
    const title = { access: words.access, nothing: words.nothingFirst }[gives === 'access' ? 'access' : 'nothing'];
    return grant.outcome === 'ordinary' ? plain(words.asOrdinaryPlain) : plain(title);
  }
  const named = { deposit: words.upTo, later: words.laterUpTo, discount: words.discountUpTo };
  const kind = gives === 'later' || gives === 'discount' ? gives : 'deposit';
  switch (grant.outcome) {
    case 'undecided':
      return plain(named[kind](money(deposit, locale)), words.upToNote);
    case 'ordinary':
      return kind === 'deposit'
        ? plain(words.asOrdinary(money(deposit, locale)))
        : plain(kind === 'later' ? words.laterOrdinary(money(deposit, locale)) : words.discountOrdinary);
    case 'full':
      return fullLine(kind, deposit, locale);
    case 'part': {
      const [waived, rest] = [money(grant.waived, locale), money(grant.rest, locale)];
      if (kind === 'discount') return plain(words.discount(waived), words.discountNote);
      const price = struck(money(deposit, locale), rest, words.insteadOf);
      return kind === 'deposit'
        ? { title: words.part(waived), price, note: words.partNote(waived, rest) }
        : { title: words.laterPart(waived), price, note: words.laterPartNote(waived, rest) };
    }
    default:
      return unreachable(grant, 'grant_outcome');
  }
}

function fullLine(kind: 'deposit' | 'later' | 'discount', amount: Money, locale: Locale): GetLine {
  const words = acceptWords[locale];
  const text = money(amount, locale);
  if (kind === 'discount') return { title: words.discount(text), price: null, note: words.discountNote };
  if (kind === 'later') return { title: words.later(text), price: null, note: words.laterNote };
  const nothing = money({ amountMinor: 0, currency: amount.currency }, locale);
  return { title: words.full, price: struck(text, nothing, words.insteadOf), note: null };
}

/** I get / I promise / the most it can cost me. */
export function termsSections(terms: TermsView, locale: Locale): Html {
  const words = acceptWords[locale];
  const get = getLine(terms, locale);
  return html`<section class="get"><h2 class="label">${words.get}</h2><div class="get-line"><p class="get-title">${get.title}</p>${get.price}</div>${
    get.note === null ? null : html`<p class="note">${get.note}</p>`
  }</section><section><h2 class="label">${words.promise}</h2><p class="serif">${say(terms.promise, locale)}</p></section>${stagesSection(terms.stages, locale)}${costSection(terms.cost, locale)}`;
}

/** The box is never ticked beforehand; the browser itself asks for it. */
export function consentSection(consent: ConsentView | null, locale: Locale): Html {
  if (consent === null)
    return html`<section><h2 class="label">${acceptWords[locale].agree}</h2><p class="note">${acceptWords[locale].agreedBefore}</p></section>`;
  return html`<section><h2 class="label">${acceptWords[locale].agree}</h2><label class="consent"><input type="checkbox" id="consent" name="consent" value="${consent.value}" required><span><span class="consent-title">${say(consent.title, locale)}</span><span class="note">${say(consent.note, locale)}</span></span></label></section>`;
}

const CONSENT_TITLES = {
  deposit: 'consentTitle',
  later: 'consentTitleLater',
  discount: 'consentTitleDiscount',
  access: 'consentTitlePlain',
  nothing: 'consentTitlePlain',
} as const satisfies Readonly<Record<Gives, string>>;

/** One line that says what the shop learns, above the full text that is agreed to. */
export function standardConsent(
  merchantName: string,
  gives: Gives,
  text: Text,
): { readonly title: Text; readonly note: Text } {
  const title = (locale: Locale): string => acceptWords[locale][CONSENT_TITLES[gives]](merchantName);
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

function ordinaryLabel(terms: OrdinaryView['terms'], locale: Locale, look: ButtonLook): string {
  const words = acceptWords[locale];
  const isAlone = look === 'main';
  switch (terms.kind) {
    case 'deposit':
      return (isAlone ? words.payDeposit : words.ordinaryDeposit)(money(terms.deposit, locale));
    case 'prepay':
      return (isAlone ? words.payPrice : words.ordinaryPrepay)(money(terms.price, locale));
    case 'full_price':
      return isAlone ? words.payFullPrice : words.ordinaryFullPrice;
    case 'decline':
      return words.decline;
    case 'plain':
      return words.ordinaryPlain;
    default:
      return unreachable(terms, 'ordinary_terms');
  }
}

/** Beside "I promise" it says "instead"; alone it just says what is paid. */
export function ordinaryButton(ordinary: OrdinaryView, locale: Locale, look: ButtonLook): Html {
  const label = ordinaryLabel(ordinary.terms, locale, look);
  return postForm(ordinary.target, 'ordinary', button(look, label));
}

export function changesList(changes: readonly ChangeLine[], locale: Locale): Html {
  const words = acceptWords[locale];
  return html`<dl class="changes">${changes.map(
    (change) =>
      html`<div><dt>${say(change.what, locale)}</dt><dd><span class="hidden">${words.was} </span><del>${say(change.before, locale)}</del> <span class="hidden">${words.is} </span><strong>${say(change.after, locale)}</strong></dd></div>`,
  )}</dl>`;
}
