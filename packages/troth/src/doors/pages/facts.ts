/** What happened, in order: ring, words, when, who reported it, and whether something proves it. */
import { say, whenOf } from './format.ts';
import { html, local } from './html.ts';
import type { Html } from './html.ts';
import type { FactLine } from './pledge-view.ts';
import { lifeWord, ring, statePill } from './rings.ts';
import { momentOf } from './shell.ts';
import type { Shell } from './shell.ts';
import { pledgeWords } from './words-pledge.ts';

/** Ring, word and when; the person's words beneath, as they wrote them. */
function contestMark(contest: NonNullable<FactLine['contest']>, shell: Shell): Html {
  const { locale } = shell;
  return html`<div class="contest">${statePill('disputed', pledgeWords[locale].contested)}<span class="caption cap">${whenOf(
    contest.at,
    momentOf(shell),
    locale,
  )}</span>${contest.words !== null && html`<blockquote dir="auto">${contest.words}</blockquote>`}</div>`;
}

export function factsTimeline(facts: readonly FactLine[], shell: Shell): Html {
  const { locale } = shell;
  const words = pledgeWords[locale];
  const moment = momentOf(shell);
  return html`<ol class="timeline">${facts.map(
    (fact) =>
      html`<li>${ring(fact.life, 16)}<span><span class="hidden">${lifeWord(fact.life, locale)}: </span>${say(fact.what, locale)}</span><span></span><span class="caption cap">${whenOf(
        fact.at,
        moment,
        locale,
      )} · ${say(fact.reporter, locale)}${fact.evidenceHrefs.map(
        (href, i) =>
          html` · <a class="tap" href="${local(href)}">${words.evidence(fact.evidenceHrefs.length === 1 ? '' : String(i + 1))}</a>`,
      )}</span>${fact.contest && contestMark(fact.contest, shell)}</li>`,
  )}</ol>`;
}
