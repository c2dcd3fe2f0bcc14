/** JSON calls to Troth that wait for a busy server and repeat themselves safely: every POST carries an idempotency key. */
import { isoFromInstant } from '../packages/troth/src/kernel/clock.ts';
import { openHttp } from './http-connection.ts';
import type { HttpCall } from './http-connection.ts';

/** One item of an answer: what was made, or the code of the rule that said no. */
export type Item<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/** Something the API refused that no caller expects to be refused. */
export class UnexpectedReply extends Error {
  readonly status: number;
  readonly code: string;
  constructor(what: string, status: number, body: unknown) {
    super(`${what}: ${status} ${JSON.stringify(body).slice(0, 400)}`);
    this.name = 'UnexpectedReply';
    this.status = status;
    this.code = codeOf(body);
  }
}

export interface Caller {
  get(token: string, path: string): Promise<unknown>;
  /** Throws {@link UnexpectedReply} on every no. */
  post(token: string, path: string, idempotencyKey: string, body: unknown): Promise<unknown>;
  /** A no of the rules (4xx) is a value; a wrong credential or a body that breaks a schema is still thrown. */
  ask(token: string, path: string, idempotencyKey: string, body: unknown): Promise<Item<unknown>>;
  callCount(): number;
  close(): void;
}

/** Times a busy or restarting server is asked again, and the longest wait in between. */
const ATTEMPTS_MAX = 8;
const WAIT_SECONDS_MAX = 5;
/** Answers that say the simulator itself is wrong. */
const OWN_FAULTS: ReadonlySet<string> = new Set([
  'credential_missing',
  'credential_unknown',
  'scope_missing',
  'body_invalid',
  'idempotency_key_missing',
]);

/** The code of a problem; empty when the body is none. */
export function codeOf(body: unknown): string {
  const code = (body as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** Instants go out as ISO text, and what is null is not sent at all. */
function inJson(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return isoFromInstant(value);
  return value ?? undefined;
}

export function openCaller(origin: string, lanes: number): Caller {
  const http = openHttp(origin, lanes);
  let calls = 0;
  const reach = async (request: HttpCall): Promise<{ readonly status: number; readonly body: unknown }> => {
    for (let attempt = 1; ; attempt += 1) {
      calls += 1;
      const reply = await http.call(request);
      const isBusy = reply.status === 503 || reply.status === 429 || codeOf(reply.body) === 'idempotency_key_in_flight';
      if (!isBusy || attempt === ATTEMPTS_MAX) return reply;
      await new Promise((resolve) =>
        setTimeout(resolve, 1000 * Math.min(reply.retryAfterSeconds ?? 1, WAIT_SECONDS_MAX)),
      );
    }
  };
  const postCall = (token: string, path: string, idempotencyKey: string, body: unknown): HttpCall => ({
    method: 'POST',
    path,
    headers: { authorization: `Bearer ${token}`, 'idempotency-key': idempotencyKey },
    body: JSON.stringify(body, inJson),
  });
  return {
    async get(token, path) {
      const reply = await reach({ method: 'GET', path, headers: { authorization: `Bearer ${token}` }, body: null });
      if (reply.status >= 300) throw new UnexpectedReply(`GET ${path}`, reply.status, reply.body);
      return reply.body;
    },
    async post(token, path, idempotencyKey, body) {
      const reply = await reach(postCall(token, path, idempotencyKey, body));
      if (reply.status >= 300) throw new UnexpectedReply(`POST ${path}`, reply.status, reply.body);
      return reply.body;
    },
    async ask(token, path, idempotencyKey, body) {
      const reply = await reach(postCall(token, path, idempotencyKey, body));
      if (reply.status < 300) return { ok: true, value: reply.body };
      const code = codeOf(reply.body);
      if (reply.status >= 500 || code === '' || OWN_FAULTS.has(code))
        throw new UnexpectedReply(`POST ${path}`, reply.status, reply.body);
      return { ok: false, reason: code };
    },
    callCount: () => calls,
    close: () => http.close(),
  };
}
