/**
 * A lean HTTP/1.1 client for one origin: a few kept-alive sockets, one request at a time on each, JSON in and out. The general
 * clients cost more per call than the server does; a simulated year is a few hundred thousand calls.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { parseReply } from './http-reply.ts';
import type { HttpReply } from './http-reply.ts';

export interface HttpCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text; null sends no body. */
  readonly body: string | null;
}

export interface HttpClient {
  call(request: HttpCall): Promise<HttpReply>;
  close(): void;
}

const REPLY_TIMEOUT_MS = 120_000;

interface Waiting {
  readonly text: string;
  readonly resolve: (reply: HttpReply) => void;
  readonly reject: (cause: Error) => void;
  /** A kept-alive socket may have been closed by the server in the meantime: such a request is sent once more. */
  wasResent: boolean;
}

/** One socket that takes the next waiting request as soon as it is free. */
function openLane(host: string, port: number, next: () => Waiting | undefined) {
  let socket: Socket | null = null;
  let current: Waiting | null = null;
  let arrived: Buffer = Buffer.alloc(0);

  const hangUp = (): void => {
    const open = socket;
    socket = null;
    arrived = Buffer.alloc(0);
    open?.destroy();
  };
  const fail = (cause: Error): void => {
    const failed = current;
    const isFresh = arrived.length === 0;
    hangUp();
    current = null;
    if (failed === null) return;
    if (isFresh && !failed.wasResent) {
      failed.wasResent = true;
      send(failed);
    } else {
      failed.reject(new Error(`no reply from ${host}:${port}: ${cause.message}`, { cause }));
      pull();
    }
  };
  const receive = (bytes: Buffer): void => {
    arrived = arrived.length === 0 ? bytes : Buffer.concat([arrived, bytes]);
    const done = current;
    if (done === null) return;
    try {
      const parsed = parseReply(arrived);
      if (parsed === null) return;
      current = null;
      arrived = arrived.subarray(parsed.used);
      if (parsed.closes) hangUp();
      done.resolve(parsed.reply);
    } catch (cause) {
      current = null;
      hangUp();
      done.reject(cause as Error);
    }
    pull();
  };
  const open = (): Socket => {
    const opened = connect({ host, port, noDelay: true });
    opened.setTimeout(REPLY_TIMEOUT_MS, () => opened === socket && current !== null && fail(new Error('timed out')));
    opened.on('data', (bytes) => opened === socket && receive(bytes));
    opened.on('error', (cause) => opened === socket && fail(cause));
    opened.on('close', () => opened === socket && fail(new Error('closed')));
    return opened;
  };
  const send = (waiting: Waiting): void => {
    current = waiting;
    socket ??= open();
    socket.write(waiting.text);
  };
  const pull = (): void => {
    if (current !== null) return;
    const waiting = next();
    if (waiting !== undefined) send(waiting);
  };
  return {
    pull,
    isFree: () => current === null,
    close: hangUp,
  };
}

/** A client for an origin such as `http://127.0.0.1:8700` that keeps up to `lanesMax` requests in flight. */
export function openHttp(origin: string, lanesMax: number): HttpClient {
  const url = new URL(origin);
  if (url.protocol !== 'http:') throw new Error(`${origin}: the simulator speaks plain HTTP to its own machine`);
  const queue: Waiting[] = [];
  let taken = 0;
  const next = (): Waiting | undefined => {
    const waiting = queue[taken];
    if (waiting === undefined) return undefined;
    taken += 1;
    if (taken === queue.length) {
      queue.length = 0;
      taken = 0;
    }
    return waiting;
  };
  const lanes = Array.from({ length: lanesMax }, () =>
    openLane(url.hostname.replace(/^\[|\]$/g, ''), Number(url.port || '80'), next),
  );
  const call = ({ method, path, headers, body }: HttpCall): Promise<HttpReply> => {
    const lines = Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('');
    const content =
      body === null ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`;
    const text = `${method} ${path} HTTP/1.1\r\nhost: ${url.host}\r\n${lines}${content}\r\n${body ?? ''}`;
    return new Promise((resolve, reject) => {
      queue.push({ text, resolve, reject, wasResent: false });
      lanes.find((lane) => lane.isFree())?.pull();
    });
  };
  return {
    call,
    close: () => {
      for (const lane of lanes) lane.close();
    },
  };
}
