// The same load as generator.c for machines without a compiler: raw sockets, requests serialised beforehand, a parser
// that knows only status and content-length. Same options, same output.
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { parseArgs } from 'node:util';

type Connection = { socket: Socket; busy: boolean; due: number; chunks: Buffer[]; length: number; expected: number };

const { values: given } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string' },
    requests: { type: 'string' },
    connections: { type: 'string', default: '256' },
    warm: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '3' },
    rate: { type: 'string', default: '0' },
    'ok-token': { type: 'string', default: '' },
  },
});
const rate = Number(given.rate);
const windowSeconds = Number(given.seconds);
const okToken = Buffer.from(given['ok-token']);
const requests = readFileSync(given.requests!, 'utf8')
  .split('\n')
  .slice(0, -1)
  .map((line) => Buffer.from(line.replaceAll('\r', '\r\n')));

const HEAD_END = Buffer.from('\r\n\r\n');
const latencies: number[] = [];
const statuses: Record<string, number> = {};
const ordersPerSecond: number[] = [];
const idle: Connection[] = [];
const waiting: number[] = [];
let waitingHead = 0;
let requestNext = 0;
let busyCount = 0;
let broken = 0;
let answered = 0;
let orders = 0;
let answeredAll = 0;
let ordersAll = 0;
let ranDry = false;
let firstBad = '';

const connections = await Promise.all(Array.from({ length: Number(given.connections) }, open));
const beganAt = performance.now();
const windowFrom = beganAt + Number(given.warm) * 1000;
const windowUntil = windowFrom + windowSeconds * 1000;

function start(connection: Connection, due: number): void {
  const request = requests[requestNext];
  if (request === undefined) {
    ranDry = true;
    return;
  }
  requestNext += 1;
  Object.assign(connection, { busy: true, due, chunks: [], length: 0, expected: 0 });
  busyCount += 1;
  connection.socket.write(request);
}

function next(connection: Connection, now: number): void {
  if (rate <= 0) {
    if (now < windowUntil) start(connection, now);
  } else if (waitingHead < waiting.length) start(connection, waiting[waitingHead++]!);
  else idle.push(connection);
}

function countOrders(answer: Buffer, status: number): number {
  if (okToken.length === 0) return status < 300 ? 1 : 0;
  let made = 0;
  for (let at = answer.indexOf(okToken); at >= 0; at = answer.indexOf(okToken, at + okToken.length)) made += 1;
  return made;
}

function finish(connection: Connection, answer: Buffer): void {
  const now = performance.now();
  const status = Number(answer.toString('latin1', 9, 12));
  const made = countOrders(answer, status);
  if ((status >= 300 || made === 0) && firstBad === '') firstBad = answer.subarray(0, 400).toString('utf8');
  connection.busy = false;
  busyCount -= 1;
  answeredAll += 1;
  ordersAll += made;
  const second = Math.trunc((now - beganAt) / 1000);
  ordersPerSecond[second] = (ordersPerSecond[second] ?? 0) + made;
  if (now >= windowFrom && now < windowUntil) {
    answered += 1;
    orders += made;
    statuses[status] = (statuses[status] ?? 0) + 1;
  }
  const mark = rate > 0 ? connection.due : now;
  if (mark >= windowFrom && mark < windowUntil) latencies.push(now - connection.due);
  next(connection, now);
}

function receive(connection: Connection, chunk: Buffer): void {
  connection.chunks.push(chunk);
  connection.length += chunk.length;
  if (connection.expected === 0) {
    const head = connection.chunks.length === 1 ? chunk : Buffer.concat(connection.chunks);
    const headEnd = head.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const size = /\r\ncontent-length: *(\d+)/i.exec(head.toString('latin1', 0, headEnd));
    connection.expected = headEnd + 4 + Number(size?.[1] ?? 0);
  }
  if (connection.length < connection.expected || !connection.busy) return;
  finish(connection, connection.chunks.length === 1 ? chunk : Buffer.concat(connection.chunks));
}

function open(): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: given.host, port: Number(given.port), noDelay: true });
    const connection: Connection = { socket, busy: false, due: 0, chunks: [], length: 0, expected: 0 };
    socket.once('connect', () => resolve(connection));
    socket.once('error', reject);
    socket.on('data', (chunk) => receive(connection, chunk));
    socket.on('close', () => {
      if (connection.busy) broken += 1;
    });
  });
}

function arriveFrom(first: number): void {
  let due = first;
  const turn = (): void => {
    const now = performance.now();
    while (due <= now && due < windowUntil) {
      const connection = idle.pop();
      if (connection === undefined) waiting.push(due);
      else start(connection, due);
      due += (-Math.log(1 - Math.random()) / rate) * 1000;
    }
    // A timer adds up to 1 ms to a latency; spinning instead would take a whole core away from the server.
    if (now < windowUntil) setTimeout(turn, 1);
  };
  turn();
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

const at = (instant: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, instant - performance.now())));

if (rate > 0) {
  idle.push(...connections);
  arriveFrom(performance.now());
} else for (const connection of connections) start(connection, performance.now());

await at(windowFrom);
console.log('begin');
const cpuFrom = process.cpuUsage();
await at(windowUntil);
const cpu = process.cpuUsage(cpuFrom);
console.log('end');
const giveUpAt = performance.now() + 10_000;
while ((busyCount > 0 || waitingHead < waiting.length) && performance.now() < giveUpAt && !ranDry)
  await at(performance.now() + 20);
const stoppedAt = performance.now();
for (const due of [...connections.filter((one) => one.busy).map((one) => one.due), ...waiting.slice(waitingHead)]) {
  if (rate > 0) latencies.push(stoppedAt - due);
}
const sorted = Float64Array.from(latencies).sort() as unknown as readonly number[];
console.log(
  JSON.stringify({
    seconds: windowSeconds,
    answered,
    orders,
    answeredAll,
    ordersAll,
    broken,
    unfinished: busyCount + waiting.length - waitingHead,
    ranDry,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    latencyMs: {
      count: sorted.length,
      p50: percentile(sorted, 0.5),
      p90: percentile(sorted, 0.9),
      p99: percentile(sorted, 0.99),
      p999: percentile(sorted, 0.999),
      max: percentile(sorted, 1),
    },
    statuses,
    ordersPerSecond: Array.from(ordersPerSecond, (count) => count ?? 0),
    firstBad,
  }),
);
process.exit(0);
