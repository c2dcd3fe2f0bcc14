/** The clock of a pledge under dispute, written down independently: what a stop and a resumption make of what a fact says of a pledge. */
import { instantFromIso, isoFromInstant } from '../kernel/index.ts';
import type { Detail, Named } from './dossier.ts';

export type After = NonNullable<Detail['after']>;

const us = (iso: unknown): bigint => instantFromIso(String(iso)) ?? 0n;

/** The same with its clock stopped at an instant. */
export function stoppedAt(before: After, iso: string): After {
  const { nextDueAt, ...rest } = before;
  return { ...rest, disputedAt: iso, ...(nextDueAt === undefined ? {} : { heldDueAt: nextDueAt }) };
}

/** The stretches in which it stood, with one more; a stretch that goes on where the last one ended is the same one. */
function stretched(before: unknown, from: string, until: string): readonly (readonly string[])[] {
  const known = (before ?? []) as readonly (readonly string[])[];
  const last = known.at(-1);
  return last?.[1] === from ? [...known.slice(0, -1), [String(last[0]), until]] : [...known, [from, until]];
}

/** The same with its clock running again: what lay ahead at the stop is moved by the time that it stood. */
export function runningAgain(before: After, iso: string): After {
  const { disputedAt, heldDueAt, ...rest } = before;
  if (disputedAt === undefined) return before;
  const stood = us(iso) - us(disputedAt);
  const moved = (deadline: unknown): string => isoFromInstant(us(deadline) + stood);
  const ahead = (deadline: unknown) => (us(deadline) < us(disputedAt) ? String(deadline) : moved(deadline));
  const times = ['dueAt', 'graceUntil', 'answerBy'].filter((name) => rest[name] !== undefined);
  const owed = (one: Named): Named =>
    ['met', 'met_late', 'missed', 'void'].includes(String(one[5]))
      ? one
      : [...one.slice(0, 3), ahead(one[3]), ahead(one[4]), ...one.slice(5)];
  return {
    ...rest,
    ...(stood > 0n ? { stood: stretched(before.stood, String(disputedAt), iso) } : {}),
    ...Object.fromEntries(times.map((name) => [name, ahead(rest[name])])),
    ...(heldDueAt === undefined ? {} : { nextDueAt: moved(heldDueAt) }),
    obligations: (before.obligations ?? []).map(owed),
  };
}
