/** What a check says: how much it compared, and everything that is not equal. */

/** `up`: the server outlives its database, and the system comes back by itself. */
export type Law = 'up' | 'L1' | 'L2' | 'L3' | 'L4' | 'L5' | 'L6' | 'L7' | 'audit';

export interface Violation {
  readonly law: Law;
  readonly what: string;
  /** The kill before which it was answered; null when it is about no single answer. */
  readonly beforeKill: number | null;
}

/** Counts comparisons and keeps what differs. */
export class Findings {
  readonly violations: Violation[] = [];
  readonly compared = new Map<Law, number>();
  /** Which kill came after what is being compared now. */
  beforeKill: number | null = null;

  equal(law: Law, what: string, got: unknown, wanted: unknown): void {
    this.compared.set(law, (this.compared.get(law) ?? 0) + 1);
    const [a, b] = [asText(got), asText(wanted)];
    if (a !== b) this.#add(law, `${what}: is ${a}, should be ${b}`);
  }

  /** Two sets hold the same; each member that only one of them holds is a violation of its own. */
  sameSet(law: Law, what: string, got: Iterable<string>, wanted: Iterable<string>): void {
    const [a, b] = [new Set(got), new Set(wanted)];
    this.compared.set(law, (this.compared.get(law) ?? 0) + a.size + b.size);
    for (const one of a) if (!b.has(one)) this.#add(law, `${what}: ${one} should not be there`);
    for (const one of b) if (!a.has(one)) this.#add(law, `${what}: ${one} is missing`);
  }

  /** Takes over what another checker has counted and found. */
  takeOver(law: Law, comparedCount: number, violations: readonly string[]): void {
    this.compared.set(law, (this.compared.get(law) ?? 0) + comparedCount);
    for (const what of violations) this.#add(law, what);
  }

  #add(law: Law, what: string): void {
    this.violations.push({ law, what, beforeKill: this.beforeKill });
  }
}

/** Text in which equal values are equal: members in order, big numbers plain. */
function asText(value: unknown): string {
  if (value === undefined) return 'nothing';
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return part.toString();
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1)));
  });
}
