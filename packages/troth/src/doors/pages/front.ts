/** The front page: what this is, in a sandbox the shops with their offers, the way to the documentation. */
import { say } from './format.ts';
import type { Text } from './format.ts';
import type { Deed } from './deeds.ts';
import { buttonLink } from './forms.ts';
import { html, local, named } from './html.ts';
import { icon } from './icons.ts';
import { page } from './shell.ts';
import type { Shell } from './shell.ts';
import { doorWords } from './words-doors.ts';

export interface FrontView {
  readonly shell: Shell;
  readonly shops: readonly {
    readonly name: string;
    readonly note: Text | null;
    readonly offers: readonly {
      readonly title: Text;
      readonly note: Text | null;
      readonly href: string;
      readonly deed: Deed;
    }[];
  }[];
  readonly myWordHref: string;
  readonly docsHref: string;
  readonly openApiHref: string;
}

/** The page as a string. */
export function renderFront(view: FrontView): string {
  const { locale } = view.shell;
  const words = doorWords[locale];
  const isTest = view.shell.world.kind === 'test';
  const shops = view.shops.map(
    (shop) =>
      html`<section class="card"><h3>${named(shop.name)}</h3>${shop.note && html`<p class="note">${say(shop.note, locale)}</p>`}<ul class="rows">${shop.offers.map(
        (offer) =>
          html`<li><a class="row" href="${local(offer.href)}">${icon(offer.deed === 'attend' || offer.deed === 'shop_attend' ? 'seat' : 'item')}<span class="row-main">${say(offer.title, locale)}${
            offer.note && html`<small>${say(offer.note, locale)}</small>`
          }</span>${icon('next')}</a></li>`,
      )}</ul></section>`,
  );
  const body = html`<div class="stack"><section class="form"><h1 class="hero">${words.frontTitle}</h1><p>${isTest ? words.frontWhat : words.frontWhatLive}</p>${buttonLink(view.myWordHref, 'plain', words.frontMe)}</section>${
    isTest &&
    html`<section class="form"><h2>${words.frontShops}</h2>${shops.length === 0 ? html`<p class="note">${words.frontShopsNone}</p>` : shops}</section>`
  }<section><div class="section-head"><h2>${words.frontDevelopers}</h2></div><ul class="rows"><li><a class="row two" href="${local(view.docsHref)}"><span class="row-main">${words.frontDocs}</span>${icon('next')}</a></li><li><a class="row two" href="${local(
    view.openApiHref,
  )}"><span class="row-main">${words.frontOpenApi}</span>${icon('next')}</a></li></ul></section></div>`;
  return page(view.shell, 'paper', words.frontShops, body, null);
}
