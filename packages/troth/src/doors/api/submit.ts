/** Puts what was said into the next batch of its world, and wakes whoever follows facts when it was done. */
import { DAY_US, type Id, isoFromInstant, type Outcome, uuidOf } from '../../kernel/index.ts';
import { type MoveAnswer, type MoveCommand, type MoveRefusal, movePledges } from '../../journeys/move-pledge.ts';
import { type OpenAnswer, type OpenCommand, openPledges, type OpenRefusal } from '../../journeys/open-pledge.ts';
import { KEY_LIFE_DAYS } from '../../journeys/replay.ts';
import { type OrderedLine, type OrderTimes, totalOfLines } from '../../rooms/offer/index.ts';
import { type ApiContext, nowOf, readIso } from './context.ts';
import { withPointers } from './refusal-pointers.ts';

/** One order, of a merchant, a person or an import; the promisor's row is what it will lock. */
export async function submitOrder(
  context: ApiContext,
  worldId: number,
  command: OpenCommand,
): Promise<Outcome<OpenAnswer, OpenRefusal>> {
  const { installation } = context;
  const outcome = await installation.batcher.submit<OpenCommand, Outcome<OpenAnswer, OpenRefusal>>(
    `open ${worldId}`,
    (connection, commands) =>
      openPledges(connection, { worldId, now: nowOf(context, worldId) }, installation.tools, commands),
    command,
    command.promisorId,
  );
  if (outcome.ok) context.background.hint(worldId);
  return withPointers(outcome, command.order);
}

type TimelessMove = Omit<MoveCommand, 'at'>;

/** One move, at the world's now. Whose pledge it is the merchant's request does not say. */
export async function submitMove(
  context: ApiContext,
  worldId: number,
  command: TimelessMove,
): Promise<Outcome<MoveAnswer, MoveRefusal>> {
  const { installation } = context;
  const locks: Id<'pty'> | null = command.mover.by === 'promisor' ? command.mover.partyId : null;
  const outcome = await installation.batcher.submit<TimelessMove, Outcome<MoveAnswer, MoveRefusal>>(
    `move ${worldId}`,
    (connection, commands) => {
      const now = nowOf(context, worldId);
      const timed = commands.map((one) => ({ ...one, at: now }));
      return movePledges(connection, { worldId, now }, installation.tools, installation.catalog, timed);
    },
    command,
    locks,
  );
  if (outcome.ok) context.background.hint(worldId);
  return withPointers(outcome);
}

/** The times of an order as the body says them; null when `startsAt` is no instant. */
export function readTimes(body: {
  readonly startsAt?: string;
  readonly onLocalDate?: string;
  readonly amountMinor?: number;
  readonly lines?: readonly OrderedLine[];
}): OrderTimes | null {
  const startsAt = body.startsAt === undefined ? undefined : readIso(body.startsAt);
  if (startsAt === null) return null;
  const amountMinor = body.amountMinor ?? (body.lines === undefined ? undefined : totalOfLines(body.lines));
  return {
    ...(startsAt === undefined ? {} : { startsAt }),
    ...(body.onLocalDate === undefined ? {} : { onLocalDate: body.onLocalDate }),
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(body.lines === undefined ? {} : { lines: body.lines }),
  };
}

/** Whether an answer under this key is still remembered: then it is told again, whatever has become of the offer. */
export async function isRemembered(
  context: ApiContext,
  worldId: number,
  partyId: Id<'pty'>,
  keyHash: string,
): Promise<boolean> {
  const since = nowOf(context, worldId) - BigInt(KEY_LIFE_DAYS) * DAY_US;
  const { rowCount } = await context.installation.cold.within({ worldId }, (client) =>
    client.query('select 1 from idempotency where party_id = $1 and key_hash = $2 and recorded_at > $3', [
      uuidOf(partyId),
      keyHash,
      isoFromInstant(since),
    ]),
  );
  return rowCount === 1;
}
