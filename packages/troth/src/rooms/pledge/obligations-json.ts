/**
 * Obligations as a row and a fact say them: canonical JSON, one short list each. The text is put together directly: every value is a number, a
 * word of a closed list or an instant.
 */
import { type Instant, instantFromIso, isoFromInstant, present } from '../../kernel/index.ts';
import type { PledgeLine } from './order-lines.ts';
import type { Obligation } from './pledge.ts';

/** `[[seq,"type","owedBy","dueAt","graceUntil","state"],…]`, and where something is counted `…,asked or null,done,enjoyedMinor]`; with lines, `…,[["lineNo",priceMinor,1 if it came back],…]]`. */
export function obligationsToJson(obligations: readonly Obligation[]): string {
  return `[${obligations.map(one).join(',')}]`;
}

function one(owed: Obligation): string {
  const { seq, type, owedBy, dueAt, graceUntil, state } = owed;
  return `[${seq},"${type}","${owedBy}","${isoFromInstant(dueAt)}","${isoFromInstant(graceUntil)}","${state}"${countedOf(owed)}]`;
}

function countedOf({ asked, done, enjoyedMinor, lines }: Obligation): string {
  if (lines !== undefined) return `,${asked},${done},${enjoyedMinor},[${lines.map(lineToJson).join(',')}]`;
  return asked === null && done === 0 && enjoyedMinor === 0 ? '' : `,${asked},${done},${enjoyedMinor}`;
}

function lineToJson({ lineNo, priceMinor, isBack }: PledgeLine): string {
  return `[${JSON.stringify(lineNo)},${priceMinor},${isBack ? 1 : 0}]`;
}

type Stored = readonly [
  seq: number,
  type: Obligation['type'],
  owedBy: Obligation['owedBy'],
  dueAt: string,
  graceUntil: string,
  state: Obligation['state'],
  asked?: number | null,
  done?: number,
  enjoyedMinor?: number,
  lines?: readonly (readonly [lineNo: string, priceMinor: number, isBack: 0 | 1])[],
];

export function obligationsFromJson(text: string): readonly Obligation[] {
  return (JSON.parse(text) as Stored[]).map(
    ([seq, type, owedBy, dueAt, graceUntil, state, asked = null, done = 0, enjoyedMinor = 0, lines]) => ({
      ...{ seq, type, owedBy, dueAt: instant(dueAt), graceUntil: instant(graceUntil), state },
      ...{ asked, done, enjoyedMinor },
      ...(lines === undefined ? {} : { lines: lines.map(lineFromJson) }),
    }),
  );
}

function lineFromJson([lineNo, priceMinor, isBack]: readonly [string, number, 0 | 1]): PledgeLine {
  return { lineNo, priceMinor, isBack: isBack === 1 };
}

function instant(text: string): Instant {
  return present(instantFromIso(text), 'an_obligation_speaks_of_instants');
}
