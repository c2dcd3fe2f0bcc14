/** Asking who somebody is: one click in a test world, a one-time link in the live one. */
import { say } from './format.ts';
import { button, postForm } from './forms.ts';
import { html, named } from './html.ts';
import type { Html } from './html.ts';
import { icon } from './icons.ts';
import type { SignInView } from './accept-view.ts';
import { acceptWords } from './words-accept.ts';
import type { Locale } from './words.ts';

function peopleList(signIn: SignInView & { readonly kind: 'test' }, locale: Locale): Html {
  const rows = signIn.people.map(
    (person) =>
      html`<li><button type="submit" class="row" name="person" value="${person.value}">${icon('person')}<span class="row-main">${named(person.name)}</span>${
        person.note && html`<span class="row-side">${say(person.note, locale)}</span>`
      }</button></li>`,
  );
  return html`<p class="note">${acceptWords[locale].signInTest}</p>${postForm(signIn.target, 'sign-in', html`<ul class="rows">${rows}</ul>`)}`;
}

/** The section, headed "First, who are you?". */
export function signInSection(signIn: SignInView, locale: Locale): Html {
  const words = acceptWords[locale];
  const inside =
    signIn.kind === 'test'
      ? peopleList(signIn, locale)
      : postForm(
          signIn.target,
          'sign-in',
          html`<div class="field"><label for="contact">${words.signInLive}</label><input id="contact" name="contact" type="text" inputmode="email" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="254" required aria-describedby="contact-hint"><p class="note" id="contact-hint">${words.signInLiveHint}</p></div>${button('main', words.sendLink)}`,
        );
  return html`<section class="sign-in"><h2>${words.signIn}</h2>${inside}</section>`;
}
