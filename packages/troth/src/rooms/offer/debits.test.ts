import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE_US } from '../../kernel/index.ts';
import { debitTimes } from './debits.ts';

const DUE = 1_000_000n * MINUTE_US;
const minutes = (times: readonly bigint[]) => times.map((at) => Number((at - DUE) / MINUTE_US));

for (const [says, debits, remind, debit] of [
  ['without a schedule it is taken once, when it is due', undefined, [], [0]],
  ['an empty schedule is one debit and no reminder', {}, [], [0]],
  ['retries follow the due time', { retryMinutesAfter: [60, 1440] }, [], [0, 60, 1440]],
  ['reminders come before it, the earliest first', { remindMinutesBefore: [60, 1440] }, [-1440, -60], [0]],
] as const) {
  test(says, () => {
    const times = debitTimes(debits === undefined ? {} : { debits: JSON.parse(JSON.stringify(debits)) }, DUE);
    assert.deepEqual([minutes(times.remindAt), minutes(times.debitAt)], [remind, debit]);
  });
}
