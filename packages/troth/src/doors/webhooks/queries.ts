/** SQL of deliveries: claim, record. Every call runs inside a transaction that has said which world it is in. */
import type pg from 'pg';
import { idFromUuid, isoFromInstant, uuidOf, type Id, type Instant } from '../../kernel/index.ts';
import type { DeliveryFailure } from './verdict.ts';

export interface ClaimedDelivery {
  readonly deliveryId: Id<'whd'>;
  readonly merchantId: Id<'pty'>;
  readonly endpointId: Id<'whe'>;
  readonly eventId: Id<'fct'>;
  readonly attemptCount: number;
  readonly url: string;
  readonly secretSealed: Buffer;
  readonly previousSecretSealed: Buffer | null;
  readonly endpointState: 'enabled' | 'disabled';
}

interface ClaimedRow {
  delivery_id: string;
  merchant_id: string;
  endpoint_id: string;
  event_id: string;
  attempt_count: number;
  url: string;
  secret_sealed: Buffer;
  previous_secret_sealed: Buffer | null;
  endpoint_state: 'enabled' | 'disabled';
}

/**
 * Takes due deliveries, oldest first, and holds them until `heldUntil`: another process passes over them, and a process that dies
 * gives them back by time. No connection is kept while the calls are made.
 */
export async function claimDeliveries(
  client: pg.ClientBase,
  worldId: number,
  claim: {
    readonly now: Instant;
    readonly heldUntil: Instant;
    readonly exceptEndpoints: readonly Id<'whe'>[];
    readonly countMax: number;
  },
): Promise<ClaimedDelivery[]> {
  const { rows } = await client.query<ClaimedRow>(
    `with due as (
       select delivery_id, merchant_id from webhook_deliveries
       where world_id = $1 and state = 'pending' and next_attempt_at <= $2 and endpoint_id <> all ($3::uuid[])
       order by next_attempt_at limit $4 for update skip locked
     )
     update webhook_deliveries d set next_attempt_at = $5, last_error = 'in_flight'
     from due, webhook_endpoints e
     where d.delivery_id = due.delivery_id and d.merchant_id = due.merchant_id and e.endpoint_id = d.endpoint_id
     returning d.delivery_id::text, d.merchant_id::text, d.endpoint_id::text, d.event_id::text, d.attempt_count,
       e.url, e.secret_sealed, e.previous_secret_sealed, e.state as endpoint_state`,
    [
      worldId,
      isoFromInstant(claim.now),
      claim.exceptEndpoints.map(uuidOf),
      claim.countMax,
      isoFromInstant(claim.heldUntil),
    ],
  );
  return rows
    .map((row) => ({
      deliveryId: idFromUuid('whd', row.delivery_id),
      merchantId: idFromUuid('pty', row.merchant_id),
      endpointId: idFromUuid('whe', row.endpoint_id),
      eventId: idFromUuid('fct', row.event_id),
      attemptCount: row.attempt_count,
      url: row.url,
      secretSealed: row.secret_sealed,
      previousSecretSealed: row.previous_secret_sealed,
      endpointState: row.endpoint_state,
    }))
    .sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
}

/** At start: what a process that died was sending is due again at once. A test world's clock would not free it by itself. */
export async function releaseHeld(client: pg.ClientBase, worldId: number, now: Instant): Promise<number> {
  const released = await client.query(
    `update webhook_deliveries set next_attempt_at = least(next_attempt_at, $2), last_error = null
     where world_id = $1 and state = 'pending' and last_error = 'in_flight'`,
    [worldId, isoFromInstant(now)],
  );
  return released.rowCount ?? 0;
}

/** A success is recorded even when another attempt was faster to fail: it did arrive. */
export async function recordDelivered(
  client: pg.ClientBase,
  delivery: ClaimedDelivery,
  at: Instant,
  status: number,
): Promise<void> {
  await client.query(
    `update webhook_deliveries set state = 'delivered', delivered_at = $3, next_attempt_at = null, attempt_count = $4, last_status = $5, last_error = null
     where delivery_id = $1 and merchant_id = $2 and state <> 'delivered'`,
    [uuidOf(delivery.deliveryId), uuidOf(delivery.merchantId), isoFromInstant(at), delivery.attemptCount + 1, status],
  );
}

export interface FailedAttempt {
  readonly status: number | null;
  readonly failure: DeliveryFailure;
  /** Null when there is no next attempt: the delivery is dead, with its reason, until somebody sends it again. */
  readonly nextAttemptAt: Instant | null;
  /** Nothing was sent, so no attempt is counted. */
  readonly counts: 'as_attempt' | 'not_as_attempt';
}

/** Records a failure of the attempt that was claimed, and of no other: a late loser changes nothing. */
export async function recordFailed(
  client: pg.ClientBase,
  delivery: ClaimedDelivery,
  failed: FailedAttempt,
): Promise<void> {
  await client.query(
    `update webhook_deliveries set state = $3, next_attempt_at = $4, attempt_count = $5, last_status = $6, last_error = $7
     where delivery_id = $1 and merchant_id = $2 and state = 'pending' and attempt_count = $8`,
    [
      uuidOf(delivery.deliveryId),
      uuidOf(delivery.merchantId),
      failed.nextAttemptAt === null ? 'dead' : 'pending',
      failed.nextAttemptAt === null ? null : isoFromInstant(failed.nextAttemptAt),
      delivery.attemptCount + (failed.counts === 'as_attempt' ? 1 : 0),
      failed.status,
      failed.failure,
      delivery.attemptCount,
    ],
  );
}

/** The receiver answered 410: the endpoint is switched off, and whatever waited for it is dead with that reason. */
export async function recordGone(client: pg.ClientBase, delivery: ClaimedDelivery): Promise<void> {
  await recordFailed(client, delivery, {
    status: 410,
    failure: 'endpoint_gone',
    nextAttemptAt: null,
    counts: 'as_attempt',
  });
  const endpoint = [uuidOf(delivery.endpointId), uuidOf(delivery.merchantId)];
  await client.query(
    `update webhook_endpoints set state = 'disabled', disabled_reason = 'endpoint_gone' where endpoint_id = $1 and merchant_id = $2 and state = 'enabled'`,
    endpoint,
  );
  await client.query(
    `update webhook_deliveries set state = 'dead', next_attempt_at = null, last_error = 'endpoint_gone'
     where endpoint_id = $1 and merchant_id = $2 and state = 'pending'`,
    endpoint,
  );
}
