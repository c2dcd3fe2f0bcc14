/** Speaks to a Troth over HTTP, as the commands do: a refusal becomes an error that says what to do next. */
import { randomUUID } from 'node:crypto';

export interface ApiCaller {
  readonly url: string;
  get(path: string, token: string): Promise<unknown>;
  /** `key`: the idempotency key; the same key makes the same thing once. */
  post(path: string, token: string, body: object, key: string): Promise<unknown>;
}

/** The API said no, in its own words. */
export class ApiRefused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(
    status: number,
    problem: {
      readonly code?: string;
      readonly detail?: string;
      readonly next?: string;
      readonly errors?: readonly object[];
    },
  ) {
    const errors = (problem.errors ?? []).map((one) => `\n  ${JSON.stringify(one)}`).join('');
    super(`${problem.detail ?? `HTTP ${status}`}${errors}\n${problem.next ?? ''}`.trim());
    this.name = 'ApiRefused';
    this.status = status;
    this.code = problem.code ?? '';
  }
}

/** Nobody answers there. */
export class ApiUnreachable extends Error {}

export function freshKey(): string {
  return `cli-${randomUUID()}`;
}

export function apiCaller(url: string): ApiCaller {
  const origin = url.replace(/\/+$/, '');
  const call = async (path: string, init: RequestInit): Promise<unknown> => {
    let response: Response;
    try {
      response = await fetch(origin + path, { ...init, redirect: 'error' });
    } catch (cause) {
      throw new ApiUnreachable(`Nobody answers at ${origin}.`, { cause });
    }
    const text = await response.text();
    const body: unknown =
      (response.headers.get('content-type') ?? '').includes('json') && text !== '' ? JSON.parse(text) : null;
    if (!response.ok)
      throw new ApiRefused(response.status, (body ?? {}) as ConstructorParameters<typeof ApiRefused>[1]);
    return body;
  };
  return {
    url: origin,
    get: (path, token) => call(path, { headers: { authorization: `Bearer ${token}` } }),
    post: (path, token, body, key) =>
      call(path, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      }),
  };
}
