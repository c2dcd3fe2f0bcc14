/**
 * What the replay may not take in, and by which norm. Six columns of the table describe an appointment; the rest describe a
 * person and are left out before a row is made. The rulebook says which and why; one more is simply of no use to a promise.
 */
import { findFields } from '../../packages/troth/src/rooms/rulebook/index.ts';
import type { NormId } from '../../packages/troth/src/rooms/rulebook/index.ts';

export interface DroppedColumn {
  readonly column: string;
  readonly norm: NormId;
}

/** Whether a message was sent says nothing about the promise. */
const OF_NO_USE: ReadonlySet<string> = new Set(['SMS_received']);

/** Columns that are left out, in the order of the table. Age is not among them: it is asked one question and forgotten. */
export function droppedColumns(header: readonly string[]): readonly DroppedColumn[] {
  const found = new Map(findFields(header).map((finding) => [finding.field, finding.norm]));
  return header.flatMap((column) => {
    const norm = found.get(column) ?? (OF_NO_USE.has(column) ? 'only_what_is_needed' : null);
    return norm === null ? [] : [{ column, norm }];
  });
}

/** The norm behind each reason for which a whole row is refused. A row that cannot be true is evidence of nothing. */
export const REFUSAL_NORMS = {
  age_is_impossible: 'minors_refused',
  party_is_a_minor: 'minors_refused',
  impossible_id: 'evidence_for_a_break',
  duplicate_id: 'evidence_for_a_break',
  impossible_time: 'evidence_for_a_break',
  appointment_before_scheduling: 'evidence_for_a_break',
  impossible_outcome: 'evidence_for_a_break',
} as const satisfies Record<string, NormId>;
