/** What is to be done at which stop of the clock. Things planned for the same stop keep the order in which they were planned. */
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';

export interface Agenda<T> {
  plan(at: Instant, item: T): void;
  /** Everything planned for up to `at`, taken out, earliest first. */
  take(at: Instant): readonly T[];
  /** The earliest stop with something planned; null when nothing is. */
  nextAt(): Instant | null;
}

export function makeAgenda<T>(): Agenda<T> {
  const stops = new Map<Instant, T[]>();
  /** Instants of `stops`, sorted when asked for: stops come in nearly in order and are few. */
  const order: Instant[] = [];
  let isSorted = true;
  const sorted = (): Instant[] => {
    if (!isSorted) order.sort((one, other) => (one < other ? -1 : 1));
    isSorted = true;
    return order;
  };
  return {
    plan: (at, item) => {
      const items = stops.get(at);
      if (items !== undefined) {
        items.push(item);
        return;
      }
      stops.set(at, [item]);
      order.push(at);
      isSorted = false;
    },
    take: (at) => {
      const taken: T[] = [];
      const later = sorted().findIndex((stop) => stop > at);
      const due = order.splice(0, later < 0 ? order.length : later);
      for (const stop of due) {
        taken.push(...(stops.get(stop) as T[]));
        stops.delete(stop);
      }
      return taken;
    },
    nextAt: () => sorted()[0] ?? null,
  };
}
