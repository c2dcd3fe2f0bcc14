import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '../../packages/troth/src/kernel/assert.ts';
import { isoFromInstant } from '../../packages/troth/src/kernel/clock.ts';
import { readAppointments } from './appointment-rows.ts';
import type { AppointmentRow } from './appointment-rows.ts';
import { readCsv } from './csv.ts';
import { localDaysOf } from './local-days.ts';
import { madeTable } from './test-table.ts';
import type { MadeRow } from './test-table.ts';
import { brokenAtOf, replayEndsAt, timetableOf } from './timetable.ts';

const days = localDaysOf('America/Sao_Paulo');

function rowsOf(...rows: MadeRow[]): readonly AppointmentRow[] {
  const table = readCsv(madeTable(rows));
  assert.ok(table.ok);
  const read = readAppointments(table.value, days);
  assert.ok(read.ok);
  return read.value.rows;
}

test('a missed appointment is read at midnight, entered on its booking day, noticed the next morning and broken a day of silence later', () => {
  const rows = rowsOf({ noShow: 'Yes' });
  const timetable = timetableOf(rows, days);
  assert.deepEqual(
    timetable.map(({ day }) => day.date),
    ['2016-04-29', '2016-05-02', '2016-05-03'],
  );
  const [booking, appointment, morning] = timetable;
  assert.deepEqual([booking?.booked.length, booking?.appointments.length], [1, 0]);
  assert.deepEqual(
    [appointment?.appointments.length, appointment?.kept.length, appointment?.toNotice.length],
    [1, 0, 0],
  );
  assert.deepEqual([morning?.toNotice.length, isoFromInstant(morning?.morningAt ?? 0n)], [1, '2016-05-03T12:00:00Z']);
  assert.equal(isoFromInstant(brokenAtOf(present(rows[0], 'row'))), '2016-05-04T12:00:00Z');
  assert.equal(isoFromInstant(replayEndsAt(timetable) ?? 0n), '2016-05-05T12:00:00Z');
});

test('an appointment of the same day is entered before the day ends and read at its beginning', () => {
  const [only, ...rest] = timetableOf(rowsOf({ scheduled: '2016-05-02T18:00:00Z' }), days);
  assert.equal(rest.length, 0);
  assert.deepEqual([only?.booked.length, only?.appointments.length, only?.kept.length], [1, 1, 1]);
  assert.ok(only !== undefined && only.closesAt < only.day.endsAt && only.closesAt > only.booked[0]!.scheduledAt - 1n);
});

test('every row is booked, read, and then kept or noticed exactly once', () => {
  const rows = rowsOf(
    ...Array.from({ length: 60 }, (_, index) => ({
      scheduled: `2016-04-${String(10 + (index % 20)).padStart(2, '0')}T10:00:00Z`,
      day: `2016-05-${String(1 + (index % 30)).padStart(2, '0')}`,
      noShow: index % 3 === 0 ? 'Yes' : 'No',
    })),
  );
  const timetable = timetableOf(rows, days);
  const ids = (pick: (day: (typeof timetable)[number]) => readonly AppointmentRow[]): string[] =>
    timetable.flatMap((day) => pick(day).map((row) => row.appointmentId)).sort();
  const all = rows.map((row) => row.appointmentId).sort();
  assert.deepEqual(
    ids((day) => day.booked),
    all,
  );
  assert.deepEqual(
    ids((day) => day.appointments),
    all,
  );
  assert.deepEqual([...ids((day) => day.kept), ...ids((day) => day.toNotice)].sort(), all);
});

test('no rows, no days', () => {
  assert.deepEqual(timetableOf([], days), []);
  assert.equal(replayEndsAt([]), null);
});
