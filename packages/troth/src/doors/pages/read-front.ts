/** The front page: shops of a test world with what they offer. In a live world nobody's list is published. */
import { type Id, idFromUuid } from '../../kernel/index.ts';
import { type BothTexts, depositMinor, type OfferTerms } from '../../rooms/offer/index.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import type { FrontView } from './front.ts';
import type { Text } from './format.ts';
import { deedOf } from './deeds.ts';
import { givesOf } from './read-terms.ts';
import type { Visit } from './visit.ts';
import { both, moneyText } from './words-facts.ts';

const SHOPS_MAX = 24;
const OFFERS_PER_SHOP_MAX = 6;

interface OfferRow {
  merchant_id: string;
  name: BothTexts;
  offer_id: string;
  terms: OfferTerms;
}

async function listOffers(context: SignInContext, worldId: number): Promise<OfferRow[]> {
  return context.installation.cold.within({ worldId }, async (client) => {
    const { rows } = await client.query<OfferRow>(
      `select m.merchant_id::text, m.name, o.offer_id::text, v.terms
       from (select * from merchants where world_id = $1 and state = 'active' order by merchant_id limit ${SHOPS_MAX}) m
       cross join lateral (select * from offers where merchant_id = m.merchant_id and state = 'live' order by offer_id limit ${OFFERS_PER_SHOP_MAX}) o
       join offer_versions v on v.offer_id = o.offer_id and v.version = o.version order by m.merchant_id, o.offer_id`,
      [worldId],
    );
    return rows;
  });
}

function noteOf(terms: OfferTerms): Text {
  const deposit = depositMinor(terms);
  if (deposit === 0) return both('不涉及押金', 'No deposit involved');
  const amount = moneyText(deposit, terms.currency);
  switch (givesOf(terms)) {
    case 'later':
      return both(`平常先付 ${amount.zh}`, `Ordinarily ${amount.en} first`);
    case 'discount':
      return both(`优惠最多 ${amount.zh}`, `Up to ${amount.en} in discounts`);
    default:
      return both(`平常押金 ${amount.zh}`, `Ordinary deposit ${amount.en}`);
  }
}

/** Where each order says its own amount, this world for trying things suggests the most it may be. */
function hrefOf(offerId: Id<'ofr'>, terms: OfferTerms): string {
  const caps = terms.obligations.flatMap((term) =>
    term.type === 'pay' && 'amount' in term && 'orderedUpToMinor' in term.amount ? [term.amount.orderedUpToMinor] : [],
  );
  return caps.length === 0 ? `/a/${offerId}` : `/a/${offerId}?amount=${Math.min(...caps)}`;
}

export async function readFront(context: SignInContext, visit: Visit): Promise<FrontView> {
  const { worldId, mode, locale } = visit.visitor;
  const rows = mode === 'live' ? [] : await listOffers(context, worldId);
  const shops = new Map<string, { name: string; note: null; offers: FrontView['shops'][number]['offers'][number][] }>();
  for (const row of rows) {
    const shop = shops.get(row.merchant_id) ?? { name: row.name[locale], note: null, offers: [] };
    const offerId: Id<'ofr'> = idFromUuid('ofr', row.offer_id);
    shop.offers.push({
      title: row.terms.title,
      note: noteOf(row.terms),
      href: hrefOf(offerId, row.terms),
      deed: deedOf(row.terms),
    });
    shops.set(row.merchant_id, shop);
  }
  return {
    shell: visit.shell(),
    shops: [...shops.values()],
    myWordHref: '/me',
    docsHref: '/docs',
    openApiHref: '/v1/openapi.json',
  };
}
