/**
 * Obligations as a row and a fact say them: canonical JSON, one short list each. They are written at every birth and move, twice, so the
 * text is put together directly and remembered for the list it was made from: every value is a number, a word of a closed list or an instant.
 */
import { type Instant, instantFromIso, isoFromInstant, present } from '../../kernel/index.ts';
import type { Obligation } from './pledge.ts';

const texts = new WeakMap<readonly Obligation[], string>();

/** `[[seq,"type","owedBy","dueAt","graceUntil","state"],…]`. */
export function obligationsToJson(obligations: readonly Obligation[]): string {
  let text = texts.get(obligations);
  if (text === undefined) {
    text = `[${obligations.map(one).join(',')}]`;
    texts.set(obligations, text);
  }
  return text;
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
