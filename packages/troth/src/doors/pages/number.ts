/** The number with what it rests on, and who looked. */
import { dateOf, say, whenOf } from './format.ts';
import { dial } from './dial.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { icon } from './icons.ts';
import type { LookLine, NumberView, RestsOn } from './number-view.ts';
import { momentOf } from './shell.ts';
import type { Shell } from './shell.ts';
import { whyWords } from './words-why.ts';

function restsOnSentence(rests: RestsOn, shell: Shell): string {
  const words = whyWords[shell.locale];
  if (rests.pledgeCount === 0 || rests.sinceAt === null) return words.restsOnNothing;
  return words.restsOn(rests.pledgeCount, rests.shopCount, dateOf(rests.sinceAt, momentOf(shell), shell.locale));
}

/** Dial, one serif sentence, and what the number rests on. */
export function numberSection(number: NumberView, shell: Shell): Html {
  const { locale } = shell;
  const words = whyWords[locale];
  if (number.kind === 'thin') {
    return html`<section class="number">${dial(number, locale)}<p class="serif">${words.thin}</p><p class="note">${words.thinMore(number.moreKept)}</p><p class="caption">${restsOnSentence(number.restsOn, shell)}</p></section>`;
  }
  const { onTime, late, broken, repaired } = number.tally;
  const total = onTime + late + broken;
  const sentence = total === 0 ? words.tallyNone : words.tally(total, onTime, late, broken, repaired);
  return html`<section class="number">${dial(number, locale)}<p class="serif">${sentence}</p><p class="note">${restsOnSentence(number.restsOn, shell)}</p><p class="caption">${words.onlyYou(
    whenOf(number.updatedAt, momentOf(shell), locale),
  )}</p></section>`;
}

/** What would move it, in words; no promise of points. */
export function wouldMoveSection(number: NumberView, shell: Shell): Html | null {
  if (number.kind === 'thin' || number.wouldMove.length === 0) return null;
  const { locale } = shell;
  return html`<section><div class="section-head"><h2>${whyWords[locale].wouldMove}</h2></div><ul class="rows">${number.wouldMove.map(
    (line) =>
      html`<li class="row">${icon('clock')}<span class="row-main">${say(line.what, locale)}</span><span class="row-side">${say(line.effect, locale)}</span></li>`,
  )}</ul></section>`;
}

export function lookedSection(looks: readonly LookLine[], shell: Shell): Html {
  const { locale } = shell;
  const words = whyWords[locale];
  const lines = looks.map((look) => {
    const sentence = words.lookedSentence(
      look.who,
      dateOf(look.at, momentOf(shell), locale),
      say(look.purpose, locale),
      say(look.answer, locale),
      say(look.basis, locale),
    );
    return html`<li class="row">${icon('eye')}<span class="row-main">${sentence}</span></li>`;
  });
  return html`<section><div class="section-head"><h2>${words.looked}</h2></div>${lines.length === 0 ? html`<p class="note gap">${words.lookedNone}</p>` : html`<ul class="rows">${lines}</ul>`}</section>`;
}
