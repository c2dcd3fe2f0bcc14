/**
 * Reasons as they are kept, sealed, with their pledge: one short list each, the code and then its numbers in a fixed order. A code may
 * gain numbers at its end; none is ever taken away or moved, since what was decided stays readable.
 */
import { assert } from '../../kernel/index.ts';
import type { ReasonCode, WouldChange } from './admission.ts';

type KeptReason = Exclude<ReasonCode, WouldChange>;
type Fields = {
  readonly [C in KeptReason['code']]: readonly Exclude<keyof Extract<KeptReason, { code: C }>, 'code'>[];
};

const FIELDS: Fields = {
  decided: ['outcome', 'grantedMinor', 'depositMinor', 'currency'],
  nothing_to_waive: [],
  person_chose_ordinary: [],
  no_limit_in_currency: [],
  policy_could_not_be_evaluated: ['row'],
  row_holds: ['row', 'wantedMinor'],
  no_row_holds: ['rows'],
  limit_covers: ['limitMinor', 'openMinor', 'wantedMinor', 'coveredMinor'],
  budget_covers: ['wantedMinor', 'coveredMinor'],
  seen: ['unpaidMinor', 'openMinor', 'openPledgeCount', 'lossOfAllMinor'],
  seen_here: ['openHereCount'],
};

/** `[["decided","full",300000,0,"CNY"],…]`. What would change an answer is tried anew when somebody asks, and never kept. */
export function reasonsToJson(reasons: readonly ReasonCode[]): string {
  return JSON.stringify(
    reasons.map((reason) => {
      assert(reason.code !== 'would_change', 'only_what_was_decided_is_kept');
      const numbers = reason as unknown as Record<string, string | number>;
      return [reason.code, ...FIELDS[reason.code].map((field) => numbers[field])];
    }),
  );
}

export function reasonsFromJson(text: string): readonly ReasonCode[] {
  return (JSON.parse(text) as [KeptReason['code'], ...(string | number)[]][]).map(([code, ...numbers]) => {
    const fields: readonly string[] = FIELDS[code];
    return { code, ...Object.fromEntries(fields.map((field, i) => [field, numbers[i]])) } as ReasonCode;
  });
}
