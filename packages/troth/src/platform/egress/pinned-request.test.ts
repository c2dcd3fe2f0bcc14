import assert from 'node:assert/strict';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { pinnedRequest, sendToPinned, type EgressRequest } from './pinned-request.ts';
import { resolveByDns } from './resolve-name.ts';

const servers: Server[] = [];
const sockets = new Set<Socket>();
after(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {}).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const answering = (handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> =>
  listen(createHttpServer(handle));
const speaking = (handle: (socket: Socket) => void): Promise<number> => listen(createTcpServer(handle));

const asked = (url: string, more: Partial<EgressRequest> = {}): EgressRequest => ({
  url,
  method: 'POST',
  headers: {},
  body: '{}',
  timeoutMs: 2_000,
  maxResponseBytes: 1_024,
  allow: { loopbackPorts: 'any_port' },
  ...more,
});
const neverResolve = (): Promise<never> => Promise.reject(new Error('must not be asked'));

test('an answer comes back with status, headers and body', async () => {
  const port = await answering((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () =>
      response
        .writeHead(201, { 'x-was': request.headers['x-mine'] })
        .end(`got ${body} ${request.headers['content-length']}`),
    );
  });
  const outcome = await pinnedRequest(
    asked(`http://localhost:${port}/`, { headers: { 'x-mine': 'yes' }, body: '{"信":1}' }),
    neverResolve,
  );
  assert.ok(outcome.ok);
  assert.equal(outcome.value.status, 201);
  assert.equal(outcome.value.headers['x-was'], 'yes');
  assert.equal(outcome.value.body.toString(), 'got {"信":1} 9');
  assert.equal(outcome.value.bodyEnd, 'complete');
});

test('a redirect is an answer and is not followed', async () => {
  let followed = 0;
  const target = await answering((_request, response) => {
    followed += 1;
    response.end();
  });
  const port = await answering((_request, response) =>
    response.writeHead(302, { location: `http://127.0.0.1:${target}/` }).end(),
  );
  const outcome = await pinnedRequest(asked(`http://127.0.0.1:${port}/`), neverResolve);
  assert.equal(outcome.ok && outcome.value.status, 302);
  assert.equal(followed, 0);
});

test('a name is connected to the address that was checked, whatever the name server says afterwards', async () => {
  const hosts: (string | undefined)[] = [];
  const port = await answering((request, response) => {
    hosts.push(request.headers.host);
    response.end('pinned');
  });
  // The name below resolves nowhere: only the pinned address can have been used.
  const url = new URL(`http://hook.shop.example:${port}/`);
  const outcome = await sendToPinned({ url, addresses: ['127.0.0.1'] }, asked(url.href));
  assert.equal(outcome.ok && outcome.value.body.toString(), 'pinned');
  assert.deepEqual(hosts, [`hook.shop.example:${port}`]);
});

test('TLS speaks the name to the pinned address, and an unknown certificate is refused', async () => {
  let hello: Buffer = Buffer.alloc(0);
  const port = await speaking((socket) =>
    socket.once('data', (chunk: Buffer) => {
      hello = chunk;
      socket.end('this is not TLS');
    }),
  );
  const url = new URL(`https://hook.shop.example:${port}/`);
  const outcome = await sendToPinned({ url, addresses: ['127.0.0.1'] }, asked(url.href));
  assert.equal(!outcome.ok && outcome.reason, 'tls_failed');
  assert.ok(hello.includes('hook.shop.example'), 'SNI carries the name');
});

test('a name that rebinds is asked once, and its second, private answer is never used', async () => {
  // An address nobody has been given: public by rule, and no packet of a test reaches a stranger.
  const answers = [['2000:dead::1'], ['127.0.0.1']];
  let askedCount = 0;
  const rebinding = async (): Promise<readonly string[]> => answers[Math.min(askedCount++, 1)] as readonly string[];
  const first = await pinnedRequest(
    asked('https://rebind.shop.example:8443/', { allow: 'public', timeoutMs: 150 }),
    rebinding,
  );
  assert.equal(askedCount, 1);
  assert.ok(!first.ok && first.reason !== 'address_is_not_public', 'the first answer was public and was tried');
  const second = await pinnedRequest(asked('https://rebind.shop.example:8443/', { allow: 'public' }), rebinding);
  assert.equal(!second.ok && second.reason, 'address_is_not_public');
});

for (const addresses of [
  ['127.0.0.1'],
  ['93.184.216.34', '10.0.0.1'],
  ['::1'],
  ['::ffff:127.0.0.1'],
  ['169.254.169.254'],
  ['64:ff9b::7f00:1'],
  ['fd00::1'],
  ['nonsense'],
]) {
  test(`a public name that answers ${addresses.join(' and ')} is not called, in live and in test worlds`, async () => {
    for (const allow of ['public', { loopbackPorts: 'any_port' }] as const) {
      const outcome = await pinnedRequest(asked('https://hook.shop.example/', { allow }), async () => addresses);
      assert.equal(!outcome.ok && outcome.reason, 'address_is_not_public');
      assert.ok(!outcome.ok && !(outcome.detail ?? '').includes(addresses[0] as string), 'the address stays unsaid');
    }
  });
}

test('a name without addresses is refused, and so is one whose server never answers, within the deadline', async () => {
  for (const resolve of [neverResolve, async () => []]) {
    const outcome = await pinnedRequest(asked('https://hook.shop.example/', { allow: 'public' }), resolve);
    assert.equal(!outcome.ok && outcome.reason, 'name_does_not_resolve');
  }
  const stuck = await pinnedRequest(
    asked('https://hook.shop.example/', { allow: 'public', timeoutMs: 80 }),
    () => new Promise(() => {}),
  );
  assert.equal(!stuck.ok && stuck.reason, 'timed_out');
});

test('the hosts file of this machine is not consulted', async () => {
  const outcome = await pinnedRequest(asked('https://localhost/', { allow: 'public' }), resolveByDns);
  assert.equal(!outcome.ok && outcome.reason, 'url_host_is_not_public');
});

test('a huge answer is cut, and its status still counts', async () => {
  let sentBytes = 0;
  const port = await answering((_request, response) => {
    response.writeHead(200);
    const pour = (): void => {
      while (!response.destroyed && sentBytes < 50_000_000 && response.write(Buffer.alloc(65_536))) sentBytes += 65_536;
    };
    response.on('drain', pour);
    pour();
  });
  const outcome = await pinnedRequest(asked(`http://127.0.0.1:${port}/`), neverResolve);
  assert.ok(outcome.ok);
  assert.deepEqual([outcome.value.status, outcome.value.body.length, outcome.value.bodyEnd], [200, 1_024, 'cut']);
  assert.ok(sentBytes < 20_000_000, `stopped after ${sentBytes} bytes`);
});

const slow: readonly (readonly [string, (socket: Socket) => void])[] = [
  ['never answers', () => {}],
  ['sends its header byte by byte', (socket) => drip(socket, `HTTP/1.1 200 OK\r\nx-slow: ${'a'.repeat(5_000)}`)],
  [
    'sends its body byte by byte',
    (socket) => drip(socket, 'x'.repeat(5_000), 'HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n'),
  ],
  ['says 100 Continue for ever', (socket) => drip(socket, Array<string>(5_000).fill('HTTP/1.1 100 Continue\r\n\r\n'))],
  ['never reads the request', (socket) => socket.pause()],
];

function drip(socket: Socket, rest: string | readonly string[], first = ''): void {
  socket.write(first);
  const pieces = [...rest];
  const timer = setInterval(() => {
    const piece = pieces.shift();
    if (piece === undefined || socket.destroyed) clearInterval(timer);
    else socket.write(piece);
  }, 5);
  socket.on('close', () => clearInterval(timer));
}

for (const [name, handle] of slow) {
  test(`a receiver that ${name} is left at the deadline`, async () => {
    const port = await speaking(handle);
    const startedAt = performance.now();
    const outcome = await pinnedRequest(
      asked(`http://127.0.0.1:${port}/`, { timeoutMs: 200, body: 'x'.repeat(4_000_000) }),
      neverResolve,
    );
    assert.equal(!outcome.ok && outcome.reason, 'timed_out');
    assert.ok(performance.now() - startedAt < 1_500);
  });
}

for (const [name, handle, reason] of [
  ['closes at once', (socket: Socket) => socket.destroy(), 'connection_failed'],
  [
    'closes in the middle of the body',
    (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc'),
    'connection_failed',
  ],
  ['does not speak HTTP', (socket: Socket) => socket.end('hello, I am PostgreSQL\r\n\r\n'), 'answer_is_not_http'],
  [
    'sends a header without end',
    (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(40_000)}`),
    'answer_is_not_http',
  ],
  [
    'switches protocols',
    (socket: Socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    'connection_failed',
  ],
] as const) {
  test(`a receiver that ${name} is a refusal: ${reason}`, async () => {
    const port = await speaking(handle);
    const outcome = await pinnedRequest(asked(`http://127.0.0.1:${port}/`, { timeoutMs: 1_000 }), neverResolve);
    assert.equal(!outcome.ok && outcome.reason, reason);
  });
}

test('nobody listening is a refusal', async () => {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  const outcome = await pinnedRequest(asked(`http://localhost:${port}/`), neverResolve);
  assert.equal(!outcome.ok && outcome.reason, 'connection_failed');
});
