/**
 * The year of a town, in time order. How often somebody sets out is Poisson around their own appetite; when, follows the
 * weekday and the part of the day of each trade; what becomes of it is decided by `conduct.ts`.
 */
import { DAY_US } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import { chanceOf } from '../seeded-chance.ts';
import type { Chance } from '../seeded-chance.ts';
import { midnightOf, stopAt, weekdayOf } from './calendar.ts';
import { decideVisit } from './conduct.ts';
import { PARAMETERS } from './parameters.ts';
import type { TownPerson } from './people.ts';
import { TRADES } from './trades.ts';
import type { TownShop } from './shops.ts';
import type { DayPart, Trade, TradeId } from './trades.ts';
import type { Visit } from './visit.ts';

export interface TownPlan {
  readonly seed: number;
  readonly days: number;
  /** Any instant of the first day. */
  readonly startsAt: Instant;
  readonly people: readonly TownPerson[];
  readonly shops: readonly TownShop[];
}

type ShopsByTrade = ReadonlyMap<TradeId, readonly TownShop[]>;

/** Most visits go to the usual shop; a ring shares one. */
const USUAL_SHOP_SHARE = 0.6;

function chooseShop(
  chance: Chance,
  plan: TownPlan,
  person: TownPerson,
  trade: Trade,
  shops: ShopsByTrade,
): TownShop | null {
  const choices = shops.get(trade.id) ?? [];
  if (choices.length === 0) return null;
  const habit =
    person.ring === null
      ? chanceOf(plan.seed, 'usual', person.index, trade.id)
      : chanceOf(plan.seed, 'ring', person.ring, trade.id);
  const usual = choices[habit.whole(0, choices.length - 1)] as TownShop;
  return chance.happens(USUAL_SHOP_SHARE) ? usual : (choices[chance.whole(0, choices.length - 1)] as TownShop);
}

/** A day of the run, likelier on the trade's busy weekdays. */
function chooseDay(chance: Chance, plan: TownPlan, trade: Trade, firstMidnight: Instant): Instant {
  const busiest = Math.max(...trade.weekdays);
  for (;;) {
    const midnight = firstMidnight + BigInt(chance.whole(0, plan.days - 1)) * DAY_US;
    if (chance.happens((trade.weekdays[weekdayOf(midnight)] as number) / busiest)) return midnight;
  }
}

function visitsOf(
  plan: TownPlan,
  person: TownPerson,
  shops: ShopsByTrade,
  firstMidnight: Instant,
): Omit<Visit, 'ordinal'>[] {
  const chance = chanceOf(plan.seed, 'visits', person.index);
  const count = chance.poisson((PARAMETERS.demand.value * person.appetite * plan.days) / 365);
  const weights = TRADES.map((trade) => trade.perPersonYear);
  const visits: Omit<Visit, 'ordinal'>[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const trade = TRADES[chance.weighted(weights)] as Trade;
    const shop = chooseShop(chance, plan, person, trade, shops);
    const at = stopAt(chooseDay(chance, plan, trade, firstMidnight), chance.weighted(trade.dayParts) as DayPart);
    if (shop === null) continue;
    const script = decideVisit(chanceOf(plan.seed, 'visit', person.index, nth), person.conduct, trade, at);
    visits.push({ person: person.index, shop: shop.index, at, ...script });
  }
  return visits;
}

/** Every visit of the run, earliest first; people who set out at the same stop come in the order of their number. */
export function* planTown(plan: TownPlan): Iterable<Visit> {
  if (plan.days < 1) return;
  const firstMidnight = midnightOf(plan.startsAt);
  const shops = Map.groupBy(plan.shops, (shop) => shop.trade.id);
  const visits = plan.people.flatMap((person) => visitsOf(plan, person, shops, firstMidnight));
  visits.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : one.person - other.person));
  let ordinal = 0;
  for (const visit of visits) {
    yield { ordinal, ...visit };
    ordinal += 1;
  }
}
