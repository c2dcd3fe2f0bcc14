/** Events to merchants: what they are, how they are signed, when they are tried again, and the sender. */
export {
  CALL_TIMEOUT_MS,
  deliverDue,
  PAYLOAD_BYTES_MAX,
  type DeliveryPorts,
  type DeliveryReport,
  type DeliveryWorld,
} from './deliver-due.ts';
export {
  checkEndpoint,
  chooseEvents,
  disableEndpoint,
  enableEndpoint,
  ENDPOINT_COUNT_MAX,
  endSecretRotation,
  findEndpoint,
  insertEndpoint,
  listDeliveries,
  listEndpoints,
  resendDead,
  resendDelivery,
  rotateSecret,
  type Delivery,
  type Endpoint,
  type NewEndpoint,
} from './endpoints.ts';
export { EVENT_OF_FACT, EVENT_TYPES, EVENTS, isEventType, type EventType } from './events.ts';
export { createLanes, LANE_BOUNDS, type Lanes } from './lanes.ts';
export {
  payloadForMerchant,
  type ChargeForMerchant,
  type ConsentForMerchant,
  type EventBody,
  type MerchantFact,
  type PledgeForMerchant,
} from './payload.ts';
export { PAYLOAD_SCHEMAS } from './payload-schema.ts';
export { ENDPOINT_REFUSALS, type EndpointRefusal } from './refusals.ts';
export { deliveryIdFor, endpointsOf, insertDeliveries, type PendingEvent } from './fan-out.ts';
export { type Attempts, attemptsFromRow, findAttempts } from './attempts.ts';
export { releaseHeld } from './queries.ts';
export { ATTEMPT_COUNT_MAX, nextAttemptAt, RETRY_AFTER_MAX_S, RETRY_DELAYS_S } from './schedule.ts';
export { newWebhookSecret, signWebhook } from './signing.ts';
export type { AttemptVerdict, DeliveryFailure } from './verdict.ts';
