/** The why page: what happened, which rule, how it counts, the smallest change, who looked; then two equal buttons. */
import { factsTimeline } from './facts.ts';
import { say } from './format.ts';
import { button, buttonForm, buttonLink, postForm, radioRow, wordsField } from './forms.ts';
import { html, local } from './html.ts';
import type { Html } from './html.ts';
import { icon } from './icons.ts';
import { movesSection } from './moves-list.ts';
import { evidenceForm } from './pledge-forms.ts';
import { lookedSection, numberSection, wouldMoveSection } from './number.ts';
import { ring } from './rings.ts';
import { page } from './shell.ts';
import type { ContestView, DecisionView, ReasonNode, WhyView } from './why-view.ts';
import { whyWords } from './words-why.ts';
import { commonWords } from './words.ts';
import type { Locale } from './words.ts';

function reasonTree(nodes: readonly ReasonNode[], locale: Locale): Html {
  return html`<ul>${nodes.map(
    (node) =>
      html`<li><div class="reason">${ring(node.life, 16)}<p>${say(node.text, locale)}</p>${
        node.change && html`<p class="note">${say(node.change, locale)}</p>`
      }</div>${node.children.length > 0 && reasonTree(node.children, locale)}</li>`,
  )}</ul>`;
}

function decisionSections(decision: DecisionView, locale: Locale): Html {
  const words = whyWords[locale];
  const { rule, reasons, countsOverTime, smallestChange } = decision;
  return html`<p class="serif-big">${say(decision.sentence, locale)}</p>${
    reasons.length > 0 &&
    html`<section class="reasons"><h2 class="label">${words.reasons}</h2>${reasonTree(reasons, locale)}</section>`
  }${rule && html`<section><div class="head-line"><h2 class="label">${words.rule}</h2><a class="tap" href="${local(rule.href)}">${say(rule.name, locale)}</a></div><p>${say(rule.text, locale)}</p></section>`}${
    countsOverTime &&
    html`<section><h2 class="label">${words.counts}</h2><p>${say(countsOverTime, locale)}</p></section>`
  }${smallestChange && html`<section class="smallest"><h2>${words.smallest}</h2><p>${say(smallestChange, locale)}</p></section>`}`;
}

function contestForm(contest: ContestView, locale: Locale): Html {
  const words = whyWords[locale];
  const [first, ...others] = contest.subjects;
  const subject =
    others.length > 0
      ? html`<fieldset><legend>${words.contestSubject}</legend>${contest.subjects.map((one) => radioRow('subject', one.value, say(one.label, locale)))}</fieldset>`
      : first && html`<p>${say(first.label, locale)}</p><input type="hidden" name="subject" value="${first.value}">`;
  return html`<section class="card" id="contest"><h2>${words.contestTitle}</h2><p class="note">${words.contestNote}</p>${postForm(
    contest.target,
    'contest-form',
    html`<div class="form">${subject}${wordsField('words', 'contest-words', words.contestWords, 'required')}${button('main', words.contestSend)}<p class="caption center">${words.contestFree}</p></div>`,
  )}</section>`;
}

/** The page as a string. */
export function renderWhy(view: WhyView): string {
  const { locale } = view.shell;
  const words = whyWords[locale];
  const common = commonWords[locale];
  const { decision, contest, askPerson, facts, number, shell } = view;
  const body = html`<div class="stack"><div class="back"><a href="${local(view.backHref)}">${icon('back')}<span class="hidden">${common.back}</span></a><h1>${common.why}</h1></div>${
    decision && decisionSections(decision, locale)
  }${facts.length > 0 && html`<section class="card"><h2 class="label">${words.happened}</h2><div class="gap">${factsTimeline(facts, shell)}</div></section>`}${
    number && html`${numberSection(number, shell)}${movesSection(number, shell)}${wouldMoveSection(number, shell)}`
  }${view.looks && lookedSection(view.looks, shell)}${contest && contestForm(contest, locale)}${view.evidence && evidenceForm(view.evidence, 'folded', locale)}</div>`;
  const bar =
    contest === null && askPerson === null
      ? null
      : html`<div class="bar-two">${contest && buttonLink('#contest', 'plain', common.thisIsWrong)}${askPerson && buttonForm(askPerson, 'ask-person', 'plain', common.askPerson)}</div>`;
  return page(shell, 'paper', common.why, body, bar);
}
