/** Lives the quarter beside the town: its steps fall on the town's own stops, so that one clock serves both. */
import type { ApiCaller } from '../../../packages/troth/src/cli/api-caller.ts';
import type { PersonThere, ShopThere, TwoSides } from '../../../packages/troth/src/cli/tour/two-sides.ts';
import { promise, settlePerson, settleShop } from '../../../packages/troth/src/cli/tour/two-sides.ts';
import { present } from '../../../packages/troth/src/kernel/assert.ts';
import type { Instant } from '../../../packages/troth/src/kernel/clock.ts';
import { READY_MADE_OFFERS } from '../../../packages/troth/src/rooms/offer/index.ts';
import type { SimApi } from '../../api-client.ts';
import type { Agenda } from '../agenda.ts';
import { makeAgenda } from '../agenda.ts';
import { NEIGHBOURS, QUARTER_SHOPS } from './quarter-shops.ts';
import type { QuarterShop } from './quarter-shops.ts';
import type { Scene } from './scene.ts';
import { instantOf } from './scene.ts';
import { SCENES_OF_MONEY } from './scenes-of-money.ts';
import { SCENES_OF_THINGS } from './scenes-of-things.ts';

export const SCENES: readonly Scene[] = [...SCENES_OF_THINGS, ...SCENES_OF_MONEY];

/** How far back the quarter reaches; the world's clock must stand before it. */
export const QUARTER_DAYS = Math.max(...SCENES.map(({ promisedOn: [daysAgo] }) => daysAgo)) + 1;

export interface SettledQuarter {
  readonly shops: ReadonlyMap<QuarterShop, ShopThere>;
  readonly people: readonly PersonThere[];
}

/** Enrols the neighbours and the shops with their offers. */
export async function settleQuarter(api: ApiCaller, operatorKey: string): Promise<SettledQuarter> {
  const people = await Promise.all(NEIGHBOURS.map((name) => settlePerson(api, operatorKey, name, 'zh')));
  const shops = await Promise.all(
    (Object.keys(QUARTER_SHOPS) as QuarterShop[]).map(
      async (id) => [id, await settleShop(api, operatorKey, QUARTER_SHOPS[id], READY_MADE_OFFERS[id])] as const,
    ),
  );
  return { people, shops: new Map(shops) };
}

/** What one pledge still has to live at one stop. */
type Life = () => Promise<void>;

/**
 * The town's own view of the API, with the quarter living at every stop that the clock passes: its steps up to there come first, each
 * at its own time. `today` is the midnight that the last day begins with.
 */
export function besideQuarter(town: SimApi, api: ApiCaller, quarter: SettledQuarter, today: Instant): SimApi {
  const agenda = planned(api, quarter, today);
  return {
    ...town,
    async advanceClock(to) {
      for (let at = agenda.nextAt(); at !== null && at <= to; at = agenda.nextAt()) {
        await town.advanceClock(at);
        await Promise.all(agenda.take(at).map((live) => live()));
      }
      await town.advanceClock(to);
    },
  };
}

/** Each scene's steps by stop. What one pledge does at one stop it does in order; different pledges have no order among them. */
function planned(api: ApiCaller, quarter: SettledQuarter, today: Instant): Agenda<Life> {
  const agenda = makeAgenda<Life>();
  for (const scene of SCENES) {
    let sides: TwoSides | null = null;
    const bornAt = instantOf(scene.promisedOn, today);
    const byStop = Map.groupBy(scene.steps, ([when]) => instantOf(when, today));
    const act = async (at: Instant): Promise<void> => {
      for (const [, said] of byStop.get(at) ?? []) await said(present(sides, 'a_promise_is_made_before_its_steps'));
    };
    agenda.plan(bornAt, async () => {
      const shop = present(quarter.shops.get(scene.shop), 'a_scene_is_at_a_shop_of_the_quarter');
      const person = present(quarter.people[scene.neighbour], 'a_scene_is_of_a_neighbour');
      sides = await promise(api, shop, person, scene.order?.(bornAt) ?? {}, scene.choice);
      await act(bornAt);
    });
    for (const at of byStop.keys()) if (at > bornAt) agenda.plan(at, () => act(at));
  }
  return agenda;
}
