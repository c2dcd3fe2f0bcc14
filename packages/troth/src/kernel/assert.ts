/**
 * Bugs, told apart from refusals and faults. An assertion names the rule that the program itself broke;
 * it crashes the request that met it, never the system, and it stays on in production.
 */

/** A rule of the program that did not hold. `rule` is a stable name, e.g. `transfer_must_sum_to_zero`. */
export class Bug extends Error {
  readonly rule: string;
  constructor(rule: string) {
    super(`bug: ${rule}`);
    this.name = 'Bug';
    this.rule = rule;
  }
}

/** Throws {@link Bug} unless `condition` holds. */
export function assert(condition: unknown, rule: string): asserts condition {
  if (!condition) throw new Bug(rule);
}

/** For the default branch of an exhaustive switch: does not compile while a case is missing. */
export function unreachable(value: never, rule: string): never {
  throw new Bug(`${rule}: ${String(value)}`);
}

/** The value, which the program knows to be there. */
export function present<T>(value: T | null | undefined, rule: string): T {
  if (value === null || value === undefined) throw new Bug(rule);
  return value;
}
