/**
 * Counts what the people of a run did, in the words of the published rates. Everybody who sets out counts for demand, only
 * visits that became a pledge for the other rates, each once its time is over within the run.
 */
import { DAY_US } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import type { MeasureId } from './parameter.ts';
import type { TownPerson } from './people.ts';
import type { TradeId } from './trades.ts';
import { wasInTime, wasOverdueBy } from './visit.ts';
import type { Visit } from './visit.ts';

/** `hits` out of `of`; a rate per person-year has hits that may exceed `of`. */
export interface Observation {
  hits: number;
  of: number;
}

export type Observed = ReadonlyMap<MeasureId, Observation>;

export interface Tally {
  /** Somebody set out, whatever came of it. */
  setOut(): void;
  /** A visit that was accepted as a pledge, counted as far as the run saw it through. */
  count(visit: Visit, trade: TradeId): void;
  observed(): Observed;
}

const NO_SHOW_OF: Partial<Record<TradeId, MeasureId>> = {
  restaurant: 'table_no_show',
  dentist: 'visit_no_show',
  clinic: 'clinic_no_show',
  guesthouse: 'room_no_show',
};

/** Starts counting a run that ends at `endsAt`; people are counted at once. */
export function tallyTown(people: readonly TownPerson[], days: number, endsAt: Instant): Tally {
  const counts = new Map<MeasureId, Observation>();
  const tables = new Map<string, Observation>();
  const add = (measure: MeasureId, isHit: boolean): void => {
    const count = counts.get(measure) ?? { hits: 0, of: 0 };
    counts.set(measure, { hits: count.hits + (isHit ? 1 : 0), of: count.of + 1 });
  };
  const conductOf = new Map(people.map((person) => [person.index, person.conduct]));
  for (const person of people) {
    add('share_keepers', person.conduct === 'keeper');
    add('share_strugglers', person.conduct === 'struggler');
    add('share_cheats', person.conduct === 'cheat');
    if (person.conduct === 'cheat') add('share_cheats_in_rings', person.ring !== null);
  }
  counts.set('visits_per_person_year', { hits: 0, of: (people.length * days) / 365 });
  const isOver = (visit: Visit, daysLater: number): boolean => visit.dueAt + BigInt(daysLater) * DAY_US <= endsAt;

  const setOut = (): void => {
    (counts.get('visits_per_person_year') as Observation).hits += 1;
  };
  const count = (visit: Visit, trade: TradeId): void => {
    const missed = NO_SHOW_OF[trade];
    if (missed !== undefined && isOver(visit, 0)) add(missed, visit.deed.kind === 'never');
    if (trade === 'guesthouse' && isOver(visit, 0)) add('room_cancelled', visit.deed.kind === 'cancelled');
    if (trade === 'restaurant' && isOver(visit, 0)) {
      const conduct = conductOf.get(visit.person) ?? '';
      const table = tables.get(conduct) ?? { hits: 0, of: 0 };
      tables.set(conduct, { hits: table.hits + (visit.deed.kind === 'never' ? 1 : 0), of: table.of + 1 });
    }
    if (trade === 'library') {
      if (isOver(visit, 0)) add('loan_overdue_at_due', !wasInTime(visit));
      if (isOver(visit, 56)) add('loan_overdue_8_weeks', wasOverdueBy(visit, 56n * DAY_US));
      if (isOver(visit, 365)) add('loan_overdue_1_year', wasOverdueBy(visit, 365n * DAY_US));
    }
    if ((trade === 'camera' || trade === 'umbrella') && isOver(visit, 14)) {
      add('hire_lost', visit.deed.kind === 'never');
      add('hire_late', visit.deed.kind === 'returned' && visit.deed.at > visit.dueAt);
    }
    if (trade === 'bicycle' && isOver(visit, 7)) add('bike_lost', visit.deed.kind === 'never');
  };

  const observed = (): Observed => {
    if (tables.size > 0) counts.set('table_missed_in_ten', missedInTen(people, tables));
    return counts;
  };
  return { setOut, count, observed };
}

/** Share of people who miss at least one of ten bookings, from the rate each conduct showed; weighted by headcount. */
function missedInTen(people: readonly TownPerson[], tables: ReadonlyMap<string, Observation>): Observation {
  let expected = 0;
  let bookings = 0;
  for (const person of people) {
    const table = tables.get(person.conduct);
    if (table !== undefined) expected += 1 - (1 - table.hits / table.of) ** 10;
  }
  for (const table of tables.values()) bookings += table.of;
  // Stated over the bookings it rests on, so that the report can say how sure it is.
  return { hits: people.length === 0 ? 0 : (expected / people.length) * bookings, of: bookings };
}
