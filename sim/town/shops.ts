/** Which shops stand in the town. */
import { chanceOf } from '../seeded-chance.ts';
import { TRADES } from './trades.ts';
import type { Trade, TradeId } from './trades.ts';

export interface TownShop {
  readonly index: number;
  readonly trade: Trade;
  readonly name: { readonly zh: string; readonly en: string };
}

/** The first eight shops are one of each trade; more are dealt out in proportion to demand. */
export function shopsOf(seed: number, count: number): readonly TownShop[] {
  const chance = chanceOf(seed, 'shops');
  const weights = TRADES.map((trade) => trade.perPersonYear);
  const seen = new Map<TradeId, number>();
  return Array.from({ length: count }, (_, index) => {
    const trade = TRADES[index < TRADES.length ? index : chance.weighted(weights)] as Trade;
    const nth = seen.get(trade.id) ?? 0;
    seen.set(trade.id, nth + 1);
    const base = trade.names[nth % trade.names.length] as { zh: string; en: string };
    const branch = Math.floor(nth / trade.names.length) + 1;
    const name = branch === 1 ? base : { zh: `${base.zh}${branch}号店`, en: `${base.en} No. ${branch}` };
    return { index, trade, name };
  });
}
