/** What is to be sent in a world at an instant of its own, and when the next attempt is. */
import { type Instant, present } from '../../kernel/index.ts';
import { type Call, readInstant, type Row, type Statement } from '../../platform/db/index.ts';

export interface Attempts {
  /** Something is due. What is being sent counts only when it has been held for longer than any call takes. */
  readonly isDue: boolean;
  /** When the next attempt falls due after that instant; null when none does. What is being sent now has none. */
  readonly nextAt: Instant | null;
}

const FIND_ATTEMPTS: Statement = {
  name: 'find_attempts',
  text: `select exists (select 1 from webhook_deliveries where world_id = $1 and state = 'pending' and next_attempt_at <= $2),
      (select min(next_attempt_at) from webhook_deliveries
        where world_id = $1 and state = 'pending' and next_attempt_at > $2 and last_error is distinct from 'in_flight')`,
  types: ['int4', 'timestamptz'],
};

export function findAttempts(worldId: number, now: Instant): Call {
  return [FIND_ATTEMPTS, worldId, now];
}

export function attemptsFromRow(row: Row | undefined): Attempts {
  const [isDue, nextAt] = present(row, 'what_is_there_has_one_answer');
  return { isDue: isDue === 't', nextAt: nextAt == null ? null : readInstant(nextAt) };
}
