/** A committed fact as whoever follows sees it: enough for its leaf, its events, its offer's budget and its promisee's file. */
import type { Id, Instant } from '../../kernel/index.ts';
import type { FactKind, Reporter } from '../../rooms/conduct/index.ts';
import type { Context } from '../../rooms/offer/index.ts';

/** The name of the one cursor. */
export const CONSUMER = 'follow';

export interface FactToFollow {
  readonly writtenIn: string;
  readonly factId: Id<'fct'>;
  readonly merchantId: Id<'pty'>;
  readonly kind: FactKind;
  readonly context: Context | 'none';
  readonly reporter: Reporter;
  readonly effectiveAt: Instant;
  readonly recordedAt: Instant;
  /** The public halves of the leaf, base64. */
  readonly tag: string;
  readonly commitment: string;
  /** Of the pledge that was born or has ended; null for other facts. */
  readonly versionId: Id<'ofv'> | null;
  /** What a birth charges its loss budget with; 0 for other facts. */
  readonly expectedLossMinor: number;
  readonly wasAccepted: boolean;
  readonly isOwn: boolean;
  readonly isUndecided: boolean;
  /** Whether a dispute was decided against what the promisee had reported. */
  readonly isFalseReport: boolean;
}
