/** The shape of a row of `parameters.ts`. */

/** What kind of conduct a simulated person has. It never leaves the simulator. */
export type Conduct = 'keeper' | 'struggler' | 'cheat';

/** What the town did that a published rate speaks about; counted in `tally.ts`. */
export type MeasureId =
  | 'share_keepers'
  | 'share_strugglers'
  | 'share_cheats'
  | 'share_cheats_in_rings'
  | 'table_no_show'
  | 'table_missed_in_ten'
  | 'visit_no_show'
  | 'clinic_no_show'
  | 'room_cancelled'
  | 'room_no_show'
  | 'loan_overdue_at_due'
  | 'loan_overdue_8_weeks'
  | 'loan_overdue_1_year'
  | 'hire_late'
  | 'hire_lost'
  | 'bike_lost'
  | 'visits_per_person_year';

export interface FitTarget {
  readonly measure: MeasureId;
  readonly target: number;
  /** Largest distance from the target that still counts as reproduced, in the target's own unit. */
  readonly tolerance: number;
}

export interface Parameter {
  readonly id: string;
  readonly value: number | readonly number[];
  readonly unit: string;
  /** Study and year in words, or why there is none. */
  readonly source: string;
  readonly fit: FitTarget | null;
}

/** One probability for each conduct, in the order keeper, struggler, cheat. */
export type Mix = readonly [number, number, number];
