/** Whether the deposits that shops hold for people are really there: a shop that has too little is said to have too little. */
import type { Currency, Instant } from '../../kernel/index.ts';
import type { Coverage } from '../../rooms/ledger/index.ts';
import { money, say, stampOf, type Text } from './format.ts';
import { html, type Html, named } from './html.ts';
import { icon } from './icons.ts';
import { page, type Shell } from './shell.ts';
import { bookWords } from './words-books.ts';

export interface CoverageLine extends Coverage {
  readonly name: Text;
  readonly currency: Currency;
  readonly statement: { readonly at: Instant; readonly suppliedBy: string } | null;
}

export interface CoverageView {
  readonly shell: Shell;
  readonly at: Instant;
  readonly shops: readonly CoverageLine[];
}

/** The page as a string. */
export function renderCoverage({ shell, at, shops }: CoverageView): string {
  const words = bookWords[shell.locale];
  const cards = shops.map((line) => shopCard(line, shell));
  const body = html`<div class="stack"><section class="form"><h1>${words.coverageTitle}</h1><p class="serif">${words.coverageLead}</p><p class="note">${words.coverageNote}</p></section><section class="form"><h2>${words.coverageAt(stampOf(at, shell.timeZone))}</h2>${
    cards.length === 0 ? html`<p class="note">${words.coverageNone}</p>` : cards
  }</section><ul class="rows"><li><a class="row two" href="/books/chart"><span class="row-main">${words.toChart}</span>${icon('next')}</a></li></ul></div>`;
  return page(shell, 'paper', words.coverageTitle, body, null);
}

function shopCard(line: CoverageLine, { locale, timeZone }: Shell): Html {
  const words = bookWords[locale];
  const amount = (amountMinor: number) => money({ amountMinor, currency: line.currency }, locale);
  const percent = line.ratioBps === null ? '' : ` · ${percentOf(line.ratioBps)}`;
  const row = (name: string, value: string) => html`<div class="cost-row"><dt>${name}</dt><dd>${value}</dd></div>`;
  const stated =
    line.statement === null
      ? null
      : html`<p class="caption">${words.statedBy(line.statement.suppliedBy, stampOf(line.statement.at, timeZone))}</p>`;
  return html`<section class="card"><h3>${named(say(line.name, locale))}</h3><p>${words.states[line.state]}${percent}</p><dl>${row(words.owed, amount(line.owedMinor))}${row(
    words.held,
    line.heldMinor === null ? words.unknown : amount(line.heldMinor),
  )}${line.missingMinor > 0 ? row(line.state === 'short' ? words.missing : words.notShown, amount(line.missingMinor)) : null}</dl>${stated}</section>`;
}

/** `98.01 %`: rounded down, so that only all of it is 100. */
function percentOf(ratioBps: number): string {
  const [whole, rest] = [Math.floor(ratioBps / 100), ratioBps % 100];
  return `${whole}${rest === 0 ? '' : `.${String(rest).padStart(2, '0')}`} %`;
}
