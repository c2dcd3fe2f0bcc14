/**
 * How well an estimate told apart what was missed from what was kept. Exact: ties count one half, nothing is binned. Repeated
 * draws give an interval; they draw people, not appointments, because one person's appointments resemble each other.
 */
import { chanceOf } from '../seeded-chance.ts';

/** One estimate held before its outcome was known. */
export interface Scored {
  readonly person: string;
  readonly estimate: number;
  readonly isMissed: boolean;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly draws: number;
}

interface Sorted {
  /** Index of the person of each row, rows in rising order of the estimate. */
  readonly person: Uint32Array;
  readonly isMissed: Uint8Array;
  /** 1 where a row's estimate is greater than that of the row before. */
  readonly opensTie: Uint8Array;
  readonly people: number;
}

function sortByEstimate(rows: readonly Scored[]): Sorted {
  const people = new Map<string, number>();
  for (const { person } of rows) if (!people.has(person)) people.set(person, people.size);
  const order = rows.toSorted((one, other) => one.estimate - other.estimate);
  return {
    person: Uint32Array.from(order, (row) => people.get(row.person) as number),
    isMissed: Uint8Array.from(order, (row) => (row.isMissed ? 1 : 0)),
    opensTie: Uint8Array.from(order, (row, index) =>
      index === 0 || row.estimate > (order[index - 1] as Scored).estimate ? 1 : 0,
    ),
    people: people.size,
  };
}

/** AUC with each person counted `weights[person]` times; null without both a missed and a kept row. */
function weightedAuc(sorted: Sorted, weights: Float64Array): number | null {
  let [missed, kept, tieMissed, tieKept, wins] = [0, 0, 0, 0, 0];
  for (let index = 0; index < sorted.person.length; index += 1) {
    if (sorted.opensTie[index] === 1) {
      wins += tieMissed * (kept + tieKept / 2);
      missed += tieMissed;
      kept += tieKept;
      tieMissed = 0;
      tieKept = 0;
    }
    const weight = weights[sorted.person[index] as number] as number;
    if (sorted.isMissed[index] === 1) tieMissed += weight;
    else tieKept += weight;
  }
  wins += tieMissed * (kept + tieKept / 2);
  missed += tieMissed;
  kept += tieKept;
  return missed === 0 || kept === 0 ? null : wins / (missed * kept);
}

/**
 * The chance that a missed appointment had the higher estimate of a missed and a kept one, ties counting half; null when one
 * of the two never happened.
 */
export function aucOf(rows: readonly Scored[]): number | null {
  const sorted = sortByEstimate(rows);
  return weightedAuc(sorted, new Float64Array(sorted.people).fill(1));
}

/** The middle 95 % of `draws` values of AUC, each over as many people drawn with replacement; null when it has no AUC. */
export function aucInterval(rows: readonly Scored[], draws: number, seed: number): Interval | null {
  const sorted = sortByEstimate(rows);
  const chance = chanceOf(seed, 'auc-interval');
  const values: number[] = [];
  for (let draw = 0; draw < draws; draw += 1) {
    const weights = new Float64Array(sorted.people);
    for (let nth = 0; nth < sorted.people; nth += 1) {
      const person = chance.whole(0, sorted.people - 1);
      weights[person] = (weights[person] as number) + 1;
    }
    const value = weightedAuc(sorted, weights);
    if (value !== null) values.push(value);
  }
  if (values.length === 0) return null;
  values.sort((one, other) => one - other);
  const at = (share: number): number => values[Math.round(share * (values.length - 1))] as number;
  return { low: at(0.025), high: at(0.975), draws: values.length };
}
