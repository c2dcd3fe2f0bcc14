// The floor in a process of its own: node:http and nothing on top of it. Prints `port <n>` when it listens.
import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Id, present, randomBytesSource, randomIds, sha256Hex } from '../../packages/troth/src/kernel/index.ts';
import { SANDBOX_MASTER_KEY } from '../../packages/troth/src/platform/config.ts';
import { createBatcher, openHotConnection } from '../../packages/troth/src/platform/db/index.ts';
import { JSON_LIMITS, JSON_LIMITS_BULK, parseJsonStrict } from '../../packages/troth/src/platform/http/json-limits.ts';
import { createVault } from '../../packages/troth/src/platform/keys/index.ts';
import { BENCH_WORLD, type Shop } from '../troth-world.ts';
import { featuresFromText } from './features.ts';
import { follow } from './follower.ts';
import { floorJourney, type OrderAnswer, type OrderCommand } from './journey.ts';

type Order = { readonly promisor: string; readonly orderNo: string; readonly idempotencyKey?: string };
type Bulk = { readonly pledges: readonly Order[] };

const [databaseUrl, featureText, shopsFile, hotConnectionCount] = process.argv.slice(2);
if (databaseUrl === undefined || featureText === undefined || shopsFile === undefined)
  throw new Error('usage: server.ts <database url> <features> <shops file> <hot connections>');
const features = featuresFromText(featureText);
const vault = createVault(SANDBOX_MASTER_KEY, randomBytesSource());
const batcher = createBatcher({
  open: () => openHotConnection(databaseUrl),
  connectionCount: Number(hotConnectionCount),
  batchMax: 128,
  waitingMax: 1_000_000,
});
const run = floorJourney({ features, vault, ids: randomIds() });

const keyOf = (authorization: string): string =>
  features.has('key_hash') ? sha256Hex(authorization.slice('Bearer '.length)) : authorization;
const merchants = new Map<string, Id<'pty'>>(
  (JSON.parse(readFileSync(shopsFile, 'utf8')) as Shop[]).map((shop) => [keyOf(`Bearer ${shop.key}`), shop.merchantId]),
);

function submit(merchantId: Id<'pty'>, order: Order, key: string): Promise<OrderAnswer> {
  const partyId = features.has('pairwise')
    ? vault.partyOfPairwise(BENCH_WORLD, merchantId, order.promisor as Id<'ref'>)
    : (order.promisor as Id<'pty'>);
  const command: OrderCommand = {
    partyId,
    merchantId,
    orderNo: order.orderNo,
    keyHash: sha256Hex(key).slice(0, 32),
    bodyHash: sha256Hex(JSON.stringify(order)).slice(0, 32),
  };
  return batcher.submit('orders', run, command, partyId);
}

function parse(body: Buffer, isBulk: boolean): unknown {
  if (!features.has('strict_json')) return JSON.parse(body.toString());
  const parsed = parseJsonStrict(body, isBulk ? JSON_LIMITS_BULK : JSON_LIMITS);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

const SOME_TIME = '2030-01-01T18:00:00.000Z';

/** As long as Troth's own answer. */
function answerOf({ pledgeId, outcome, grantedMinor }: OrderAnswer, { orderNo }: Order) {
  const times = { startsAt: SOME_TIME, dueAt: SOME_TIME, graceUntil: SOME_TIME, expiresAt: SOME_TIME };
  const amounts = { currency: 'CNY', grantedMinor, depositMinor: 300_000 - grantedMinor, ceilingMinor: 500_000 };
  return { pledgeId, state: 'offered', outcome, ...amounts, orderNo, ...times, acceptPath: `/p/${pledgeId}` };
}

async function answer(request: IncomingMessage, body: Buffer): Promise<{ status: number; text: string }> {
  const merchantId = present(merchants.get(keyOf(request.headers.authorization ?? '')), 'the_shop_is_known');
  if (request.url === '/v1/pledges/bulk') {
    const { pledges } = parse(body, true) as Bulk;
    const answers = await Promise.all(
      pledges.map(async (order) => {
        const made = await submit(merchantId, order, order.idempotencyKey as string);
        return { status: 201, body: answerOf(made, order) };
      }),
    );
    return { status: 200, text: JSON.stringify({ answers }) };
  }
  const order = parse(body, false) as Order;
  const made = await submit(merchantId, order, request.headers['idempotency-key'] as string);
  return { status: 201, text: JSON.stringify(answerOf(made, order)) };
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

const server = http.createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const body = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
    answer(request, body).then(
      ({ status, text }) => send(response, status, text),
      (error: unknown) => send(response, 500, JSON.stringify({ fault: String(error) })),
    );
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.stdout.write(`port ${address.port}\n`);
});
if (features.has('follower')) void openHotConnection(databaseUrl).then(follow);
process.on('SIGTERM', () => process.exit(0));
