/** The chart of accounts as a page that an accountant can read, made from the declarations that the server books by. */
import {
  ACCOUNT_CLASSES,
  type Account,
  ACCOUNTS,
  CHART,
  EXAMPLE_CURRENCY,
  EXAMPLE_STEPS,
  exampleAccounts,
  ROUTE_WORDS,
  type Route,
  ROUTES,
} from '../../rooms/ledger/index.ts';
import { money, say } from './format.ts';
import { html, type Html } from './html.ts';
import { icon } from './icons.ts';
import { page, type Shell } from './shell.ts';
import type { Locale } from './words.ts';
import { bookWords } from './words-books.ts';

/** The page as a string. */
export function renderChart(shell: Shell): string {
  const { locale } = shell;
  const words = bookWords[locale];
  const accounts = (Object.keys(ACCOUNTS) as Account[]).map((account) => accountCard(account, locale));
  const routes = (Object.keys(ROUTES) as Route[]).map((route) => routeCard(route, locale));
  const body = html`<div class="stack"><section class="form"><h1>${words.chartTitle}</h1><p class="serif">${words.chartLead}</p><p class="note">${words.chartNote}</p></section><section class="form"><h2>${words.accounts}</h2>${accounts}</section><section class="form"><h2>${words.routes}</h2><p class="note">${words.routesNote}</p>${routes}</section>${example(locale)}<ul class="rows"><li><a class="row two" href="/books/coverage"><span class="row-main">${words.toCoverage}</span>${icon('next')}</a></li></ul></div>`;
  return page(shell, 'paper', words.chartTitle, body, null);
}

function accountCard(account: Account, locale: Locale): Html {
  const words = bookWords[locale];
  const { class: kind, name, meansZh } = CHART[account];
  const { side, means } = ACCOUNTS[account];
  return html`<section class="card"><h3 id="${account}">${say(name, locale)}</h3><p class="caption">${account} · ${say(ACCOUNT_CLASSES[kind], locale)} · ${words.grows[side]}</p><p class="note">${locale === 'zh' ? meansZh : means}</p></section>`;
}

function routeCard(route: Route, locale: Locale): Html {
  const words = bookWords[locale];
  const { debit, credit } = ROUTES[route];
  return html`<section class="card"><h3>${route}</h3><dl class="facts-list"><dt>${words.debit}</dt><dd>${say(CHART[debit].name, locale)}</dd><dt>${words.credit}</dt><dd>${say(CHART[credit].name, locale)}</dd></dl><p class="note gap">${say(ROUTE_WORDS[route], locale)}</p></section>`;
}

function example(locale: Locale): Html {
  const words = bookWords[locale];
  const steps = EXAMPLE_STEPS.map(
    (step, i) =>
      html`<li class="cost-row"><span>${i + 1}. ${say(step, locale)}</span><span>${amount(step.amountMinor, locale)}</span></li>`,
  );
  const entry = (side: string, [stepNo, minor]: readonly [number, number]) =>
    html`<div class="cost-row"><dt>${side} (${stepNo})</dt><dd>${amount(minor, locale)}</dd></div>`;
  const accounts = exampleAccounts().map(
    ({ account, debits, credits, balanceMinor }) =>
      html`<section class="card"><h3>${say(CHART[account].name, locale)}</h3><dl>${debits.map((one) => entry(words.debit, one))}${credits.map((one) => entry(words.credit, one))}<div class="cost-row"><dt>${words.balance}</dt><dd>${amount(balanceMinor, locale)}</dd></div></dl></section>`,
  );
  return html`<section class="form"><h2>${words.example}</h2><ol>${steps}</ol>${accounts}<p class="note">${words.end}</p></section>`;
}

function amount(amountMinor: number, locale: Locale): string {
  return money({ amountMinor, currency: EXAMPLE_CURRENCY }, locale);
}
