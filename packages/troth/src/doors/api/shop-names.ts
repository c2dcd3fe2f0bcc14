/** What shops are called. */
import type pg from 'pg';
import { type Id, idFromUuid, uuidOf } from '../../kernel/index.ts';
import type { BothTexts, OfferTerms } from '../../rooms/offer/index.ts';
import type { ApiContext } from './context.ts';

/** By their ids; whoever is no shop of this world is not in it. */
export async function readMerchantNames(
  client: pg.ClientBase,
  merchantIds: readonly Id<'pty'>[],
): Promise<ReadonlyMap<Id<'pty'>, BothTexts>> {
  const { rows } = await client.query<{ merchant_id: string; name: BothTexts }>(
    'select merchant_id::text, name from merchants where merchant_id = any($1::uuid[])',
    [[...new Set(merchantIds)].map(uuidOf)],
  );
  return new Map(rows.map((row) => [idFromUuid('pty', row.merchant_id), row.name]));
}

/** Asked for only where terms name partners, which few do. */
export async function readPartnerNames(
  context: ApiContext,
  worldId: number,
  terms: readonly OfferTerms[],
): Promise<ReadonlyMap<Id<'pty'>, BothTexts>> {
  const partners = terms.flatMap(({ programme }) => (programme?.partners ?? []) as readonly Id<'pty'>[]);
  if (partners.length === 0) return new Map();
  return context.installation.cold.within({ worldId }, (client) => readMerchantNames(client, partners));
}

/** Where else it can be used, and who bears the discounts given there; null where nowhere else. */
export function programmeBody({
  terms: { programme },
  partnerNames,
}: {
  readonly terms: OfferTerms;
  readonly partnerNames: ReadonlyMap<Id<'pty'>, BothTexts>;
}) {
  if (programme === undefined) return null;
  const shops = programme.partners.map((shop) => ({ shop, name: partnerNames.get(shop as Id<'pty'>) ?? null }));
  return { paidBy: programme.paidBy, shops };
}
