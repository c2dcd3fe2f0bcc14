/** Fan-out: an event becomes one delivery for each endpoint that chose it, in the transaction that follows its fact. */
import { type Id, idFromUuid, type Instant, sha256Hex, uuidOf } from '../../kernel/index.ts';
import type { Call, Row, Statement } from '../../platform/db/index.ts';
import type { EventType } from './events.ts';

/** An event as the fan-out sees it: whose it is, what kind, when. The rest is rendered from the fact when it is sent. */
export interface PendingEvent {
  readonly eventId: Id<'fct'>;
  readonly merchantId: Id<'pty'>;
  readonly type: EventType;
  readonly effectiveAt: Instant;
}

const FIND_ENDPOINTS: Statement = {
  name: 'find_endpoints',
  text: `select endpoint_id::text, merchant_id::text, array_to_string(events, ',') from webhook_endpoints
    where world_id = $1 and merchant_id = any($2) and state = 'enabled'`,
  types: ['int4', 'uuid[]'],
};

/** Running it again for the same events adds nothing. */
const INSERT_DELIVERIES: Statement = {
  name: 'insert_deliveries',
  text: `insert into webhook_deliveries
      (world_id, delivery_id, endpoint_id, merchant_id, event_id, event_type, effective_at, state, attempt_count, next_attempt_at)
    select $1::int4, u.delivery_id, u.endpoint_id, u.merchant_id, u.event_id, u.event_type, u.effective_at, 'pending', 0, $2::timestamptz
    from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::timestamptz[])
      u(delivery_id, endpoint_id, merchant_id, event_id, event_type, effective_at)
    on conflict do nothing`,
  types: ['int4', 'timestamptz', 'uuid[]', 'uuid[]', 'uuid[]', 'uuid[]', 'text[]', 'timestamptz[]'],
};

/** The same event for the same endpoint has the same id however often the fan-out runs; it sorts with the event's time. */
export function deliveryIdFor(eventId: Id<'fct'>, endpointUuid: string): Id<'whd'> {
  const hash = sha256Hex(`${eventId}/${endpointUuid.replaceAll('-', '')}`);
  return idFromUuid('whd', `${uuidOf(eventId).slice(0, 12)}8${hash.slice(0, 3)}a${hash.slice(3, 18)}`);
}

/** Asks for the enabled endpoints of the merchants that the events belong to. */
export function endpointsOf(worldId: number, events: readonly PendingEvent[]): Call {
  return [FIND_ENDPOINTS, worldId, [...new Set(events.map((event) => uuidOf(event.merchantId)))]];
}

/** Makes one delivery for each endpoint that chose the event, from the rows of {@link endpointsOf}; nothing when none did. */
export function insertDeliveries(
  worldId: number,
  endpoints: readonly Row[],
  events: readonly PendingEvent[],
  now: Instant,
): Call[] {
  if (endpoints.length === 0) return [];
  const eventsByMerchant = Map.groupBy(events, (event) => event.merchantId);
  const chosen = endpoints.flatMap(([endpointId, merchantId, types]) => {
    const wanted = new Set((types as string).split(','));
    return (eventsByMerchant.get(idFromUuid('pty', merchantId as string)) ?? [])
      .filter((event) => wanted.has(event.type))
      .map((event) => ({ event, endpointUuid: endpointId as string }));
  });
  if (chosen.length === 0) return [];
  return [
    [
      INSERT_DELIVERIES,
      worldId,
      now,
      chosen.map(({ event, endpointUuid }) => uuidOf(deliveryIdFor(event.eventId, endpointUuid))),
      chosen.map(({ endpointUuid }) => endpointUuid.replaceAll('-', '')),
      chosen.map(({ event }) => uuidOf(event.merchantId)),
      chosen.map(({ event }) => uuidOf(event.eventId)),
      chosen.map(({ event }) => event.type),
      chosen.map(({ event }) => event.effectiveAt),
    ],
  ];
}
