/** What stands around every page: head, mark, language, ribbon of the sandbox with its clock. */
import type { Instant } from '../../kernel/clock.ts';
import type { Moment } from './format.ts';
import { stampOf } from './format.ts';
import { hiddenFields } from './forms.ts';
import type { FormTarget } from './forms.ts';
import { html, htmlText, local, named } from './html.ts';
import type { Hole, Html } from './html.ts';
import { logo } from './logo.ts';
import { commonWords, langTag } from './words.ts';
import type { Locale } from './words.ts';

/** Where the one stylesheet is served. */
export const STYLESHEET_PATH = '/assets/troth.css';

/** Hours that the little form may move the clock by: the value of its buttons, field `hours`. */
export const CLOCK_STEPS_HOURS = { hour: 1, day: 24, week: 168, month: 720 } as const;

/** The world a page stands in. Only a test world has a clock to show. */
export type WorldView = { readonly kind: 'live' } | { readonly kind: 'test'; readonly moveClock: FormTarget | null };

/** Common to all pages. */
export interface Shell {
  readonly locale: Locale;
  /** The same page in the other language. */
  readonly otherLanguageHref: string;
  readonly now: Instant;
  readonly timeZone: string;
  readonly world: WorldView;
  readonly person: { readonly name: string; readonly homeHref: string; readonly signOut: FormTarget } | null;
}

export function momentOf(shell: Shell): Moment {
  return { now: shell.now, timeZone: shell.timeZone };
}

function clockForm(shell: Shell, target: FormTarget): Html {
  const words = commonWords[shell.locale];
  const steps = Object.entries(CLOCK_STEPS_HOURS) as [keyof typeof CLOCK_STEPS_HOURS, number][];
  return html`<form method="post" action="${local(target.action)}" id="clock">${hiddenFields(target)}<p class="note">${words.moveClockNote}</p><div class="steps">${steps.map(
    ([step, hours]) =>
      html`<button type="submit" class="btn btn-small" name="hours" value="${hours}">${words.steps[step]}</button>`,
  )}</div></form>`;
}

function ribbon(shell: Shell): Html | null {
  if (shell.world.kind === 'live') return null;
  const words = commonWords[shell.locale];
  const line = words.sandbox(stampOf(shell.now, shell.timeZone));
  if (shell.world.moveClock === null) return html`<p class="ribbon">${line}</p>`;
  return html`<details class="ribbon"><summary><span>${line}</span><span class="link">${words.moveClock}</span></summary>${clockForm(shell, shell.world.moveClock)}</details>`;
}

function head(shell: Shell): Html {
  const words = commonWords[shell.locale];
  const other = shell.locale === 'zh' ? 'en' : 'zh';
  return html`<header class="head"><a class="brand" href="/">${logo('head', 28)}<span>${words.brand}</span></a><nav class="head-nav">${
    shell.person && html`<a href="${local(shell.person.homeHref)}">${words.myWord}</a>`
  }<a href="${local(shell.otherLanguageHref)}" lang="${langTag[other]}" hreflang="${langTag[other]}">${words.otherLanguage}</a></nav></header>`;
}

function foot(shell: Shell): Html | null {
  if (shell.person === null) return null;
  const { signOut, name } = shell.person;
  return html`<footer class="foot"><form method="post" action="${local(signOut.action)}">${hiddenFields(signOut)}<span>${named(name)}</span><button type="submit" class="textual">${commonWords[shell.locale].signOut}</button></form></footer>`;
}

/** A page: `paper` lies open on the background; `sheet` is one raised sheet with its buttons at the bottom. */
export type Ground = 'paper' | 'sheet';

/** The whole document. `bar` holds the buttons that stay in reach. */
export function page(shell: Shell, ground: Ground, title: string, body: Hole, bar: Hole): string {
  const words = commonWords[shell.locale];
  return htmlText(html`<!doctype html>
<html lang="${langTag[shell.locale]}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="referrer" content="same-origin"><meta name="robots" content="noindex"><title>${title} · ${words.brand}</title><link rel="stylesheet" href="${STYLESHEET_PATH}"></head>
<body class="on-${ground}"><a class="skip" href="#main">${words.skip}</a>${ribbon(shell)}<div class="column">${head(shell)}<main id="main" class="${ground}">${body}${
    bar ? html`<div class="bar">${bar}</div>` : null
  }</main>${foot(shell)}</div></body></html>
`);
}
