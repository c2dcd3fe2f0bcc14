import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '../../packages/troth/src/kernel/assert.ts';
import { isoFromInstant } from '../../packages/troth/src/kernel/clock.ts';
import { readAppointments, ROW_REFUSALS } from './appointment-rows.ts';
import type { ReadAppointments } from './appointment-rows.ts';
import { readCsv } from './csv.ts';
import { localDaysOf } from './local-days.ts';
import { madeTable } from './test-table.ts';
import type { MadeRow } from './test-table.ts';

const days = localDaysOf('America/Sao_Paulo');

function readBytes(bytes: Buffer): ReadAppointments | string {
  const table = readCsv(bytes);
  assert.ok(table.ok);
  const read = readAppointments(table.value, days);
  return read.ok ? read.value : read.reason;
}

function read(...rows: MadeRow[]): ReadAppointments {
  const outcome = readBytes(madeTable(rows));
  assert.ok(typeof outcome !== 'string');
  return outcome;
}

test('a row keeps its number, its person, when it was booked, its local day and whether it was kept', () => {
  const row = present(read({}).rows[0], 'row');
  assert.deepEqual([row.appointmentId, row.patientId, row.day.date, row.wasKept], ['100', '11', '2016-05-02', true]);
  assert.equal(isoFromInstant(row.scheduledAt), '2016-04-29T21:38:08Z');
  assert.equal(isoFromInstant(row.day.startsAt), '2016-05-02T03:00:00Z');
  assert.equal(present(read({ noShow: 'Yes' }).rows[0], 'row').wasKept, false);
});

test('nothing about the person leaves the reader: no age, sex, place, welfare, health or message', () => {
  const row = present(read({ age: '87' }).rows[0], 'row');
  assert.deepEqual(Object.keys(row).sort(), [
    'appointmentId',
    'day',
    'evidence',
    'patientId',
    'scheduledAt',
    'wasKept',
  ]);
  assert.deepEqual(Object.keys(JSON.parse(row.evidence) as object).sort(), [
    'appointmentDay',
    'appointmentId',
    'noShow',
    'scheduledDay',
  ]);
  assert.doesNotMatch(
    JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    /87|CENTRO/,
  );
});

test('everybody under 18 is left out, on the day of being 18 not', () => {
  const outcome = read({ age: '0' }, { age: '17' }, { age: '18' }, { age: '125' });
  assert.equal(outcome.refused.party_is_a_minor, 2);
  assert.equal(outcome.rows.length, 2);
});

test('each impossible row is refused by its own name', () => {
  const cases: [MadeRow, (typeof ROW_REFUSALS)[number]][] = [
    [{ age: '-1' }, 'age_is_impossible'],
    [{ age: '126' }, 'age_is_impossible'],
    [{ age: '' }, 'age_is_impossible'],
    [{ age: '4O' }, 'age_is_impossible'],
    [{ age: '18.5' }, 'age_is_impossible'],
    [{ age: '17' }, 'party_is_a_minor'],
    [{ patient: '' }, 'impossible_id'],
    [{ patient: '__proto__' }, 'impossible_id'],
    [{ id: 'a b' }, 'impossible_id'],
    [{ scheduled: '2016-02-30T10:00:00Z' }, 'impossible_time'],
    [{ scheduled: '2016-04-29 10:00:00' }, 'impossible_time'],
    [{ day: '2016-05-32' }, 'impossible_time'],
    [{ scheduled: '2016-05-03T00:00:00Z' }, 'appointment_before_scheduling'],
    [{ noShow: 'no' }, 'impossible_outcome'],
  ];
  for (const [row, reason] of cases) {
    const outcome = read(row);
    assert.equal(outcome.rows.length, 0, JSON.stringify(row));
    assert.equal(outcome.refused[reason], 1, JSON.stringify(row));
  }
  assert.deepEqual(new Set([...cases.map(([, reason]) => reason), 'duplicate_id']), new Set(ROW_REFUSALS));
});

test('an appointment of the same day may be booked up to its last second although its time says midnight', () => {
  assert.equal(read({ scheduled: '2016-05-02T23:59:59Z' }).rows.length, 1);
  assert.equal(read({ scheduled: '2016-05-03T00:00:00Z' }).rows.length, 0);
});

test('a number that appears twice counts once; a refused row does not use it up', () => {
  const outcome = read({ id: '7', age: '5' }, { id: '7' }, { id: '7', noShow: 'Yes' });
  assert.equal(outcome.refused.duplicate_id, 1);
  assert.deepEqual(
    outcome.rows.map((row) => row.wasKept),
    [true],
  );
});

test('rows come in the order in which they were booked, whatever the order of the table', () => {
  const outcome = read(
    { id: '3', scheduled: '2016-04-29T10:00:00Z' },
    { id: '2', scheduled: '2016-04-28T10:00:00Z' },
    { id: '1', scheduled: '2016-04-29T10:00:00Z' },
  );
  assert.deepEqual(
    outcome.rows.map((row) => row.appointmentId),
    ['2', '1', '3'],
  );
});

test('every column that describes a person is dropped and counted with its norm, age and the appointment are not', () => {
  const outcome = read({}, {}, { age: '5' });
  const norms = outcome.droppedCells.map(({ column, norm }) => `${column} ${norm}`);
  assert.deepEqual(norms, [
    'Gender only_what_is_needed',
    'Neighbourhood only_what_is_needed',
    'Scholarship only_what_is_needed',
    'Hipertension prohibited_data',
    'Diabetes prohibited_data',
    'Alcoholism prohibited_data',
    'Handcap prohibited_data',
    'SMS_received only_what_is_needed',
  ]);
  assert.ok(outcome.droppedCells.every(({ cells }) => cells === 3));
});

test('rows read are rows replayed plus rows refused', () => {
  const outcome = read({}, { age: '3' }, { age: '-1' }, { noShow: '' });
  const refused = Object.values(outcome.refused).reduce((sum, count) => sum + count, 0);
  assert.equal(outcome.rowsRead, outcome.rows.length + refused);
});

test('a table with other columns is refused as a whole', () => {
  assert.equal(readBytes(Buffer.from('PatientId,Age\n1,40\n')), 'columns_unknown');
  assert.equal(readBytes(Buffer.from(madeTable([{}]).toString().replace('Age', 'Years'))), 'columns_unknown');
});
