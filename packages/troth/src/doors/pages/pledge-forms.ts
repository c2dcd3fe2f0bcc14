/** The forms of the pledge page, each a POST of its own. */
import { EVIDENCE_TYPES } from '../api/evidence-limits.ts';
import { money, say, whenOf } from './format.ts';
import { button, buttonForm, fileField, postForm, radioRow, uploadForm, wordsField } from './forms.ts';
import type { FormTarget } from './forms.ts';
import { html, local } from './html.ts';
import type { Html } from './html.ts';
import type { PledgeView } from './pledge-view.ts';
import { momentOf } from './shell.ts';
import { cancellationWords } from './situation.ts';
import { deedWords } from './words-deeds.ts';
import { pledgeWords } from './words-pledge.ts';
import { commonWords, type Locale } from './words.ts';

/** Values of field `answer`. */
export const ANSWERS = ['on_my_way', 'already_done', 'wrong'] as const;
export type Answer = (typeof ANSWERS)[number];

/** On my way, already returned, or this is wrong; own words if they like. */
export function answerForm(view: PledgeView, target: FormTarget): Html {
  const words = pledgeWords[view.shell.locale];
  const labels: Readonly<Record<Answer, string>> = {
    on_my_way: words.answerOnMyWay,
    already_done: view.deed === 'attend' ? words.answerAlreadyAttend : deedWords[view.shell.locale][view.deed].declare,
    wrong: words.answerWrong,
  };
  const body = html`<div class="form"><fieldset><legend class="hidden">${words.answer}</legend>${ANSWERS.map((answer) => radioRow('answer', answer, labels[answer]))}</fieldset>${wordsField(
    'words',
    'answer-words',
    words.answerWords,
    'optional',
  )}${button('main', words.answerSend)}<p class="caption center">${words.answerNote}</p></div>`;
  return html`<section class="card"><h2>${words.answer}</h2>${postForm(target, 'answer', body)}</section>`;
}

/** How much longer, folded behind its button. */
export function extendForm(view: PledgeView, extend: NonNullable<PledgeView['actions']['extend']>): Html {
  const { locale } = view.shell;
  const words = pledgeWords[locale];
  const rows = extend.options.map((option) => radioRow('extend', option.value, say(option.label, locale)));
  return html`<details class="fold"><summary class="btn">${words.extend}</summary>${postForm(
    extend.target,
    'extend',
    html`<div class="form"><fieldset><legend>${words.extendPick}</legend>${rows}</fieldset>${button('plain', words.extend)}</div>`,
  )}</details>`;
}

/** A file from the person; a card while a notice waits for an answer, otherwise folded. */
export function evidenceForm(target: FormTarget, look: 'card' | 'folded', locale: Locale): Html {
  const words = pledgeWords[locale];
  const form = uploadForm(
    target,
    'evidence',
    html`<div class="form">${fileField('file', 'evidence-file', words.bringFile, EVIDENCE_TYPES)}${button('plain', words.bringSend)}<p class="caption center">${words.bringNote}</p></div>`,
  );
  return look === 'folded'
    ? html`<details class="fold"><summary class="btn">${words.bring}</summary>${form}</details>`
    : html`<section class="card"><h2>${words.bring}</h2>${form}</section>`;
}

/** What the person brought so far, each to be opened. */
export function broughtSection({ brought, shell }: PledgeView): Html {
  const { locale } = shell;
  const rows = brought.map(
    (one) =>
      html`<li class="consent-row"><a class="tap" href="${local(one.href)}">${say(one.what, locale)}</a><span class="row-side cap">${whenOf(one.at, momentOf(shell), locale)}</span></li>`,
  );
  return html`<section><div class="section-head"><h2>${pledgeWords[locale].brought}</h2></div><ul class="rows">${rows}</ul></section>`;
}

/** Put right: what it takes, then the button. */
export function repairForm(view: PledgeView, repair: NonNullable<PledgeView['actions']['repair']>): Html {
  const { locale } = view.shell;
  const words = pledgeWords[locale];
  const note = repair.amount === null ? words.repairNotePlain : words.repairNote(money(repair.amount, locale));
  return html`<section class="card stack-small"><p>${note}</p>${buttonForm(repair.target, 'repair', 'main', words.repair)}</section>`;
}

/** The person says that the shop did not do what it owes: in their own words, with a file if they have one. */
function noticeForm(notice: NonNullable<PledgeView['actions']['notice']>, locale: Locale): Html {
  const words = pledgeWords[locale];
  return html`<details class="fold"><summary class="btn">${words.notice(say(notice.claim, locale))}</summary>${uploadForm(
    notice.target,
    'notice',
    html`<div class="form">${wordsField('words', 'notice-words', words.noticeWords, 'required')}${fileField('file', 'notice-file', words.noticeFile, EVIDENCE_TYPES, 'optional')}${button('plain', words.noticeSend)}<p class="caption center">${words.noticeNote}</p></div>`,
  )}</details>`;
}

/** Calling it off, with what that costs; leaving early shows how the amount comes about. */
function cancelForm(view: PledgeView, target: FormTarget): Html {
  const { cancellation } = view.actions;
  const { locale } = view.shell;
  const words = pledgeWords[locale];
  const isLeaving = cancellation.kind === 'leaving';
  const working = isLeaving ? cancellation.working : [];
  return html`<div>${buttonForm(target, 'cancel', 'plain', isLeaving ? words.leave : words.cancel)}<p class="caption center">${cancellationWords(cancellation, view.shell)}</p>${
    working.length > 0 &&
    html`<details class="working"><summary class="tap link">${words.leaveHow}</summary><ol>${working.map(
      (line) =>
        html`<li class="note">${say(line.text, locale)}${line.source && html` <span class="caption">${say(line.source, locale)}</span>`}</li>`,
    )}</ol></details>`
  }</div>`;
}

/** Folded ways out that are not the first thing to do. */
export function quietForms(view: PledgeView): Html {
  const { locale } = view.shell;
  const words = pledgeWords[locale];
  const { confirm, cancel, extend, buyOut, notice, withdraw, release, askPerson } = view.actions;
  return html`${
    confirm &&
    html`<div>${buttonForm(confirm, 'confirm', 'plain', words.confirm)}<p class="caption center">${words.confirmNote}</p></div>`
  }${withdraw && buttonForm(withdraw, 'withdraw', 'plain', words.withdraw)}${notice && noticeForm(notice, locale)}${extend && extendForm(view, extend)}${
    buyOut &&
    html`<div>${buttonForm(buyOut.target, 'buy-out', 'plain', words.buyOut(money(buyOut.price, locale)))}<p class="caption center">${words.buyOutNote(money(buyOut.total, locale))}</p></div>`
  }${cancel && cancelForm(view, cancel)}${
    release &&
    html`<div>${buttonForm(release.target, 'release', 'plain', words.release)}<p class="caption center">${release.back === null ? words.releaseNote : words.releaseBack(money(release.back, locale))}</p></div>`
  }${askPerson && buttonForm(askPerson, 'ask-person', 'plain', commonWords[locale].askPerson)}`;
}
