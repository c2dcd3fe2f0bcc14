/**
 * What the simulator says to Troth, in its own words: every path and field of the public API that it uses is in this file and
 * nowhere else. Answers that are a "no" come back as values; anything that no caller expects is thrown.
 */
import type { Instant } from '../packages/troth/src/kernel/clock.ts';
import { isoFromInstant } from '../packages/troth/src/kernel/clock.ts';
import { openHttp } from './http-connection.ts';
import type { HttpCall } from './http-connection.ts';

/** Most orders, moves or imports in one request. */
export const BULK_MAX = 128;

/** One item of a bulk answer: what was made, or the reason why not. */
export type Item<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

export interface PledgeOpened {
  readonly pledgeId: string;
  readonly outcome: 'full' | 'partial' | 'ordinary';
  readonly depositMinor: number;
}

export interface OrderItem {
  readonly person: PersonDoor;
  readonly offerId: string;
  readonly orderNo: string;
  readonly startsAt: Instant | null;
}

export interface PersonDoor {
  readonly personId: string;
  readonly session: string;
}

export interface ShopDoor {
  readonly merchantId: string;
  readonly key: string;
  readonly offerId: string;
}

/** What the town needs of the API, in a test world of its own. */
export interface TownApi {
  advanceClock(to: Instant): Promise<void>;
  /** The person consents to the shop's offer, once. */
  ensureConsent(person: PersonDoor, shop: ShopDoor): Promise<void>;
  openPledges(shop: ShopDoor, orders: readonly OrderItem[]): Promise<readonly Item<PledgeOpened>[]>;
  movePledges(key: string, moves: readonly MoveItem[]): Promise<readonly Item<string>[]>;
  addEvidence(key: string, pledgeId: string, text: string): Promise<string>;
  accept(session: string, pledgeId: string): Promise<Item<string>>;
  decline(session: string, pledgeId: string): Promise<Item<string>>;
  cancel(session: string, pledgeId: string): Promise<Item<string>>;
  answer(session: string, pledgeId: string, answer: 'on_my_way' | 'this_is_wrong'): Promise<Item<string>>;
}

export interface ImportItem {
  /** The importer's own number of the person. */
  readonly personRef: string;
  readonly offerId: string;
  readonly orderNo: string;
  readonly agreedAt: Instant;
  readonly onLocalDate: string;
}

export interface MoveItem {
  readonly pledgeId: string;
  readonly move: 'begin' | 'fulfil' | 'cancel' | 'notice' | 'withdraw' | 'break';
  readonly idempotencyKey: string;
  readonly effectiveAt: Instant | null;
  readonly evidenceIds: readonly string[];
}

/** What was on somebody's file at the world's now, in the context of the import's offer. */
export interface FileRead {
  readonly personRef: string;
  readonly estimate: number;
  readonly factCount: number;
  readonly lastOutcome: 0 | 1 | null;
}

/** What a replay needs of the API, in a test world of its own. */
export interface ReplayApi extends Pick<TownApi, 'advanceClock' | 'movePledges' | 'addEvidence'> {
  /** The estimate about somebody who is not known yet. */
  readonly estimateOfNobody: number;
  importPledges(key: string, importId: string, items: readonly ImportItem[]): Promise<readonly Item<string>[]>;
  readFiles(importId: string, personRefs: readonly string[]): Promise<readonly FileRead[]>;
}

/** Something the API refused that the simulator never expects to be refused. */
export class UnexpectedReply extends Error {
  readonly status: number;
  readonly code: string;
  constructor(call: HttpCall, status: number, body: unknown) {
    const problem = (body ?? {}) as { readonly code?: unknown };
    super(`${call.method} ${call.path}: ${status} ${JSON.stringify(body).slice(0, 400)}`);
    this.name = 'UnexpectedReply';
    this.status = status;
    this.code = typeof problem.code === 'string' ? problem.code : '';
  }
}

/** Times a busy or restarting server is asked again, and the longest wait in between. */
const ATTEMPTS_MAX = 8;
const WAIT_SECONDS_MAX = 5;

export interface Speech {
  readonly token: string;
  readonly idempotencyKey: string | null;
}

/** A JSON caller that waits for a busy server and repeats itself safely: every POST carries an idempotency key. */
export function openCaller(origin: string, lanes: number) {
  const http = openHttp(origin, lanes);
  let callCount = 0;
  const call = async (method: HttpCall['method'], path: string, speech: Speech, body: unknown): Promise<unknown> => {
    const headers: Record<string, string> = { authorization: `Bearer ${speech.token}` };
    if (speech.idempotencyKey !== null) headers['idempotency-key'] = speech.idempotencyKey;
    const request: HttpCall = { method, path, headers, body: body === null ? null : JSON.stringify(body, inJson) };
    for (let attempt = 1; ; attempt += 1) {
      callCount += 1;
      const reply = await http.call(request);
      if (reply.status < 300) return reply.body;
      const isBusy = reply.status === 503 || reply.status === 429;
      if (!isBusy || attempt === ATTEMPTS_MAX) throw new UnexpectedReply(request, reply.status, reply.body);
      await new Promise((resolve) =>
        setTimeout(resolve, 1000 * Math.min(reply.retryAfterSeconds ?? 1, WAIT_SECONDS_MAX)),
      );
    }
  };
  return { call, close: () => http.close(), callCount: () => callCount };
}

/** Instants go out as ISO text. */
function inJson(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? isoFromInstant(value) : value;
}

export type Caller = ReturnType<typeof openCaller>;
