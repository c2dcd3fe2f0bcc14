/**
 * One ring, six lives. A state is always ring and word together; colour only repeats what the shape said, so the glyphs
 * are legible in one colour, at 14 px, on paper.
 */
import { html } from './html.ts';
import type { Html } from './html.ts';
import { commonWords } from './words.ts';
import type { Locale } from './words.ts';

/** The six lives of a pledge or of a fact. Never of a person. */
export type Life = 'kept' | 'open' | 'late' | 'broken' | 'repaired' | 'disputed';

export const LIVES: readonly Life[] = ['kept', 'open', 'late', 'broken', 'repaired', 'disputed'];

const SHAPES: Readonly<Record<Life, Html>> = {
  kept: html`<circle cx="12" cy="12" r="11" class="fill"/><path d="M7.2 12.4l3.3 3.3 6.4-7" class="cut"/>`,
  open: html`<circle cx="12" cy="12" r="9.5" class="line"/>`,
  late: html`<circle cx="12" cy="12" r="9.5" class="line"/><path d="M12 6.8V12l3.4 2.4" class="line"/>`,
  broken: html`<path d="M15.2 3.05A9.5 9.5 0 1 0 19.6 6.3" class="line"/><path d="M8.7 8.9l6.4 6.4M15.1 8.9l-6.4 6.4" class="line"/>`,
  repaired: html`<circle cx="12" cy="12" r="9.5" class="line"/><path d="M14 1.4l-3 8 3.4 3.6-4.2 9.6" class="seam"/>`,
  disputed: html`<path d="M9.6 2.8a9.5 9.5 0 0 0 0 18.4z" class="line"/><path d="M14 1.2a11 11 0 0 1 0 21.6z" class="fill"/>`,
};

/** The ring alone; the word must stand beside it. */
export function ring(life: Life, sizePx: number): Html {
  return html`<svg class="ring ring-${life}" viewBox="0 0 24 24" width="${sizePx}" height="${sizePx}" aria-hidden="true" focusable="false">${SHAPES[life]}</svg>`;
}

/** Ring and word on the state's own soft ground. */
export function statePill(life: Life, word: string): Html {
  return html`<span class="pill pill-${life}">${ring(life, 14)}<span>${word}</span></span>`;
}

/** The plain word of a life. */
export function lifeWord(life: Life, locale: Locale): string {
  return commonWords[locale].lives[life];
}
