// A guard, and how a list of them is written.
import path from 'node:path';

export interface Guard {
  /** What the guard says, in a few words. */
  readonly says: string;
  readonly file: string;
  /** Its exact text, which stands in the file once. */
  readonly guard: string;
  readonly instead: string;
  readonly test: string;
}

/** Where the sources are. */
export const S = 'packages/troth/src';
/** Guards of a folder with the test that proves them. */
export const of =
  (room: string, test: string) =>
  (says: string, file: string, guard: string, instead: string): Guard => ({
    says,
    file: path.join(S, room, file),
    guard,
    instead,
    test: path.join(S, test),
  });
