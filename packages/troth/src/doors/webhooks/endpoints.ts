/** Endpoints of a merchant: where events go, which ones, and the deliveries that can be sent again. */
import type pg from 'pg';
import {
  idFromUuid,
  isoFromInstant,
  ok,
  refuse,
  uuidOf,
  type Id,
  type Instant,
  type Outcome,
} from '../../kernel/index.ts';
import { checkEndpointUrl, type EgressReach } from '../../platform/egress/index.ts';
import { EVENT_TYPES, isEventType, type EventType } from './events.ts';
import type { EndpointRefusal } from './refusals.ts';

export interface Endpoint {
  readonly endpointId: Id<'whe'>;
  readonly merchantId: Id<'pty'>;
  readonly url: string;
  readonly events: readonly EventType[];
  readonly state: 'enabled' | 'disabled';
  readonly disabledReason: string | null;
  /** While a secret is being rotated, messages are signed by the new and the old one. */
  readonly signedBy: 'one_secret' | 'two_secrets';
  readonly createdAt: Instant;
}

export interface Delivery {
  readonly deliveryId: Id<'whd'>;
  readonly eventId: Id<'fct'>;
  readonly eventType: string;
  readonly effectiveAt: Instant;
  readonly state: 'pending' | 'delivered' | 'dead';
  readonly attemptCount: number;
  readonly nextAttemptAt: Instant | null;
  readonly lastStatus: number | null;
  readonly lastError: string | null;
  readonly deliveredAt: Instant | null;
}

/** Whether an endpoint may be registered as asked. Addresses behind the name are checked at every call. */
export function checkEndpoint(
  asked: { readonly url: string; readonly events: readonly string[] },
  reach: EgressReach,
): Outcome<{ readonly url: string; readonly events: readonly EventType[] }, EndpointRefusal> {
  const url = checkEndpointUrl(asked.url, reach);
  if (!url.ok)
    return refuse(url.reason, { pointers: ['/url'], ...(url.detail === undefined ? {} : { detail: url.detail }) });
  if (asked.events.length === 0) return refuse('events_are_empty', { pointers: ['/events'] });
  if (asked.events.length > EVENT_TYPES.length) return refuse('events_too_many', { pointers: ['/events'] });
  const events: EventType[] = [];
  for (const [index, name] of asked.events.entries()) {
    if (!isEventType(name)) return refuse('event_unknown', { pointers: [`/events/${index}`] });
    if (events.includes(name)) return refuse('event_named_twice', { pointers: [`/events/${index}`] });
    events.push(name);
  }
  return ok({ url: url.value.href, events });
}

export interface NewEndpoint {
  readonly endpointId: Id<'whe'>;
  readonly merchantId: Id<'pty'>;
  readonly url: string;
  readonly events: readonly EventType[];
  readonly secretSealed: Buffer;
  readonly createdAt: Instant;
}

export async function insertEndpoint(client: pg.ClientBase, worldId: number, endpoint: NewEndpoint): Promise<void> {
  await client.query(
    `insert into webhook_endpoints (world_id, endpoint_id, merchant_id, url, events, secret_sealed, state, created_at)
     values ($1, $2, $3, $4, $5, $6, 'enabled', $7)`,
    [
      worldId,
      uuidOf(endpoint.endpointId),
      uuidOf(endpoint.merchantId),
      endpoint.url,
      endpoint.events,
      endpoint.secretSealed,
      isoFromInstant(endpoint.createdAt),
    ],
  );
}

/** More endpoints than this nobody needs; every event is looked up against all of a merchant's. */
export const ENDPOINT_COUNT_MAX = 100;

interface EndpointRow {
  endpoint_id: string;
  merchant_id: string;
  url: string;
  events: EventType[];
  state: 'enabled' | 'disabled';
  disabled_reason: string | null;
  rotating: boolean;
  created_at: Instant;
}

const ENDPOINT_COLUMNS =
  'endpoint_id::text, merchant_id::text, url, events, state, disabled_reason, previous_secret_sealed is not null as rotating, created_at';

export async function listEndpoints(
  client: pg.ClientBase,
  worldId: number,
  merchantId: Id<'pty'>,
): Promise<Endpoint[]> {
  const { rows } = await client.query<EndpointRow>(
    `select ${ENDPOINT_COLUMNS} from webhook_endpoints where world_id = $1 and merchant_id = $2 order by endpoint_id limit $3`,
    [worldId, uuidOf(merchantId), ENDPOINT_COUNT_MAX],
  );
  return rows.map(endpointFromRow);
}

/** One endpoint of one merchant; null when the merchant has none by that id. */
export async function findEndpoint(client: pg.ClientBase, worldId: number, which: Which): Promise<Endpoint | null> {
  const { rows } = await client.query<EndpointRow>(
    `select ${ENDPOINT_COLUMNS} from webhook_endpoints where world_id = $1 and endpoint_id = $2 and merchant_id = $3`,
    [worldId, uuidOf(which.endpointId), uuidOf(which.merchantId)],
  );
  return rows[0] === undefined ? null : endpointFromRow(rows[0]);
}

function endpointFromRow(row: EndpointRow): Endpoint {
  return {
    endpointId: idFromUuid('whe', row.endpoint_id),
    merchantId: idFromUuid('pty', row.merchant_id),
    url: row.url,
    events: row.events,
    state: row.state,
    disabledReason: row.disabled_reason,
    signedBy: row.rotating ? 'two_secrets' : 'one_secret',
    createdAt: row.created_at,
  };
}

/** One change to one endpoint of one merchant; false when the merchant has no such endpoint. */
async function change(
  client: pg.ClientBase,
  set: string,
  endpoint: { readonly endpointId: Id<'whe'>; readonly merchantId: Id<'pty'> },
  more: readonly unknown[],
): Promise<boolean> {
  const changed = await client.query(
    `update webhook_endpoints set ${set} where endpoint_id = $1 and merchant_id = $2`,
    [uuidOf(endpoint.endpointId), uuidOf(endpoint.merchantId), ...more],
  );
  return changed.rowCount === 1;
}

type Which = { readonly endpointId: Id<'whe'>; readonly merchantId: Id<'pty'> };

/** From now on the new secret signs, and the one before it signs too until {@link endSecretRotation}. */
export function rotateSecret(client: pg.ClientBase, which: Which, secretSealed: Buffer): Promise<boolean> {
  return change(client, 'previous_secret_sealed = secret_sealed, secret_sealed = $3', which, [secretSealed]);
}

export function endSecretRotation(client: pg.ClientBase, which: Which): Promise<boolean> {
  return change(client, 'previous_secret_sealed = null', which, []);
}

export function disableEndpoint(
  client: pg.ClientBase,
  which: Which,
  reason: 'by_merchant' | 'by_operator',
): Promise<boolean> {
  return change(client, `state = 'disabled', disabled_reason = $3`, which, [reason]);
}

/** From the next fact on; what was chosen before and is under way still arrives. */
export function chooseEvents(client: pg.ClientBase, which: Which, events: readonly EventType[]): Promise<boolean> {
  return change(client, 'events = $3', which, [events]);
}

export function enableEndpoint(client: pg.ClientBase, which: Which): Promise<boolean> {
  return change(client, `state = 'enabled', disabled_reason = null`, which, []);
}

interface DeliveryRow {
  delivery_id: string;
  event_id: string;
  event_type: string;
  effective_at: Instant;
  state: Delivery['state'];
  attempt_count: number;
  next_attempt_at: Instant | null;
  last_status: number | null;
  last_error: string | null;
  delivered_at: Instant | null;
}

/** Newest first, at most 100, older than `before` when it is given. */
export async function listDeliveries(
  client: pg.ClientBase,
  which: Which,
  before: Id<'whd'> | null,
): Promise<Delivery[]> {
  const { rows } = await client.query<DeliveryRow>(
    `select delivery_id::text, event_id::text, event_type, effective_at, state, attempt_count, next_attempt_at, last_status, last_error, delivered_at
     from webhook_deliveries where endpoint_id = $1 and merchant_id = $2 and ($3::uuid is null or delivery_id < $3)
     order by delivery_id desc limit 100`,
    [uuidOf(which.endpointId), uuidOf(which.merchantId), before === null ? null : uuidOf(before)],
  );
  return rows.map((row) => ({
    deliveryId: idFromUuid('whd', row.delivery_id),
    eventId: idFromUuid('fct', row.event_id),
    eventType: row.event_type,
    effectiveAt: row.effective_at,
    state: row.state,
    attemptCount: row.attempt_count,
    nextAttemptAt: row.next_attempt_at,
    lastStatus: row.last_status,
    lastError: row.last_error,
    deliveredAt: row.delivered_at,
  }));
}

/** Sends one delivery again, whatever became of it: the attempts start anew. False when the merchant has no such delivery. */
export async function resendDelivery(
  client: pg.ClientBase,
  which: { readonly deliveryId: Id<'whd'>; readonly merchantId: Id<'pty'> },
  now: Instant,
): Promise<boolean> {
  const changed = await client.query(
    `update webhook_deliveries set state = 'pending', attempt_count = 0, next_attempt_at = $3, delivered_at = null
     where delivery_id = $1 and merchant_id = $2`,
    [uuidOf(which.deliveryId), uuidOf(which.merchantId), isoFromInstant(now)],
  );
  return changed.rowCount === 1;
}

/** Sends everything again that died on the way to one endpoint; returns how many. */
export async function resendDead(client: pg.ClientBase, which: Which, now: Instant): Promise<number> {
  const changed = await client.query(
    `update webhook_deliveries set state = 'pending', attempt_count = 0, next_attempt_at = $3
     where endpoint_id = $1 and merchant_id = $2 and state = 'dead'`,
    [uuidOf(which.endpointId), uuidOf(which.merchantId), isoFromInstant(now)],
  );
  return changed.rowCount ?? 0;
}
