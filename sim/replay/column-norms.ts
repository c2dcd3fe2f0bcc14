/**
 * What the replay may not take in, and by which norm. The first six columns of the table describe an appointment; the rest
 * describe a person and are dropped before a row is made.
 */

export type ColumnNorm = 'prohibited-health' | 'no-residence' | 'no-welfare' | 'no-sex' | 'data-minimum';
export type RowNorm = 'minors' | 'plausible-rows';

/** Columns of the table that are dropped, in its order, each with the norm that forbids or does not need it. */
export const DROPPED_COLUMNS: readonly { readonly column: string; readonly norm: ColumnNorm }[] = [
  { column: 'Gender', norm: 'no-sex' },
  { column: 'Neighbourhood', norm: 'no-residence' },
  { column: 'Scholarship', norm: 'no-welfare' },
  { column: 'Hipertension', norm: 'prohibited-health' },
  { column: 'Diabetes', norm: 'prohibited-health' },
  { column: 'Alcoholism', norm: 'prohibited-health' },
  { column: 'Handcap', norm: 'prohibited-health' },
  { column: 'SMS_received', norm: 'data-minimum' },
];

/** The norm behind each reason for which a whole row is refused. */
export const REFUSAL_NORMS = {
  impossible_age: 'plausible-rows',
  minors: 'minors',
  impossible_id: 'plausible-rows',
  duplicate_id: 'plausible-rows',
  impossible_time: 'plausible-rows',
  appointment_before_scheduling: 'plausible-rows',
  impossible_outcome: 'plausible-rows',
} as const satisfies Record<string, RowNorm>;
