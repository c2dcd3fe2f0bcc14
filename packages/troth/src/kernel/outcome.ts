/**
 * A "no" is a value. `Outcome` is either the value asked for or a refusal with the name of the rule that refused.
 */

/** A named no. `reason` comes from a closed union; `pointers` are JSON pointers to the fields concerned. */
export interface Refusal<R extends string> {
  readonly ok: false;
  readonly reason: R;
  readonly pointers?: readonly string[];
  readonly detail?: string;
}

export interface Success<T> {
  readonly ok: true;
  readonly value: T;
}

export type Outcome<T, R extends string> = Success<T> | Refusal<R>;

export function ok<T>(value: T): Success<T> {
  return { ok: true, value };
}

export function refuse<R extends string>(
  reason: R,
  more?: { pointers?: readonly string[]; detail?: string },
): Refusal<R> {
  return { ok: false, reason, ...more };
}
