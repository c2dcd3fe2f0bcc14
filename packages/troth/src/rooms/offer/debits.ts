/** When a payment is reminded of and taken, as the offer publishes it: one debit, and the retries of that same debit. */
import { type Instant, MINUTE_US } from '../../kernel/index.ts';
import type { PayAmountTerms } from './terms.ts';

export interface DebitTimes {
  /** When the person is told that it is coming, the earliest first. */
  readonly remindAt: readonly Instant[];
  /** The due time, and the retries: whoever has paid is not asked again. */
  readonly debitAt: readonly Instant[];
}

/** The schedule of a payment that is due at `dueAt`; where the offer publishes none, it is taken once, when it is due. */
export function debitTimes({ debits }: Pick<PayAmountTerms, 'debits'>, dueAt: Instant): DebitTimes {
  const before = [...(debits?.remindMinutesBefore ?? [])].sort((a, b) => b - a);
  const after = debits?.retryMinutesAfter ?? [];
  return {
    remindAt: before.map((minutes) => dueAt - BigInt(minutes) * MINUTE_US),
    debitAt: [dueAt, ...after.map((minutes) => dueAt + BigInt(minutes) * MINUTE_US)],
  };
}
