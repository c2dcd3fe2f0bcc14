/** Lives a town through the public API, from its first midnight to its last, stop by stop of a test world's clock. */
import { DAY_US, HOUR_US } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import type { SimApi } from '../api-client.ts';
import type { Progress } from '../progress.ts';
import { makeAgenda } from './agenda.ts';
import { midnightOf } from './calendar.ts';
import type { Counts, Errand, Living, SettledTown } from './living.ts';
import { planTown } from './plan.ts';
import type { TownPlan } from './plan.ts';
import { liveStop } from './stop.ts';
import { tallyTown } from './tally.ts';
import type { Observed } from './tally.ts';
import type { Visit } from './visit.ts';

export interface TownResult {
  readonly counts: Readonly<Counts>;
  readonly refused: ReadonlyMap<string, number>;
  readonly observed: Observed;
}

/** Visits that set out at the same stop, together. */
function* byStop(plan: TownPlan): Iterable<readonly [Instant, readonly Visit[]]> {
  let group: Visit[] = [];
  for (const visit of planTown(plan)) {
    const at = group[0]?.at;
    if (at !== undefined && at !== visit.at) {
      yield [at, group];
      group = [];
    }
    group.push(visit);
  }
  if (group[0] !== undefined) yield [group[0].at, group];
}

/** Runs the whole plan. The world's clock must stand at or before the plan's first midnight. */
export async function runTown(api: SimApi, plan: TownPlan, town: SettledTown, progress: Progress): Promise<TownResult> {
  const startsAt = midnightOf(plan.startsAt);
  const endsAt = startsAt + BigInt(plan.days) * DAY_US;
  const counts: Counts = {
    visits: 0,
    pledges: 0,
    full: 0,
    partial: 0,
    ordinary: 0,
    walkedAway: 0,
    notices: 0,
    answers: 0,
    charges: 0,
    paid: 0,
    broken: 0,
  };
  const tally = tallyTown(plan.people, plan.days, endsAt);
  const living: Living = {
    api,
    plan,
    town,
    agenda: makeAgenda<Errand>(),
    tally,
    counts,
    known: new Set(),
    referenceOf: new Map(),
    refused: new Map(),
  };
  const stop = async (at: Instant, visits: readonly Visit[]): Promise<void> => {
    await api.advanceClock(at);
    await liveStop(living, visits, at);
    progress.show(Number((at - startsAt) / HOUR_US), `${counts.pledges} pledges`);
  };
  const errandsBefore = async (until: Instant): Promise<void> => {
    for (let next = living.agenda.nextAt(); next !== null && next < until; next = living.agenda.nextAt())
      await stop(next, []);
  };
  for (const [at, visits] of byStop(plan)) {
    await errandsBefore(at);
    counts.visits += visits.length;
    for (const _ of visits) tally.setOut();
    await stop(at, visits);
  }
  await errandsBefore(endsAt);
  await api.advanceClock(endsAt);
  progress.finish(`${counts.pledges} pledges out of ${counts.visits} visits`);
  return { counts, refused: living.refused, observed: tally.observed() };
}
