// The rules alone, in memory: no database, no HTTP. Everything this measure knows about Troth's rules is in this file.

export type LifecycleRules = {
  /**
   * Runs `count` whole lives (admission, offered, accepted, active, then kept, late or broken with charges, transfers
   * and folds) through the same pure functions as the journeys, and returns a checksum of what came out, so that no
   * compiler may leave the work out.
   */
  readonly run: (count: number, seed: number) => number;
  /** What one life consists of, for the report. */
  readonly about: string;
};

/** Null until the rules of every room are there. */
export const lifecycleRules: LifecycleRules | null = null;
