/**
 * Sends what is due. Deliveries are claimed in one short transaction, called without any, and recorded one by one: at least once,
 * in any number of processes, and safe to stop anywhere. Run it at every tick without waiting for the run before; the lanes,
 * shared by all runs, bound the calls.
 */
import type pg from 'pg';
import { MINUTE_US, type Clock, type Id, type Instant, type Outcome } from '../../kernel/index.ts';
import { Unavailable, type ColdDatabase } from '../../platform/db/index.ts';
import type { EgressReach, EgressRefusal, EgressRequest, EgressResponse } from '../../platform/egress/index.ts';
import type { Lanes } from './lanes.ts';
import type { EventBody } from './payload.ts';
import { claimDeliveries, recordDelivered, recordFailed, recordGone, type ClaimedDelivery } from './queries.ts';
import { nextAttemptAt } from './schedule.ts';
import { signWebhook } from './signing.ts';
import { judgeAnswer, type AttemptVerdict } from './verdict.ts';

export interface DeliveryWorld {
  readonly worldId: number;
  /** How far out this world may call: `public` for the live one. */
  readonly reach: EgressReach;
  /** The world's own clock: it decides what is due and when to try again. */
  readonly clock: Clock;
}

export interface DeliveryPorts {
  readonly db: ColdDatabase;
  readonly lanes: Lanes;
  readonly request: (sent: EgressRequest) => Promise<Outcome<EgressResponse, EgressRefusal>>;
  /** Renders events from their facts, as the merchant may see them; an event that is not there any more is absent. */
  readonly loadEvents: (
    client: pg.ClientBase,
    worldId: number,
    eventIds: readonly Id<'fct'>[],
  ) => Promise<ReadonlyMap<Id<'fct'>, EventBody>>;
  readonly openSecret: (worldId: number, endpointId: Id<'whe'>, sealed: Buffer) => string;
  /** Signatures carry wall time in every world: receivers compare it with their own clock. */
  readonly wall: Clock;
}

export interface DeliveryReport {
  claimedCount: number;
  deliveredCount: number;
  retriedCount: number;
  deadCount: number;
  /** What went wrong on our side. The deliveries concerned are tried again. */
  readonly faults: unknown[];
}

const CLAIM_COUNT_MAX = 32;
/** Longer than everything that can be waiting in one lane takes at its slowest. */
const HELD_US = 10n * MINUTE_US;
export const CALL_TIMEOUT_MS = 15_000;
const RECORD_PAUSES_MS: readonly number[] = [200, 500, 1_000, 2_000, 4_000];
const ANSWER_BYTES_MAX = 16_384;
/** Standard Webhooks: less than 20 kB. */
export const PAYLOAD_BYTES_MAX = 20_000;

/** Sends one delivery and says what the answer means. */
async function attempt(
  ports: DeliveryPorts,
  world: DeliveryWorld,
  delivery: ClaimedDelivery,
  event: EventBody | undefined,
): Promise<AttemptVerdict> {
  if (delivery.endpointState === 'disabled') return { kind: 'dead', status: null, failure: 'endpoint_disabled' };
  if (event === undefined) return { kind: 'dead', status: null, failure: 'event_not_found' };
  const body = JSON.stringify(event);
  if (Buffer.byteLength(body) >= PAYLOAD_BYTES_MAX) return { kind: 'dead', status: null, failure: 'payload_too_large' };
  const sealed = [
    delivery.secretSealed,
    ...(delivery.previousSecretSealed === null ? [] : [delivery.previousSecretSealed]),
  ];
  const secrets = sealed.map((secret) => ports.openSecret(world.worldId, delivery.endpointId, secret));
  const answer = await ports.request({
    url: delivery.url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Troth-Webhooks/1',
      ...signWebhook(delivery.eventId, ports.wall.now(), body, secrets),
    },
    body,
    timeoutMs: CALL_TIMEOUT_MS,
    maxResponseBytes: ANSWER_BYTES_MAX,
    allow: world.reach,
  });
  return judgeAnswer(answer, ports.wall.now());
}

type Recorded = 'delivered' | 'retried' | 'dead';

function recordOnce(
  ports: DeliveryPorts,
  world: DeliveryWorld,
  delivery: ClaimedDelivery,
  verdict: AttemptVerdict,
): Promise<Recorded> {
  const now = world.clock.now();
  return ports.db.within({ worldId: world.worldId }, async (client) => {
    switch (verdict.kind) {
      case 'delivered':
        await recordDelivered(client, delivery, now, verdict.status);
        return 'delivered';
      case 'gone':
        await recordGone(client, delivery);
        return 'dead';
      case 'dead':
        await recordFailed(client, delivery, { ...verdict, nextAttemptAt: null, counts: 'not_as_attempt' });
        return 'dead';
      case 'retry': {
        const next = nextAttemptAt(delivery.attemptCount + 1, now, verdict.retryAfterS);
        await recordFailed(client, delivery, { ...verdict, nextAttemptAt: next, counts: 'as_attempt' });
        return next === null ? 'dead' : 'retried';
      }
    }
  });
}

/** A database that is away for a moment is waited for: an answer that is not recorded means that the event is sent again. */
async function record(
  ports: DeliveryPorts,
  world: DeliveryWorld,
  delivery: ClaimedDelivery,
  verdict: AttemptVerdict,
): Promise<Recorded> {
  for (const pauseMs of RECORD_PAUSES_MS) {
    try {
      return await recordOnce(ports, world, delivery, verdict);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
  return recordOnce(ports, world, delivery, verdict);
}

/** One delivery from call to record. Never rejects: a fault of ours is reported and the delivery is tried again. */
async function deliver(
  ports: DeliveryPorts,
  world: DeliveryWorld,
  delivery: ClaimedDelivery,
  event: EventBody | undefined,
  report: DeliveryReport,
): Promise<'prompt' | 'slow'> {
  let verdict: AttemptVerdict;
  try {
    verdict = await attempt(ports, world, delivery, event);
  } catch (error) {
    report.faults.push(error);
    verdict = { kind: 'retry', status: null, failure: 'sender_fault', retryAfterS: null };
  }
  try {
    report[`${await record(ports, world, delivery, verdict)}Count`] += 1;
  } catch (error) {
    // Unrecorded, it stays held and is sent again later: twice rather than never.
    report.faults.push(error);
  }
  return verdict.kind === 'retry' && verdict.failure === 'timed_out' ? 'slow' : 'prompt';
}

interface Claimed {
  readonly delivery: ClaimedDelivery;
  readonly event: EventBody | undefined;
}

/** Takes some of what is due at `now`, with the events rendered. */
function claim(
  ports: DeliveryPorts,
  world: DeliveryWorld,
  now: Instant,
  exceptEndpoints: readonly Id<'whe'>[],
): Promise<Claimed[]> {
  return ports.db.within({ worldId: world.worldId }, async (client) => {
    const deliveries = await claimDeliveries(client, world.worldId, {
      now,
      heldUntil: now + HELD_US,
      exceptEndpoints,
      countMax: CLAIM_COUNT_MAX,
    });
    if (deliveries.length === 0) return [];
    const events = await ports.loadEvents(
      client,
      world.worldId,
      deliveries.map((delivery) => delivery.eventId),
    );
    return deliveries.map((delivery) => ({ delivery, event: events.get(delivery.eventId) }));
  });
}

/** Sends everything that is due now, and returns when the last answer is recorded. */
export async function deliverDue(ports: DeliveryPorts, world: DeliveryWorld): Promise<DeliveryReport> {
  const report: DeliveryReport = { claimedCount: 0, deliveredCount: 0, retriedCount: 0, deadCount: 0, faults: [] };
  const now = world.clock.now();
  const sending = new Set<Promise<void>>();
  for (;;) {
    const full = ports.lanes.fullEndpoints();
    const claimed = ports.lanes.hasRoom() ? await claim(ports, world, now, full) : [];
    for (const { delivery, event } of claimed) {
      // A test clock that jumped may have made a call that is still under way look abandoned.
      if (ports.lanes.isUnderWay(delivery.deliveryId)) continue;
      report.claimedCount += 1;
      const sent = ports.lanes.run(delivery.endpointId, delivery.deliveryId, () =>
        deliver(ports, world, delivery, event, report),
      );
      sending.add(sent);
      void sent.finally(() => sending.delete(sent));
    }
    if (claimed.length === CLAIM_COUNT_MAX) continue;
    const mayBeMore = full.length > 0 || !ports.lanes.hasRoom();
    if (!mayBeMore || sending.size === 0) break;
    // Something may wait behind a full lane: look again when a place is free.
    await Promise.race(sending);
  }
  await Promise.all(sending);
  return report;
}
