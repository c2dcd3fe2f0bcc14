/** The person's home: the number with what it rests on, what is due next, what moved it, what was agreed to. */
import type { Instant } from '../../kernel/clock.ts';
import { durationOf, say, whenOf } from './format.ts';
import type { Text } from './format.ts';
import { buttonLink, postForm } from './forms.ts';
import type { FormTarget } from './forms.ts';
import { html, local, named } from './html.ts';
import type { Html } from './html.ts';
import { movesSection } from './moves-list.ts';
import { lookedSection, numberSection, wouldMoveSection } from './number.ts';
import type { LookLine, NumberView } from './number-view.ts';
import { lifeWord, ring } from './rings.ts';
import type { Life } from './rings.ts';
import { momentOf, page } from './shell.ts';
import type { Shell } from './shell.ts';
import { whyWords } from './words-why.ts';
import { commonWords } from './words.ts';

export interface PledgeLine {
  readonly href: string;
  readonly title: Text;
  readonly merchantName: string;
  readonly life: Life;
  /** What its ring means here, where the plain word of its life would not be true: `cancelled`. */
  readonly word: Text | null;
  /** When something is due next; `null` once it has ended. */
  readonly dueAt: Instant | null;
}

export interface ConsentLine {
  readonly who: string;
  /** What they may learn: `“deposit waived or not”`. */
  readonly fields: Text;
  readonly expiresAt: Instant;
  readonly revoke: FormTarget;
}

export interface MyWordView {
  readonly shell: Shell;
  readonly number: NumberView | null;
  readonly pledges: readonly PledgeLine[];
  readonly consents: readonly ConsentLine[];
  readonly looks: readonly LookLine[];
  readonly offersHref: string;
}

/** Nearest due first, then whatever has ended, as given. */
export function byDue(lines: readonly PledgeLine[]): readonly PledgeLine[] {
  const order = (line: PledgeLine): Instant => line.dueAt ?? 1n << 62n;
  return lines.toSorted((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0));
}

function distance(line: PledgeLine, shell: Shell): string | null {
  if (line.dueAt === null) return null;
  const words = commonWords[shell.locale];
  const left = line.dueAt - shell.now;
  return left >= 0n ? words.inTime(durationOf(left, shell.locale)) : words.lateBy(durationOf(left, shell.locale));
}

function nextCard(line: PledgeLine, shell: Shell): Html {
  const { locale } = shell;
  const words = whyWords[locale];
  return html`<section class="card next next-${line.life}"><h2 class="label">${words.nextDue}</h2><div class="next-line">${ring(line.life, 18)}<div><h3><span class="hidden">${lifeWord(line.life, locale)}: </span>${say(
    line.title,
    locale,
  )}</h3><p class="note">${named(line.merchantName)}</p></div><div class="next-when">${line.dueAt !== null && html`<h3 class="cap">${whenOf(line.dueAt, momentOf(shell), locale)}</h3>`}<p class="note">${distance(
    line,
    shell,
  )}</p></div></div>${buttonLink(line.href, 'main', words.open)}</section>`;
}

function pledgeRow(line: PledgeLine, shell: Shell): Html {
  const { locale } = shell;
  const word = line.word === null ? lifeWord(line.life, locale) : say(line.word, locale);
  const side = line.dueAt === null ? word : whenOf(line.dueAt, momentOf(shell), locale);
  return html`<li><a class="row" href="${local(line.href)}">${ring(line.life, 16)}<span class="row-main"><span class="hidden">${word}: </span>${say(line.title, locale)}<small>${named(
    line.merchantName,
  )}</small></span><span class="row-side cap">${side}</span></a></li>`;
}

function pledgesSections(view: MyWordView): Html {
  const words = whyWords[view.shell.locale];
  const [first, ...others] = byDue(view.pledges);
  if (first === undefined) {
    return html`<section class="card empty"><h2>${words.pledgesNone}</h2><p class="note">${words.pledgesNoneNote}</p>${buttonLink(view.offersHref, 'main', words.findOffers)}</section>`;
  }
  const listed = first.dueAt === null ? [first, ...others] : others;
  return html`${first.dueAt !== null && nextCard(first, view.shell)}${
    listed.length > 0 &&
    html`<section><div class="section-head"><h2>${words.pledges}</h2></div><ul class="rows">${listed.map((line) => pledgeRow(line, view.shell))}</ul></section>`
  }`;
}

function consentsSection(view: MyWordView): Html {
  const { locale } = view.shell;
  const words = whyWords[locale];
  const rows = view.consents.map((consent, i) => {
    const sentence = words.consentSentence(
      consent.who,
      say(consent.fields, locale),
      whenOf(consent.expiresAt, momentOf(view.shell), locale),
    );
    return html`<li class="consent-row"><span>${sentence}</span>${postForm(consent.revoke, `revoke-${i}`, html`<button type="submit" class="btn btn-small">${words.revoke}<span class="hidden"> · ${consent.who}</span></button>`)}</li>`;
  });
  return html`<section><div class="section-head"><h2>${words.consents}</h2></div>${
    rows.length === 0
      ? html`<p class="note gap">${words.consentsNone}</p>`
      : html`<ul class="rows">${rows}</ul><p class="caption">${words.revokeNote}</p>`
  }</section>`;
}

/** The page as a string. */
export function renderMyWord(view: MyWordView): string {
  const { shell, number } = view;
  const title = commonWords[shell.locale].myWord;
  const body = html`<div class="stack"><h1 class="hidden">${title}</h1>${number && numberSection(number, shell)}${pledgesSections(view)}${
    number && html`${movesSection(number, shell)}${wouldMoveSection(number, shell)}`
  }${lookedSection(view.looks, shell)}${consentsSection(view)}</div>`;
  return page(shell, 'paper', title, body, null);
}
