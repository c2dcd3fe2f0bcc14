/**
 * Obligations as a row and a fact say them: canonical JSON, one short list each. The text is put together directly: every value is a number, a
 * word of a closed list or an instant.
 */
import { type Instant, instantFromIso, isoFromInstant, present } from '../../kernel/index.ts';
import type { Obligation } from './pledge.ts';

/** `[[seq,"type","owedBy","dueAt","graceUntil","state"],…]`. */
export function obligationsToJson(obligations: readonly Obligation[]): string {
  return `[${obligations.map(one).join(',')}]`;
}

function one({ seq, type, owedBy, dueAt, graceUntil, state }: Obligation): string {
  return `[${seq},"${type}","${owedBy}","${isoFromInstant(dueAt)}","${isoFromInstant(graceUntil)}","${state}"]`;
}

type Stored = readonly [number, Obligation['type'], Obligation['owedBy'], string, string, Obligation['state']];

export function obligationsFromJson(text: string): readonly Obligation[] {
  return (JSON.parse(text) as Stored[]).map(([seq, type, owedBy, dueAt, graceUntil, state]) => ({
    seq,
    type,
    owedBy,
    dueAt: instant(dueAt),
    graceUntil: instant(graceUntil),
    state,
  }));
}

function instant(text: string): Instant {
  return present(instantFromIso(text), 'an_obligation_speaks_of_instants');
}
