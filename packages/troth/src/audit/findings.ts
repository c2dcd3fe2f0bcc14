/** What an audit finds: how many things were compared for each check, and every one that is not as it must be. */
import type { CheckName } from './checks.ts';

export interface Violation {
  readonly check: CheckName;
  readonly world: string;
  readonly table: string;
  readonly key: string;
  readonly column: string;
  readonly expected: string;
  readonly found: string;
}

/** Where something stands: the table and the key of its row. */
export interface Place {
  readonly table: string;
  readonly key: string;
}

/** Beyond this many, violations of one check are counted and not kept. */
const KEPT_PER_CHECK = 50;

export class Findings {
  readonly counts = new Map<CheckName, { comparedCount: number; violationCount: number }>();
  readonly violations: Violation[] = [];
  world = '';

  /** Counts a comparison; when `holds` is false, keeps the violation. */
  expect(check: CheckName, holds: boolean, at: Place, column: string, expected: string, found: string | null): void {
    const count = this.#countOf(check);
    count.comparedCount += 1;
    if (holds) return;
    count.violationCount += 1;
    if (count.violationCount > KEPT_PER_CHECK) return;
    this.violations.push({ check, world: this.world, ...at, column, expected, found: found ?? 'null' });
  }

  /** The two must be the same text, or both null. */
  same(check: CheckName, at: Place, column: string, expected: string | null, found: string | null): void {
    this.expect(check, expected === found, at, column, expected ?? 'null', found);
  }

  /** Counts comparisons that were made elsewhere, in SQL. */
  compared(check: CheckName, count: number): void {
    this.#countOf(check).comparedCount += count;
  }

  get violationCount(): number {
    let sum = 0;
    for (const count of this.counts.values()) sum += count.violationCount;
    return sum;
  }

  #countOf(check: CheckName) {
    let count = this.counts.get(check);
    if (count === undefined) {
      count = { comparedCount: 0, violationCount: 0 };
      this.counts.set(check, count);
    }
    return count;
  }
}
