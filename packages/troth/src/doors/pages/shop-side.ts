/** The shop's side of a pledge, in a test world only: for whoever tries Troth alone. */
import { debtorOf, openMoves } from '../../rooms/pledge/index.ts';
import type { PledgeInFull } from '../api/person-file.ts';
import { say } from './format.ts';
import type { Text } from './format.ts';
import { postForm } from './forms.ts';
import type { FormTarget } from './forms.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { deedOf } from './read-terms.ts';
import { both } from './words-facts.ts';
import { pledgeWords } from './words-pledge.ts';
import type { Locale } from './words.ts';

export const SHOP_MOVES = ['begin', 'fulfil', 'cancel', 'notice', 'withdraw', 'break', 'collect'] as const;
export type ShopMove = (typeof SHOP_MOVES)[number];

/** What the shop may do now; field `move`. */
export interface ShopSideView {
  readonly target: FormTarget;
  readonly moves: readonly { readonly value: ShopMove; readonly label: Text }[];
}

const LABELS: Readonly<Record<ShopMove, Text>> = {
  begin: both('把东西交出去', 'Hand it over'),
  fulfil: both('确认还回来了', 'Confirm that it is back'),
  cancel: both('店家取消', 'Cancel, as the shop'),
  notice: both('通知：没有守约', 'Give notice: not kept'),
  withdraw: both('收回通知', 'Take the notice back'),
  break: both('坚持没有守约', 'Hold to it: not kept'),
  collect: both('确认费用已付', 'Confirm that it was paid'),
};

const WAS_THERE = both('确认到场了', 'Confirm that they came');

/** The moves of the table that can succeed at this moment, and taking what is owed. */
export function shopMoves(
  { pledge, terms, charges }: Pick<PledgeInFull, 'pledge' | 'terms' | 'charges'>,
  now: bigint,
): ShopSideView['moves'] {
  const isAttend = deedOf(terms) === 'attend';
  const mayGiveNotice = pledge.declaredAt !== null || (pledge.state === 'lapsed' && now > pledge.graceUntil);
  const owed = charges.some((charge) => charge.state === 'open')
    ? [{ value: 'collect' as const, label: LABELS.collect }]
    : [];
  const moves = openMoves('promisee', pledge.state, debtorOf(pledge)).flatMap((move) => {
    const value = SHOP_MOVES.find((one) => one === move);
    if (value === undefined || (value === 'notice' && !mayGiveNotice)) return [];
    if ((value === 'begin' && isAttend) || (value === 'fulfil' && !isAttend && pledge.state === 'accepted')) return [];
    return [{ value, label: value === 'fulfil' && isAttend ? WAS_THERE : LABELS[value] }];
  });
  return [...moves, ...owed];
}

export function shopSideSection(view: ShopSideView, locale: Locale): Html {
  const words = pledgeWords[locale];
  const buttons = view.moves.map(
    (move) =>
      html`<button type="submit" class="btn btn-small" name="move" value="${move.value}">${say(move.label, locale)}</button>`,
  );
  return html`<details class="fold"><summary class="btn">${words.shopSide}</summary>${postForm(
    view.target,
    'shop-side',
    html`<p class="note">${words.shopSideNote}</p><div class="steps">${buttons}</div>`,
  )}</details>`;
}
