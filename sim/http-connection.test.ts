import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { test } from 'node:test';
import { openHttp } from './http-connection.ts';
import type { HttpCall, HttpClient } from './http-connection.ts';
import { parseReply } from './http-reply.ts';

const get: HttpCall = { method: 'GET', path: '/', headers: {}, body: null };

async function against(server: Server, lanes: number, run: (client: HttpClient) => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = openHttp(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, lanes);
  try {
    await run(client);
  } finally {
    client.close();
    await new Promise((resolve) => server.close(resolve));
  }
}

const withHttp = (listener: RequestListener, lanes: number, run: (client: HttpClient) => Promise<void>) =>
  against(createServer(listener), lanes, run);

test('what is sent arrives, what is answered comes back, many at once on few sockets', async () => {
  const ports = new Set<number | undefined>();
  const echo: RequestListener = (request, response) => {
    ports.add(request.socket.remotePort);
    let text = '';
    request.on('data', (bytes: Buffer) => {
      text += bytes.toString('utf8');
    });
    request.on('end', () =>
      response.end(
        JSON.stringify({ method: request.method, key: request.headers['x-key'], body: JSON.parse(text) as unknown }),
      ),
    );
  };
  await withHttp(echo, 3, async (client) => {
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, nth) =>
        client.call({
          method: 'POST',
          path: '/x',
          headers: { 'x-key': `k${nth}` },
          body: JSON.stringify({ nth, 名: '𠮷' }),
        }),
      ),
    );
    for (const [nth, reply] of replies.entries()) {
      assert.deepEqual(reply.body, { method: 'POST', key: `k${nth}`, body: { nth, 名: '𠮷' } });
    }
    assert.ok(ports.size <= 3, `${ports.size} sockets`);
  });
});

test('long, chunked, empty and refused replies are all read', async () => {
  const listener: RequestListener = (request, response) => {
    if (request.url === '/long') return void response.end(JSON.stringify('é'.repeat(300_000)));
    if (request.url === '/chunked') {
      response.write('{"a":');
      return void setTimeout(() => response.end('1}'), 10);
    }
    if (request.url === '/empty') return void response.writeHead(204).end();
    response.writeHead(503, { 'retry-after': '2', connection: 'close' }).end('{"code":"database_down"}');
  };
  await withHttp(listener, 1, async (client) => {
    assert.equal((await client.call({ ...get, path: '/long' })).body, 'é'.repeat(300_000));
    assert.deepEqual((await client.call({ ...get, path: '/chunked' })).body, { a: 1 });
    assert.deepEqual(await client.call({ ...get, path: '/empty' }), {
      status: 204,
      retryAfterSeconds: null,
      body: null,
    });
    for (let nth = 0; nth < 3; nth += 1) {
      assert.deepEqual(await client.call(get), { status: 503, retryAfterSeconds: 2, body: { code: 'database_down' } });
    }
  });
});

test('a request on a socket that the server has closed is sent once more, and only once', async () => {
  let connections = 0;
  const closing = createSocketServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.once('data', () =>
      connections === 1 ? socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n1') : socket.destroy(),
    );
  });
  await against(closing, 1, async (client) => {
    assert.equal((await client.call(get)).body, 1);
    await assert.rejects(client.call(get), /no reply from/);
    assert.ok(connections === 3 || connections === 2, `${connections}`);
  });
});

test('one request that fails holds up nobody who waits behind it', async () => {
  let connections = 0;
  const flaky = createSocketServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.on('data', () =>
      connections <= 2 ? socket.destroy() : socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n2'),
    );
  });
  await against(flaky, 1, async (client) => {
    const [first, second] = await Promise.allSettled([client.call(get), client.call(get)]);
    assert.deepEqual([first.status, second.status], ['rejected', 'fulfilled']);
  });
});

test('a reply is complete with its last byte and not before', () => {
  const whole = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
  for (let length = 0; length < whole.length; length += 1) assert.equal(parseReply(whole.subarray(0, length)), null);
  assert.deepEqual(parseReply(whole)?.reply, { status: 200, retryAfterSeconds: null, body: {} });
  assert.throws(() => parseReply(Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n<p/>')), /not JSON: <p\/>/);
  assert.throws(() => parseReply(Buffer.from('SSH-2.0-x\r\n\r\n')), /does not speak HTTP/);
});
