/**
 * From the table of appointments to what may be replayed. Ages are read to leave out everybody under 18 and for nothing
 * else; they, and the columns that describe a person, do not leave this file.
 */
import { canonicalJson } from '../../packages/troth/src/kernel/canonical.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import { ok, refuse } from '../../packages/troth/src/kernel/outcome.ts';
import type { Outcome } from '../../packages/troth/src/kernel/outcome.ts';
import { checkAgeYears } from '../../packages/troth/src/rooms/rulebook/index.ts';
import { droppedColumns } from './column-norms.ts';
import type { DroppedColumn } from './column-norms.ts';
import type { CsvTable } from './csv.ts';
import type { LocalDay, LocalDays } from './local-days.ts';

export interface AppointmentRow {
  readonly appointmentId: string;
  /** The clinic's own number of the person. */
  readonly patientId: string;
  readonly scheduledAt: Instant;
  readonly day: LocalDay;
  readonly wasKept: boolean;
  /** What the clinic hands in as evidence of a missed appointment: the row without anything about the person. */
  readonly evidence: string;
}

/** Why a row is not replayed, in the order in which it is asked. */
export const ROW_REFUSALS = [
  'age_is_impossible',
  'party_is_a_minor',
  'impossible_id',
  'duplicate_id',
  'impossible_time',
  'appointment_before_scheduling',
  'impossible_outcome',
] as const;
export type RowRefusal = (typeof ROW_REFUSALS)[number];

export interface ReadAppointments {
  readonly rows: readonly AppointmentRow[];
  readonly rowsRead: number;
  readonly refused: Readonly<Record<RowRefusal, number>>;
  /** Cells left unread of each dropped column. */
  readonly droppedCells: readonly (DroppedColumn & { readonly cells: number })[];
}

const HEADER = [
  'PatientId',
  'AppointmentID',
  'Gender',
  'ScheduledDay',
  'AppointmentDay',
  'Age',
  'Neighbourhood',
  'Scholarship',
  'Hipertension',
  'Diabetes',
  'Alcoholism',
  'Handcap',
  'SMS_received',
  'No-show',
];
const COLUMN = { patientId: 0, appointmentId: 1, scheduledDay: 3, appointmentDay: 4, age: 5, noShow: 13 } as const;

const ID = /^[0-9A-Za-z][0-9A-Za-z._-]{0,39}$/;
const WHOLE = /^-?\d{1,4}$/;
/** The Z is the exporter's habit: the times are those on the clinic's wall. */
const TIMESTAMP = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})Z$/;

function readRow(cells: readonly string[], days: LocalDays, seen: Set<string>): Outcome<AppointmentRow, RowRefusal> {
  const cell = (column: keyof typeof COLUMN): string => cells[COLUMN[column]] as string;
  const age = checkAgeYears(WHOLE.test(cell('age')) ? Number(cell('age')) : -1);
  if (!age.ok) return refuse(age.reason);
  const [patientId, appointmentId] = [cell('patientId'), cell('appointmentId')];
  if (!ID.test(patientId) || !ID.test(appointmentId)) return refuse('impossible_id');
  if (seen.has(appointmentId)) return refuse('duplicate_id');
  const scheduled = TIMESTAMP.exec(cell('scheduledDay'));
  const appointed = TIMESTAMP.exec(cell('appointmentDay'));
  const scheduledAt = scheduled === null ? null : days.findTime(scheduled[1] as string, scheduled[2] as string);
  const day = appointed === null || appointed[2] !== '00:00:00' ? null : days.findDay(appointed[1] as string);
  if (scheduledAt === null || day === null) return refuse('impossible_time');
  // Same-day rows carry midnight as their appointment time: only an earlier day is impossible.
  if (scheduledAt >= day.endsAt) return refuse('appointment_before_scheduling');
  const noShow = cell('noShow');
  if (noShow !== 'Yes' && noShow !== 'No') return refuse('impossible_outcome');
  seen.add(appointmentId);
  const evidence = canonicalJson({
    appointmentDay: cell('appointmentDay'),
    appointmentId,
    noShow,
    scheduledDay: cell('scheduledDay'),
  });
  return ok({ appointmentId, patientId, scheduledAt, day, wasKept: noShow === 'No', evidence });
}

/** Reads the whole table; a table with other columns is refused as a whole. Rows come back in the order scheduled. */
export function readAppointments(table: CsvTable, days: LocalDays): Outcome<ReadAppointments, 'columns_unknown'> {
  if (table.header.length !== HEADER.length || table.header.some((name, index) => name !== HEADER[index])) {
    return refuse('columns_unknown', { detail: table.header.join() });
  }
  const seen = new Set<string>();
  const refused = Object.fromEntries(ROW_REFUSALS.map((reason) => [reason, 0])) as Record<RowRefusal, number>;
  const rows: AppointmentRow[] = [];
  for (const cells of table.rows) {
    const row = readRow(cells, days, seen);
    if (row.ok) rows.push(row.value);
    else refused[row.reason] += 1;
  }
  rows.sort((one, other) =>
    one.scheduledAt === other.scheduledAt
      ? one.appointmentId < other.appointmentId
        ? -1
        : 1
      : one.scheduledAt < other.scheduledAt
        ? -1
        : 1,
  );
  const droppedCells = droppedColumns(table.header).map((dropped) => ({ ...dropped, cells: table.rows.length }));
  return ok({ rows, rowsRead: table.rows.length, refused, droppedCells });
}
