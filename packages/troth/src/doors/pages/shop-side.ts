/** The shop's side of a pledge, in a test world only: for whoever tries Troth alone. */
import { say } from './format.ts';
import type { Text } from './format.ts';
import { postForm } from './forms.ts';
import type { FormTarget } from './forms.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { pledgeWords } from './words-pledge.ts';
import type { Locale } from './words.ts';

export const SHOP_MOVES = [
  ...(['begin', 'report', 'take_back', 'bill', 'declare', 'fulfil', 'cancel', 'release'] as const),
  ...(['notice', 'answer', 'withdraw', 'break', 'collect'] as const),
] as const;
export type ShopMove = (typeof SHOP_MOVES)[number];

/** A plain field: an amount in whole and decimal units of the currency, or a whole number. */
export interface ShopField {
  readonly name: 'amount' | 'discount' | 'minutes' | 'claim';
  readonly kind: 'amount' | 'count';
  readonly label: Text;
  readonly need: 'required' | 'optional';
}

export interface ShopMoveView {
  readonly move: ShopMove;
  readonly label: Text;
  readonly fields: readonly ShopField[];
  /** One button for each, instead of one for the move. */
  readonly choices: readonly { readonly field: 'answer' | 'line'; readonly value: string; readonly label: Text }[];
}

/** What the shop may do now; field `move`. Each form has a key of its own. */
export interface ShopSideView {
  readonly target: () => FormTarget;
  readonly moves: readonly ShopMoveView[];
}

const small = (name: string, value: string, label: string): Html =>
  html`<button type="submit" class="btn btn-small" name="${name}" value="${value}">${label}</button>`;

function fieldOf(move: ShopMove, field: ShopField, locale: Locale): Html {
  const id = `shop-${move}-${field.name}`;
  const required = field.need === 'required' ? html` required` : null;
  const mode = field.kind === 'amount' ? 'decimal' : 'numeric';
  const pattern = field.kind === 'amount' ? '[0-9]+(\\.[0-9]+)?' : '[0-9]+';
  return html`<div class="field"><label for="${id}">${say(field.label, locale)}</label><input type="text" id="${id}" name="${field.name}" inputmode="${mode}" pattern="${pattern}" maxlength="16" autocomplete="off"${required}></div>`;
}

/** A move that says more than its name has a form of its own. */
function fullForm(view: ShopSideView, { move, label, fields, choices }: ShopMoveView, locale: Locale): Html {
  const target = view.target();
  const named = { ...target, hidden: [...target.hidden, ['move', move] as const] };
  const buttons =
    choices.length === 0
      ? small('send', move, say(label, locale))
      : choices.map((one) => small(one.field, one.value, say(one.label, locale)));
  return postForm(
    named,
    `shop-${move}`,
    html`<fieldset class="form shop-move"><legend>${say(label, locale)}</legend>${fields.map((field) => fieldOf(move, field, locale))}<div class="shop-steps">${buttons}</div></fieldset>`,
  );
}

export function shopSideSection(view: ShopSideView, locale: Locale): Html {
  const words = pledgeWords[locale];
  const isShort = ({ fields, choices }: ShopMoveView) => fields.length === 0 && choices.length === 0;
  const buttons = view.moves.filter(isShort).map((one) => small('move', one.move, say(one.label, locale)));
  const forms = view.moves.filter((one) => !isShort(one)).map((one) => fullForm(view, one, locale));
  return html`<details class="fold"><summary class="btn">${words.shopSide}</summary><div id="shop-side"><p class="note gap">${words.shopSideNote}</p>${
    buttons.length > 0 && postForm(view.target(), 'shop-plain', html`<div class="shop-steps">${buttons}</div>`)
  }${forms}</div></details>`;
}
