/** What the tests of the sender stand on: a migrated database, worlds with one merchant, real receivers on this machine. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import {
  fixedClock,
  instantFromIso,
  present,
  randomBytesSource,
  randomIds,
  sha256Hex,
  uuidOf,
  wallClock,
  type Id,
  type Instant,
} from '../../kernel/index.ts';
import {
  beginInWorld,
  COMMIT,
  type ColdDatabase,
  migrate,
  openColdDatabase,
  openHotConnection,
  readMigrations,
} from '../../platform/db/index.ts';
import { pinnedRequest } from '../../platform/egress/index.ts';
import { createTestDatabase } from '../../platform/postgres/test-database.ts';
import type { DeliveryPorts, DeliveryReport, DeliveryWorld } from './deliver-due.ts';
import { insertEndpoint, listDeliveries, type Delivery } from './endpoints.ts';
import type { EventType } from './events.ts';
import { createLanes, LANE_BOUNDS } from './lanes.ts';
import { endpointsOf, insertDeliveries, type PendingEvent } from './fan-out.ts';
import type { EventBody } from './payload.ts';
import { newWebhookSecret } from './signing.ts';

export const start = present(instantFromIso('2026-11-22T10:00:00Z'), 'start_is_an_instant');
export const ids = randomIds();
export const chance = randomBytesSource();

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}
export type Handle = (response: ServerResponse, received: Received) => void;

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  readonly mostAtOnce: () => number;
  handle: Handle;
}

/** A world of the tests; its clock moves only when it is set. */
export interface TestWorld extends DeliveryWorld {
  readonly merchantId: Id<'pty'>;
  readonly clock: ReturnType<typeof fixedClock>;
}
export interface TestEndpoint {
  readonly endpointId: Id<'whe'>;
  readonly merchantId: Id<'pty'>;
  readonly secret: string;
}

export const answer =
  (status: number, headers: Record<string, string> = {}): Handle =>
  (response) =>
    response.writeHead(status, headers).end();

export const bodyOf = (id: Id<'fct'>): EventBody => ({
  type: 'pledge.kept',
  timestamp: '2026-11-22T10:00:00Z',
  id,
  world: 'test',
  recordedAt: '2026-11-22T10:00:00Z',
  data: { orderNo: '信' },
});

export const counts = ({ claimedCount, deliveredCount, retriedCount, deadCount, faults }: DeliveryReport): number[] => [
  claimedCount,
  deliveredCount,
  retriedCount,
  deadCount,
  faults.length,
];

async function openReceiver(handle: Handle): Promise<{ readonly receiver: Receiver; close(): void }> {
  let nowCount = 0;
  let mostCount = 0;
  const receiver: Receiver = { url: '', received: [], mostAtOnce: () => mostCount, handle };
  const server = createServer((request, response) => {
    let body = '';
    nowCount += 1;
    mostCount = Math.max(mostCount, nowCount);
    response.on('close', () => {
      nowCount -= 1;
    });
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const received = { headers: request.headers, body };
      receiver.received.push(received);
      receiver.handle(response, received);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { receiver: Object.assign(receiver, { url }), close };
}

/** Everything that one test file needs; `close` at its end. */
export interface Ground {
  readonly db: ColdDatabase;
  receiver(handle: Handle): Promise<Receiver>;
  world(): Promise<TestWorld>;
  ports(more?: Partial<DeliveryPorts>): DeliveryPorts;
  endpoint(world: TestWorld, url: string, events?: readonly EventType[]): Promise<TestEndpoint>;
  /** Fans events out as the follower of facts does; gives how many deliveries were made. */
  fanOut(world: TestWorld, events: readonly PendingEvent[], now: Instant): Promise<number>;
  /** Lets events happen and fans them out. */
  happen(world: TestWorld, count: number, type?: EventType): Promise<Id<'fct'>[]>;
  deliveries(world: TestWorld, endpoint: TestEndpoint): Promise<Delivery[]>;
  close(): Promise<void>;
}

let worldCount = 1_000;

async function insertWorld(owner: pg.Client): Promise<TestWorld> {
  worldCount += 1;
  const merchantId = ids.next('pty', start);
  const insert = (text: string, ...values: unknown[]): Promise<unknown> => owner.query(text, values);
  await insert(
    `insert into worlds (world_id, name, mode, clock_at, log_origin, created_at) values ($1, $2, 'test', now(), $2, now())`,
    worldCount,
    `world ${worldCount}`,
  );
  await insert(
    `insert into parties (party_id, world_id, kind, state, wrapped_key, created_at) values ($1, $2, 'merchant', 'active', '\\x00', now())`,
    uuidOf(merchantId),
    worldCount,
  );
  await insert(
    `insert into merchants (merchant_id, world_id, name, state, created_at) values ($1, $2, '{}', 'active', now())`,
    uuidOf(merchantId),
    worldCount,
  );
  return { worldId: worldCount, merchantId, reach: { loopbackPorts: 'any_port' }, clock: fixedClock(start) };
}

export async function openGround(): Promise<Ground> {
  const migrations = readMigrations(path.resolve(import.meta.dirname, '../../../../../migrations'));
  const database = await createTestDatabase({
    key: `migrations ${sha256Hex(migrations.map((migration) => migration.checksum).join())}`,
    migrate: async (ownerUrl) => {
      await migrate(ownerUrl, migrations);
    },
  });
  const owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  const db = openColdDatabase(database.ownerUrl, 6);
  const closers: (() => void)[] = [];
  const hot = await openHotConnection(database.ownerUrl);
  const fanOut: Ground['fanOut'] = async ({ worldId }, events, now) => {
    const [, , endpoints] = await hot.run([...beginInWorld(worldId), endpointsOf(worldId, events)]);
    const inserted = await hot.run([...insertDeliveries(worldId, endpoints?.rows ?? [], events, now), COMMIT]);
    return Number(/^INSERT 0 (\d+)$/.exec(inserted[0]?.tag ?? '')?.[1] ?? 0);
  };
  return {
    db,
    fanOut,
    receiver: async (handle) => {
      const { receiver, close } = await openReceiver(handle);
      closers.push(close);
      return receiver;
    },
    world: () => insertWorld(owner),
    ports: (more = {}) => ({
      db,
      lanes: createLanes(LANE_BOUNDS),
      request: (sent) => pinnedRequest({ ...sent, timeoutMs: 5_000 }),
      loadEvents: async (_client, _worldId, eventIds) => new Map(eventIds.map((eventId) => [eventId, bodyOf(eventId)])),
      openSecret: (_worldId, _endpointId, sealed) => sealed.toString(),
      wall: wallClock,
      ...more,
    }),
    endpoint: async (world, url, events = ['pledge.kept']) => {
      const endpoint = { endpointId: ids.next('whe', start), merchantId: world.merchantId };
      const secret = newWebhookSecret(chance);
      const row = { ...endpoint, url, events, secretSealed: Buffer.from(secret), createdAt: start };
      await db.within(world, (client) => insertEndpoint(client, world.worldId, row));
      return { ...endpoint, secret };
    },
    happen: async (world, count, type = 'pledge.kept') => {
      const events = Array.from({ length: count }, () => ({
        eventId: ids.next('fct', start),
        merchantId: world.merchantId,
        type,
        effectiveAt: start,
      }));
      await fanOut(world, events, world.clock.now());
      return events.map((event) => event.eventId);
    },
    deliveries: (world, endpoint) => db.within(world, (client) => listDeliveries(client, endpoint, null)),
    close: async () => {
      for (const close of closers) close();
      await hot.end();
      await db.close();
      await owner.end();
      await database.drop();
    },
  };
}
