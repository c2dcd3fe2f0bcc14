/** The most it can cost, before anything else is asked: one bar with what is paid on time, late and at the very most. */
import { assert } from '../../kernel/assert.ts';
import type { Money } from '../../kernel/money.ts';
import { bigMoney, money, say } from './format.ts';
import type { Text } from './format.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { acceptWords } from './words-accept.ts';
import type { Locale } from './words.ts';

/** What is promised: to bring something back, or to be there. */
export type Deed = 'return_item' | 'attend';

/** All costs in one currency. */
export interface CostView {
  readonly deed: Deed;
  /** Paid when everything goes well, and what for (`the rent`). */
  readonly onTime: Money;
  readonly onTimeWhat: Text | null;
  /** Returning: the cap of the late fee, on top. Attending: the fee for cancelling too late. */
  readonly late: { readonly amount: Money; readonly perDay: Money | null } | null;
  /** Not returned, or not there: the total of everything. */
  readonly lost: Money | null;
  /** The most it can ever come to. */
  readonly ceiling: Money;
}

type Part = 'on-time' | 'late' | 'lost';

function percent(part: number, whole: number): string {
  return `${Math.min(100, Math.max(0, Math.round((part / whole) * 10_000) / 100))}%`;
}

function bar(cost: CostView, sentence: string): Html {
  const most = cost.ceiling.amountMinor;
  const onTime = cost.onTime.amountMinor;
  const late = cost.late === null ? 0 : (cost.deed === 'return_item' ? onTime : 0) + cost.late.amount.amountMinor;
  return html`<svg class="cost-bar" width="100%" height="26" role="img" aria-label="${sentence}"><rect x="0" y="8" width="100%" height="10" rx="5" class="part-lost"/>${
    late > 0 && html`<rect x="0" y="8" width="${percent(late, most)}" height="10" rx="5" class="part-late"/>`
  }${onTime > 0 && html`<rect x="0" y="8" width="${percent(onTime, most)}" height="10" rx="5" class="part-on-time"/>`}<line x1="100%" x2="100%" y1="1" y2="25" class="ceiling"/></svg>`;
}

function row(part: Part, label: string, amount: string): Html {
  return html`<div class="cost-row"><dt><svg width="10" height="10" aria-hidden="true" focusable="false"><rect x="0.5" y="0.5" width="9" height="9" rx="2.5" class="part-${part} edged"/></svg>${label}</dt><dd>${amount}</dd></div>`;
}

function rows(cost: CostView, locale: Locale): readonly Html[] {
  const words = acceptWords[locale].cost[cost.deed];
  const out = [
    row(
      'on-time',
      words.onTime(cost.onTimeWhat === null ? '' : say(cost.onTimeWhat, locale)),
      money(cost.onTime, locale),
    ),
  ];
  if (cost.late !== null) {
    const amount = money(cost.late.amount, locale);
    const label = cost.late.perDay === null ? words.late : words.latePerDay(money(cost.late.perDay, locale));
    out.push(row('late', label, cost.deed === 'return_item' ? `+${amount}` : amount));
  }
  if (cost.lost !== null) out.push(row('lost', words.lost, money(cost.lost, locale)));
  return out;
}

/** The section of the accept page, and of a running pledge. */
export function costSection(cost: CostView, locale: Locale): Html {
  const words = acceptWords[locale];
  const all = [cost.onTime, cost.late?.amount, cost.late?.perDay, cost.lost].filter(
    (amount) => amount !== null && amount !== undefined,
  );
  assert(
    all.every((amount) => amount.currency === cost.ceiling.currency),
    'a_cost_is_in_one_currency',
  );
  assert(
    all.every((amount) => amount.amountMinor >= 0 && amount.amountMinor <= cost.ceiling.amountMinor),
    'nothing_costs_more_than_the_ceiling',
  );
  const headline = html`<div class="cost-head"><h2 class="label">${words.mostCost}</h2><span class="cost-most">${bigMoney(cost.ceiling, locale)}</span></div>`;
  if (cost.ceiling.amountMinor === 0)
    return html`<section class="cost" data-cost="ceiling">${headline}<p class="note">${words.mostCostNothing}</p></section>`;
  const sentence = words.barSentence(money(cost.onTime, locale), money(cost.ceiling, locale));
  return html`<section class="cost" data-cost="ceiling">${headline}${bar(cost, sentence)}<dl>${rows(cost, locale)}</dl></section>`;
}
