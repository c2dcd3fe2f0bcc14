/** `troth town`: a town of a world of its own, lived through the public API, and how well it fits what was published. */
import { isoFromInstant } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import type { SimApi } from '../api-client.ts';
import type { Progress } from '../progress.ts';
import type { SimGround } from '../sim-world.ts';
import { midnightOf } from './calendar.ts';
import { fitReport } from './fit-report.ts';
import { peopleOf } from './people.ts';
import type { TownPlan } from './plan.ts';
import { runTown } from './run-town.ts';
import type { TownResult } from './run-town.ts';
import { settleTown } from './settle-town.ts';
import { shopsOf } from './shops.ts';

export interface TownSize {
  readonly seed: number;
  readonly people: number;
  readonly shops: number;
  readonly days: number;
}

/** What `troth town` lives when it is not told otherwise. */
export const SMALL_TOWN: TownSize = { seed: 7, people: 60, shops: 8, days: 60 };

export function planOf({ seed, people, shops, days }: TownSize, startsAt: Instant): TownPlan {
  return { seed, days, startsAt: midnightOf(startsAt), people: peopleOf(seed, people), shops: shopsOf(seed, shops) };
}

/** Settles and lives a town in the world that the API speaks for; its clock must stand at or before the plan's start. */
export async function liveTown(api: SimApi, plan: TownPlan, progress: Progress): Promise<TownResult> {
  return runTown(api, plan, await settleTown(api, plan), progress);
}

/** What came of it, in lines. */
export function townLines({ counts, refused, observed }: TownResult): readonly string[] {
  const reasons = [...refused].map(([reason, times]) => `${times} ${reason}`);
  return [
    `visits ${counts.visits}: promised ${counts.pledges}, walked away ${counts.walkedAway}`,
    `deposit waived whole ${counts.full}, in part ${counts.partial}, ordinary terms ${counts.ordinary}`,
    `notices ${counts.notices}, answered ${counts.answers}; charges ${counts.charges}, paid ${counts.paid}`,
    ...(reasons.length === 0 ? [] : [`refused by the API: ${reasons.join(', ')}`]),
    '',
    ...fitReport(observed),
  ];
}

export interface TownOptions {
  readonly size: TownSize;
  readonly startsAt: Instant;
  readonly progressOf: (total: number) => Progress;
  readonly nowMs: () => number;
  readonly print: (line: string) => void;
}

/** Makes a world, lives the town in it, prints what came of it and how long it took. */
export async function townCommand(
  ground: SimGround,
  { size, startsAt, progressOf, nowMs, print }: TownOptions,
): Promise<void> {
  const plan = planOf(size, startsAt);
  const world = await ground.makeWorld(`town-${size.seed}-${size.people}x${size.days}`, plan.startsAt);
  const api = ground.openApi(world.operatorKey);
  print(
    `world ${world.name}: ${size.people} people, ${size.shops} shops, ${size.days} days from ${isoFromInstant(plan.startsAt)}`,
  );
  const startedMs = nowMs();
  const town = await settleTown(api, plan);
  const settledMs = nowMs();
  const result = await runTown(api, plan, town, progressOf(size.days * 24));
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  for (const line of townLines(result)) print(line);
  print(
    `settled in ${seconds(settledMs - startedMs)} s, lived in ${seconds(nowMs() - settledMs)} s, ${api.callCount()} calls`,
  );
}
