/** What is left to do in a world, in one look: facts that nobody has followed yet, and events that are to be sent. */
import { present } from '../../kernel/index.ts';
import { beginInWorld, ROLLBACK, type Statement } from '../../platform/db/index.ts';
import { type Attempts, attemptsFromRow, findAttempts } from '../webhooks/index.ts';
import type { FactPlace } from './follow-facts.ts';
import { CONSUMER } from './followed.ts';
import type { Installation } from './installation.ts';

const FIND_UNFOLLOWED: Statement = {
  name: 'find_unfollowed',
  text: `select f.written_in::text, f.fact_id::text
    from (select written_in, fact_id from facts where world_id = $1 order by written_in desc, fact_id desc limit 1) f
    where not exists (select 1 from cursors c
      where c.world_id = $1 and c.consumer = $2 and (c.written_in, c.fact_id) >= (f.written_in, f.fact_id))`,
  types: ['int4', 'text'],
};

export interface Outstanding {
  /** The last committed fact; null when the follower has been there. */
  readonly unfollowed: FactPlace | null;
  /** By the world's own time. */
  readonly attempts: Attempts;
}

/** One round trip, on the background's own connection. */
export async function findOutstanding({ exclusively, worlds }: Installation, worldId: number): Promise<Outstanding> {
  const [, , unfollowed, attempts] = await exclusively((connection) =>
    connection.run([
      ...beginInWorld(worldId),
      [FIND_UNFOLLOWED, worldId, CONSUMER],
      findAttempts(worldId, worlds.now(worldId)),
      ROLLBACK,
    ]),
  );
  const place = unfollowed?.rows[0];
  return {
    unfollowed:
      place === undefined
        ? null
        : {
            writtenIn: present(place[0], 'a_fact_has_its_transaction'),
            factId: present(place[1], 'a_fact_has_its_id'),
          },
    attempts: attemptsFromRow(attempts?.rows[0]),
  };
}
