/** What happened, in order: ring, words, when, who reported it, and whether something proves it. */
import { say, whenOf } from './format.ts';
import { html, local } from './html.ts';
import type { Html } from './html.ts';
import { button, type FormTarget, postForm, wordsField } from './forms.ts';
import type { DisputeLine, FactLine, RepairLine } from './pledge-view.ts';
import { lifeWord, ring, statePill } from './rings.ts';
import { momentOf } from './shell.ts';
import type { Shell } from './shell.ts';
import { pledgeWords } from './words-pledge.ts';
import type { Locale } from './words.ts';

/** Ring, word and when; the words of both sides beneath, as they wrote them; then the outcome, or who speaks next. */
function disputeMark(dispute: DisputeLine, shell: Shell): Html {
  const { locale } = shell;
  const words = pledgeWords[locale];
  const [opener, other] =
    dispute.openedBy === 'person' ? [words.yourWords, words.shopWords] : [words.shopWords, words.yourWords];
  const quote = (by: string, text: string | null) =>
    text !== null && html`<p class="caption">${by}</p><blockquote dir="auto">${text}</blockquote>`;
  return html`<div class="contest">${statePill('disputed', dispute.isOpen ? words.contested : words.contestedEnded)}<span class="caption cap">${whenOf(
    dispute.at,
    momentOf(shell),
    locale,
  )}</span>${quote(opener, dispute.words)}${quote(other, dispute.answer)}${quote(words.decision, dispute.decision)}<p class="caption">${say(dispute.stands, locale)}</p>${dispute.target && answerFold(dispute, dispute.target, locale)}</div>`;
}

function answerFold(dispute: DisputeLine, target: FormTarget, locale: Locale): Html {
  const words = pledgeWords[locale];
  const id = `answer-${dispute.disputeId}`;
  const body = html`<div class="form"><input type="hidden" name="dispute" value="${dispute.disputeId}">${wordsField('words', `${id}-words`, words.answerDispute, 'required')}${button('plain', words.answerSend)}<p class="caption center">${words.answerDisputeNote}</p></div>`;
  return html`<details class="fold"><summary class="btn">${words.answerDispute}</summary>${postForm(target, id, body)}</details>`;
}

function repairMark(repair: RepairLine, shell: Shell): Html {
  const { locale } = shell;
  return html`<div class="contest">${statePill('repaired', pledgeWords[locale].putRight(say(repair.how, locale)))}<span class="caption cap">${whenOf(repair.at, momentOf(shell), locale)}</span></div>`;
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
      )}</span>${fact.disputes.map((dispute) => disputeMark(dispute, shell))}${fact.repairs.map((repair) => repairMark(repair, shell))}</li>`,
  )}</ol>`;
}
