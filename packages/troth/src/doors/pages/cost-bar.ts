/** The most it can cost, before anything else is asked: one bar with what is paid on time, late and at the very most. */
import { assert } from '../../kernel/assert.ts';
import type { Money } from '../../kernel/money.ts';
import { bigMoney, money, say } from './format.ts';
import type { Text } from './format.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { acceptWords } from './words-accept.ts';
import type { Locale } from './words.ts';

/** One way it can go, and what that costs. `on_top` of what is paid when all goes well; otherwise all in. */
export interface CostLine {
  readonly part: Part;
  readonly what: Text;
  readonly amount: Money;
  readonly counts: 'all_in' | 'on_top';
}

/** All costs in one currency. */
export interface CostView {
  /** In the order in which they are read; the first is when everything goes well. */
  readonly lines: readonly CostLine[];
  /** How far the two inner parts of the bar reach. */
  readonly onTime: Money;
  readonly late: Money | null;
  /** The most it can ever come to. */
  readonly ceiling: Money;
  /** By which rule something is taken back, and by which article no more than that. */
  readonly rules: readonly Text[];
}

type Part = 'on-time' | 'late' | 'lost';

function percent(part: number, whole: number): string {
  return `${Math.min(100, Math.max(0, Math.round((part / whole) * 10_000) / 100))}%`;
}

function bar(cost: CostView, sentence: string): Html {
  const most = cost.ceiling.amountMinor;
  const onTime = cost.onTime.amountMinor;
  const late = cost.late?.amountMinor ?? 0;
  return html`<svg class="cost-bar" width="100%" height="26" role="img" aria-label="${sentence}"><rect x="0" y="8" width="100%" height="10" rx="5" class="part-lost"/>${
    late > 0 && html`<rect x="0" y="8" width="${percent(late, most)}" height="10" rx="5" class="part-late"/>`
  }${onTime > 0 && html`<rect x="0" y="8" width="${percent(onTime, most)}" height="10" rx="5" class="part-on-time"/>`}<line x1="100%" x2="100%" y1="1" y2="25" class="ceiling"/></svg>`;
}

function row(part: Part, label: string, amount: string): Html {
  return html`<div class="cost-row"><dt><svg width="10" height="10" aria-hidden="true" focusable="false"><rect x="0.5" y="0.5" width="9" height="9" rx="2.5" class="part-${part} edged"/></svg>${label}</dt><dd>${amount}</dd></div>`;
}

function rows(cost: CostView, locale: Locale): readonly Html[] {
  return cost.lines.map(({ part, what, amount, counts }) =>
    row(part, say(what, locale), `${counts === 'on_top' ? '+' : ''}${money(amount, locale)}`),
  );
}

/** The section of the accept page, and of a running pledge. */
export function costSection(cost: CostView, locale: Locale): Html {
  const words = acceptWords[locale];
  const all = [cost.onTime, ...(cost.late === null ? [] : [cost.late]), ...cost.lines.map((line) => line.amount)];
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
  return html`<section class="cost" data-cost="ceiling">${headline}${bar(cost, sentence)}<dl>${rows(cost, locale)}</dl>${cost.rules.map((rule) => html`<p class="note">${say(rule, locale)}</p>`)}</section>`;
}
