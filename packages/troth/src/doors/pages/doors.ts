/** Signing in, its two answers, and errors. */
import type { SignInView } from './accept-view.ts';
import { say } from './format.ts';
import type { Text } from './format.ts';
import { buttonForm, buttonLink } from './forms.ts';
import type { FormTarget } from './forms.ts';
import { html, named } from './html.ts';
import { page } from './shell.ts';
import type { Shell } from './shell.ts';
import { signInSection } from './sign-in.ts';
import { doorWords } from './words-doors.ts';
import type { Locale } from './words.ts';

export interface SignInPageView {
  readonly shell: Shell;
  readonly signIn: SignInView;
}

/** Asking who somebody is, on a page of its own. */
export function renderSignIn(view: SignInPageView): string {
  const words = doorWords[view.shell.locale];
  return page(
    view.shell,
    'sheet',
    words.signInTitle,
    html`<div class="sections"><h1 class="hidden">${words.signInTitle}</h1>${signInSection(view.signIn, view.shell.locale)}</div>`,
    null,
  );
}

/** There is no field for whether the address is known: the page cannot tell. */
export interface SignInSentView {
  readonly shell: Shell;
  readonly validMinutes: number;
  readonly againHref: string;
}

export function renderSignInSent(view: SignInSentView): string {
  const words = doorWords[view.shell.locale];
  const body = html`<div class="sections"><section class="notice" role="status"><h1>${words.sentTitle}</h1><p>${words.sentNote(view.validMinutes)}</p><p>${words.sentTry}</p></section></div>`;
  return page(view.shell, 'sheet', words.sentTitle, body, buttonLink(view.againHref, 'plain', words.again));
}

/** Opening the link only shows a button: programs that open links in mails must not use it up. */
export interface LinkLandingView {
  readonly shell: Shell;
  readonly link:
    | { readonly kind: 'usable'; readonly target: FormTarget; readonly name: string | null }
    | { readonly kind: 'used'; readonly againHref: string };
}

export function renderLinkLanding(view: LinkLandingView): string {
  const words = doorWords[view.shell.locale];
  const { link } = view;
  const used = link.kind === 'used';
  const title = used ? words.linkUsed : words.linkTitle;
  const body = html`<div class="sections"><section class="notice"><h1>${title}</h1>${!used && link.name !== null && html`<p>${named(link.name)}</p>`}<p>${used ? words.linkUsedNote : words.linkNote}</p></section></div>`;
  return page(
    view.shell,
    'sheet',
    title,
    body,
    used ? buttonLink(link.againHref, 'main', words.again) : buttonForm(link.target, 'link', 'main', words.linkGo),
  );
}

export interface ErrorView {
  readonly shell: Shell;
  readonly status: number;
  readonly requestId: string;
  /** The fields to mend, each in one sentence. */
  readonly toFix: readonly Text[];
  readonly retryHref: string | null;
}

type ErrorWord = Exclude<keyof (typeof doorWords)['en']['errors'], `${string}Note`>;

/** Which words an HTTP status gets. */
export function errorWord(status: number): ErrorWord {
  if (status === 401) return 'signedOut';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 405) return 'notFound';
  if (status === 409) return 'conflict';
  if (status === 410) return 'gone';
  if (status === 413) return 'tooLarge';
  if (status === 429) return 'tooMany';
  if (status === 503 || status === 502 || status === 504) return 'away';
  return status >= 500 ? 'fault' : 'badRequest';
}

function errorNote(status: number, locale: Locale): string {
  return doorWords[locale].errors[`${errorWord(status)}Note`];
}

export function renderError(view: ErrorView): string {
  const { locale } = view.shell;
  const words = doorWords[locale];
  const title = words.errors[errorWord(view.status)];
  const fixes =
    view.toFix.length > 0
      ? html`<section class="fixes" role="alert"><h2>${words.toFix(view.toFix.length)}</h2><ul>${view.toFix.map((line) => html`<li>${say(line, locale)}</li>`)}</ul></section>`
      : null;
  const body = html`<div class="sections"><section class="notice"><h1>${title}</h1><p>${errorNote(view.status, locale)}</p></section>${fixes}<p class="caption">${words.reference} <code>${view.requestId}</code></p></div>`;
  const retry = view.retryHref === null ? null : buttonLink(view.retryHref, 'main', words.tryAgain);
  return page(view.shell, 'sheet', title, body, html`${retry}${buttonLink('/', 'plain', words.home)}`);
}
