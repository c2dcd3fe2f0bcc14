/** The pledge page: where it stands, what to do, what it costs, what happened, why. */
import { costSection } from './cost-bar.ts';
import { isOfTheShop } from './deeds.ts';
import { factsTimeline } from './facts.ts';
import { money, say, whenOf } from './format.ts';
import { buttonForm } from './forms.ts';
import { html, local, named } from './html.ts';
import type { Html } from './html.ts';
import { answerForm, broughtSection, evidenceForm, quietForms, repairForm } from './pledge-forms.ts';
import type { PledgeView } from './pledge-view.ts';
import { statePill } from './rings.ts';
import { momentOf, page } from './shell.ts';
import { shopSideSection } from './shop-side.ts';
import { LIFE_OF_SITUATION, situationWords } from './situation.ts';
import { stagesSection } from './stage-rows.ts';
import { deedWords } from './words-deeds.ts';
import { pledgeWords } from './words-pledge.ts';
import { commonWords } from './words.ts';

function situationSection(view: PledgeView): Html {
  const words = situationWords(view);
  return html`<section class="situation" data-situation="${view.situation.kind}">${statePill(LIFE_OF_SITUATION[view.situation.kind], words.pill)}<h1>${say(view.title, view.shell.locale)}</h1><p class="note">${named(view.merchantName)}</p>${
    words.title === null ? null : html`<h2>${words.title}</h2>`
  }${words.lines.map((line) => html`<p>${line}</p>`)}</section>`;
}

function promiseSection(view: PledgeView): Html {
  const { locale } = view.shell;
  const words = pledgeWords[locale];
  const moment = momentOf(view.shell);
  return html`<section><h2 class="label">${words.youPromised}</h2><p class="serif">${say(view.promise, locale)}</p><dl class="facts-list caption">${
    view.dueAt === null || isOfTheShop(view.deed)
      ? null
      : html`<dt>${words.due}</dt><dd class="cap">${whenOf(view.dueAt, moment, locale)}</dd>`
  }${view.graceEndsAt === null || isOfTheShop(view.deed) ? null : html`<dt>${words.graceUntil}</dt><dd class="cap">${whenOf(view.graceEndsAt, moment, locale)}</dd>`}</dl></section>`;
}

function chargesSection(view: PledgeView): Html {
  const { locale } = view.shell;
  const words = pledgeWords[locale];
  const lines = view.charges.map(
    (charge) =>
      html`<div class="charge"><dt>${say(charge.what, locale)}</dt><dd>${money(charge.amount, locale)}</dd></div>`,
  );
  const total =
    view.chargesTotal &&
    html`<div class="charge total"><dt>${words.total}</dt><dd>${money(view.chargesTotal, locale)}</dd></div>`;
  return html`<section><div class="section-head"><h2>${words.charges}</h2></div>${
    lines.length === 0 ? html`<p class="note gap">${words.chargesNone}</p>` : html`<dl>${lines}${total}</dl>`
  }</section>`;
}

/** The page as a string. */
export function renderPledge(view: PledgeView): string {
  const { locale } = view.shell;
  const words = pledgeWords[locale];
  const { answer, evidence, declare, receive, repair } = view.actions;
  const body = html`<div class="stack">${situationSection(view)}${answer && answerForm(view, answer)}${answer && evidence && evidenceForm(evidence, 'card', locale)}${repair && repairForm(view, repair)}${promiseSection(view)}${stagesSection(view.stages, locale)}${
    view.cost && costSection(view.cost, locale)
  }<div class="form">${quietForms(view)}${answer === null && evidence && evidenceForm(evidence, 'folded', locale)}</div>${view.brought.length > 0 && broughtSection(view)}${chargesSection(view)}<section><div class="section-head"><h2>${words.happened}</h2><a class="tap" href="${local(view.whyHref)}">${commonWords[locale].why}</a></div><div class="gap">${factsTimeline(
    view.facts,
    view.shell,
  )}</div></section>${view.shopSide && shopSideSection(view.shopSide, locale)}</div>`;
  // While a notice waits for an answer, the answer is the main button of the page.
  const bar =
    (declare &&
      buttonForm(declare, 'declare', answer === null ? 'main' : 'plain', deedWords[locale][view.deed].declare)) ??
    (receive && buttonForm(receive, 'receive', 'main', deedWords[locale][view.deed].done));
  return page(view.shell, 'paper', say(view.title, locale), body, bar);
}
