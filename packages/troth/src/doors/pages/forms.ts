/** Forms: always POST, always to this server, always with the session's token and a key that makes sending twice harmless. */
import { html, local } from './html.ts';
import type { Hole, Html } from './html.ts';

/** Names of the hidden fields; whoever reads the forms imports them from here. */
export const FIELD_CSRF = 'csrf';
export const FIELD_KEY = 'idempotency_key';

/** Where a form goes. */
export interface FormTarget {
  readonly action: string;
  readonly csrf: string;
  readonly idempotencyKey: string;
  /** More hidden fields, in order: what exactly was shown when the person said yes. */
  readonly hidden: readonly (readonly [name: string, value: string])[];
}

export function hiddenFields(target: FormTarget): Html {
  return html`<input type="hidden" name="${FIELD_CSRF}" value="${target.csrf}"><input type="hidden" name="${FIELD_KEY}" value="${target.idempotencyKey}">${target.hidden.map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}`;
}

/** A form with its hidden fields. */
export function postForm(target: FormTarget, id: string, body: Hole): Html {
  return html`<form method="post" action="${local(target.action)}" id="${id}">${hiddenFields(target)}${body}</form>`;
}

/** The same for a form that carries a file. */
export function uploadForm(target: FormTarget, id: string, body: Hole): Html {
  return html`<form method="post" action="${local(target.action)}" id="${id}" enctype="multipart/form-data">${hiddenFields(target)}${body}</form>`;
}

/** Picks one file of these types; the browser shows its own words beside it. */
export function fileField(
  name: string,
  id: string,
  label: string,
  accept: readonly string[],
  need: 'required' | 'optional' = 'required',
): Html {
  const required = need === 'required' ? html` required` : null;
  return html`<div class="field"><label for="${id}">${label}</label><input type="file" id="${id}" name="${name}" accept="${accept.join(',')}"${required}></div>`;
}

export type ButtonLook = 'main' | 'plain';

/** A submit button at full height. */
export function button(look: ButtonLook, label: Hole): Html {
  return html`<button type="submit" class="btn btn-${look}">${label}</button>`;
}

/** A form that is only one button. */
export function buttonForm(target: FormTarget, id: string, look: ButtonLook, label: string): Html {
  return postForm(target, id, button(look, label));
}

/** A link that looks like a button. */
export function buttonLink(href: string, look: ButtonLook, label: string): Html {
  return html`<a class="btn btn-${look}" href="${local(href)}">${label}</a>`;
}

/** One choice of several, as a row that can be tapped. None is ever chosen beforehand. */
export function radioRow(name: string, value: string, label: Hole): Html {
  return html`<label class="choice"><input type="radio" name="${name}" value="${value}" required><span>${label}</span></label>`;
}

/** A text area with its label. */
export function wordsField(name: string, id: string, label: string, need: 'required' | 'optional'): Html {
  const required = need === 'required' ? html` required` : null;
  return html`<div class="field"><label for="${id}">${label}</label><textarea id="${id}" name="${name}" rows="3" maxlength="2000"${required}></textarea></div>`;
}
