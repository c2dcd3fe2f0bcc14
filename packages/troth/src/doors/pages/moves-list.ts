/** What moved the number: a list whose rows happen to be bars. Filled is up, hollow is down, start and end are ticks. */
import { dateOf, say, signed } from './format.ts';
import { html, local } from './html.ts';
import type { Html } from './html.ts';
import { icon } from './icons.ts';
import type { MoveLine, NumberView } from './number-view.ts';
import { lifeWord, ring } from './rings.ts';
import { momentOf } from './shell.ts';
import type { Shell } from './shell.ts';
import { whyWords } from './words-why.ts';
import type { Locale } from './words.ts';

const WIDTH = 84;
const HEIGHT = 44;

/** From points to x, so that everything between the lowest and the highest fits. */
function scaleOf(levels: readonly number[]): (points: number) => number {
  const lowest = Math.min(...levels);
  const span = Math.max(1, Math.max(...levels) - lowest);
  return (points) => Math.round((4 + ((points - lowest) / span) * (WIDTH - 8)) * 10) / 10;
}

function tick(x: number, side: 'start' | 'end'): Html {
  const thread =
    side === 'start'
      ? html`<line x1="${x}" x2="${x}" y1="30" y2="${HEIGHT}" class="move-thread"/>`
      : html`<line x1="${x}" x2="${x}" y1="0" y2="14" class="move-thread"/>`;
  return html`<svg width="${WIDTH}" height="${HEIGHT}" aria-hidden="true" focusable="false">${thread}<line x1="${x}" x2="${x}" y1="14" y2="30" class="move-tick"/></svg>`;
}

function bar(from: number, to: number, move: MoveLine): Html {
  const counted = move.counting !== 'set_aside';
  const left = Math.min(from, to);
  const width = Math.max(3, Math.abs(to - from));
  return html`<svg class="step-${move.life}" width="${WIDTH}" height="${HEIGHT}" aria-hidden="true" focusable="false"><line x1="${from}" x2="${from}" y1="0" y2="14" class="move-thread"/>${
    counted &&
    html`<rect x="${left}" y="15" width="${width}" height="14" rx="3" class="${to >= from ? 'move-up' : 'move-down'}"/>`
  }<line x1="${to}" x2="${to}" y1="30" y2="${HEIGHT}" class="move-thread"/></svg>`;
}

function moveRow(move: MoveLine, picture: Html, shell: Shell): Html {
  const { locale } = shell;
  const aside = move.counting === 'set_aside';
  const name = html`<span class="move-name${aside ? ' short' : ''}"><span class="hidden">${lifeWord(move.life, locale)}: </span>${say(move.what, locale)}<span class="hidden">, ${dateOf(move.at, momentOf(shell), locale)}</span></span>${
    move.counting !== 'counted' &&
    html`<small>${aside ? whyWords[locale].setAside : whyWords[locale].contested}</small>`
  }`;
  const inside = html`${ring(move.life, 16)}<span class="row-main">${name}</span>${picture}<span class="move-delta">${signed(move.deltaPoints)}</span>`;
  return move.whyHref === null
    ? html`<li><div class="row move">${inside}<span></span></div></li>`
    : html`<li><a class="row move" href="${local(move.whyHref)}">${inside}${icon('next')}</a></li>`;
}

function endRow(label: string, points: number, picture: Html): Html {
  return html`<li><div class="row move"><span></span><span class="row-main note">${label}</span>${picture}<span class="move-delta plain">${points}</span><span></span></div></li>`;
}

function header(title: string, total: string | null, body: Html): Html {
  return html`<section><div class="section-head"><h2>${title}</h2>${total === null ? null : html`<strong class="link">${total}</strong>`}</div>${body}</section>`;
}

/** The section with its heading and the sum. */
export function movesSection(number: NumberView, shell: Shell): Html {
  const { locale } = shell;
  const words = whyWords[locale];
  const { moves } = number;
  if (moves.length === 0) return header(words.moved, null, html`<p class="note gap">${words.movedNone}</p>`);
  if (number.kind === 'thin')
    return header(words.moved, null, html`<ul class="rows">${moves.map((move) => factRow(move, shell, locale))}</ul>`);
  const steps = stepsFrom(number.start.points, moves);
  const x = scaleOf([number.start.points, number.points, ...steps.map((step) => step.to)]);
  const rows = moves.map((move, i) => moveRow(move, bar(x(steps[i]?.from ?? 0), x(steps[i]?.to ?? 0), move), shell));
  const body = html`<ul class="rows">${endRow(dateOf(number.start.at, momentOf(shell), locale), number.start.points, tick(x(number.start.points), 'start'))}${rows}${endRow(
    words.today,
    number.points,
    tick(x(number.points), 'end'),
  )}</ul>`;
  return header(words.moved, signed(number.points - number.start.points), body);
}

/** A thin file has no points, so its facts have no bars. */
function factRow(move: MoveLine, shell: Shell, locale: Locale): Html {
  const inside = html`${ring(move.life, 16)}<span class="row-main"><span class="hidden">${lifeWord(move.life, locale)}: </span>${say(move.what, locale)}${
    move.counting !== 'counted' &&
    html`<small>${move.counting === 'set_aside' ? whyWords[locale].setAside : whyWords[locale].contested}</small>`
  }</span><span class="row-side">${dateOf(move.at, momentOf(shell), locale)}</span>`;
  return move.whyHref === null
    ? html`<li><div class="row">${inside}</div></li>`
    : html`<li><a class="row" href="${local(move.whyHref)}">${inside}</a></li>`;
}

/** Where the number stood before and after each move; what is set aside does not move it. */
export function stepsFrom(
  start: number,
  moves: readonly MoveLine[],
): readonly { readonly from: number; readonly to: number }[] {
  let level = start;
  return moves.map((move) => {
    const from = level;
    if (move.counting !== 'set_aside') level += move.deltaPoints;
    return { from, to: level };
  });
}
