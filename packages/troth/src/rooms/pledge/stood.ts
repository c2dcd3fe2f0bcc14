/**
 * When the clock of a pledge stood still, so that nothing is charged for that time. Kept as stretches and not as a sum: something may be
 * told later that happened before the clock stood.
 */
import { type Instant, instantFromIso, isoFromInstant, present } from '../../kernel/index.ts';

/** From when until when; in order, never touching. */
export type Stood = readonly (readonly [from: Instant, until: Instant])[];

/** With a further stretch, which begins no earlier than the last one ended. What adjoins is one stretch. */
export function withStood(stood: Stood, from: Instant, until: Instant): Stood {
  if (from === until) return stood;
  const last = stood.at(-1);
  if (last === undefined || last[1] < from) return [...stood, [from, until]];
  return [...stood.slice(0, -1), [last[0], until]];
}

/** How long it stood between two instants, in microseconds. */
export function stoodBetween(stood: Stood, from: Instant, until: Instant): bigint {
  return stood.reduce((sum, [stoppedAt, ranAt]) => {
    const [start, end] = [stoppedAt > from ? stoppedAt : from, ranAt < until ? ranAt : until];
    return end > start ? sum + (end - start) : sum;
  }, 0n);
}

/** As a row and a fact say it: `[["from","until"],…]`; null when it never stood. */
export function stoodToJson(stood: Stood): string | null {
  if (stood.length === 0) return null;
  return `[${stood.map(([from, until]) => `["${isoFromInstant(from)}","${isoFromInstant(until)}"]`).join(',')}]`;
}

export function stoodFromJson(text: string | null): Stood {
  const instant = (iso: string) => present(instantFromIso(iso), 'a_clock_stood_between_instants');
  return text === null
    ? []
    : (JSON.parse(text) as [string, string][]).map(([from, until]) => [instant(from), instant(until)]);
}
