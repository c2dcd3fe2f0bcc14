/** What `npm start` fills a new sandbox with: half a year of a small town and, beside it, a quarter where every kind is alive; the same on every machine. */
import type { ApiCaller } from '../../packages/troth/src/cli/api-caller.ts';
import { apiCaller } from '../../packages/troth/src/cli/api-caller.ts';
import type { SandboxSeed } from '../../packages/troth/src/cli/sandbox-seed.ts';
import { assert } from '../../packages/troth/src/kernel/assert.ts';
import { DAY_US, SECOND_US } from '../../packages/troth/src/kernel/clock.ts';
import type { PersonDoor, ShopDoor } from '../api-client.ts';
import { openSimApi } from '../api-client.ts';
import { midnightOf } from './calendar.ts';
import { besideQuarter, QUARTER_DAYS, settleQuarter } from './quarter/live-quarter.ts';
import { runTown } from './run-town.ts';
import { settleTown } from './settle-town.ts';
import { planOf } from './town-command.ts';

/** Every trade has its shop; few enough people that somebody has been to many of them. */
const SANDBOX_TOWN = { seed: 7, people: 24, shops: 8, days: 180 };
const LANES = 32;
const UNSEEN = { show: () => undefined, finish: () => undefined };

export const townSeed: SandboxSeed = {
  // The town begins at the first midnight after the clock's start, and ends before now.
  days: SANDBOX_TOWN.days + 2,
  async fill({ url, operatorKey, startsAt }) {
    assert(SANDBOX_TOWN.days > QUARTER_DAYS, 'the_quarter_begins_after_the_town');
    const plan = planOf(SANDBOX_TOWN, startsAt + DAY_US);
    const now = startsAt + BigInt(townSeed.days) * DAY_US;
    const api = openSimApi(url, operatorKey, LANES);
    const caller = apiCaller(url);
    try {
      // The neighbours come first, so that whoever signs in finds them at the top of the list.
      const quarter = await settleQuarter(caller, operatorKey);
      await api.advanceClock(startsAt + SECOND_US);
      const town = await settleTown(api, plan);
      const both = besideQuarter(api, caller, quarter, midnightOf(now));
      await runTown(both, plan, town, UNSEEN);
      await both.advanceClock(now);
      await introduce(caller, town.people, town.shops);
    } finally {
      api.close();
    }
  },
};

/** The person who is known best consents to every shop, so that whoever tries the API can order anything for them at once. */
async function introduce(api: ApiCaller, people: readonly PersonDoor[], shops: readonly ShopDoor[]): Promise<void> {
  const files = await Promise.all(
    people.map(async (person) => {
      const read = (await api.get('/v1/me/score', person.session)) as {
        readonly restsOn: { readonly factMilli: number };
      };
      return { person, factMilli: read.restsOn.factMilli };
    }),
  );
  const best = files.reduce((a, b) => (b.factMilli > a.factMilli ? b : a));
  for (const { offerId, consentVersion } of shops) {
    const body = { offerId, textVersion: consentVersion };
    await api.post('/v1/me/consents', best.person.session, body, `introduce-${offerId}`);
  }
}
