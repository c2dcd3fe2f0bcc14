/** Small tables in the shape of the real one, for tests. */

export interface MadeRow {
  readonly patient?: string;
  readonly id?: string;
  readonly scheduled?: string;
  readonly day?: string;
  readonly age?: string;
  readonly noShow?: string;
}

export const MADE_HEADER =
  'PatientId,AppointmentID,Gender,ScheduledDay,AppointmentDay,Age,Neighbourhood,Scholarship,Hipertension,Diabetes,Alcoholism,Handcap,SMS_received,No-show';

/** A table of adults who keep their appointment of 2 May 2016, except where a row says otherwise. */
export function madeTable(rows: readonly MadeRow[]): Buffer {
  const lines = rows.map((row, index) => {
    const { patient = '11', id = String(100 + index), scheduled = '2016-04-29T18:38:08Z', day = '2016-05-02' } = row;
    return `${patient},${id},F,${scheduled},${day}T00:00:00Z,${row.age ?? '40'},CENTRO,1,1,1,1,1,1,${row.noShow ?? 'No'}`;
  });
  return Buffer.from([MADE_HEADER, ...lines, ''].join('\n'));
}
