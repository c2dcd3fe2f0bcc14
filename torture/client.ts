/**
 * The merchants' and persons' side: one HTTP request per call, journalled before it is sent and after it is answered. It never
 * repeats anything by itself; what stays without an answer is for the campaign to repeat with the same key.
 */
import { createHash } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import type { Journal } from './journal.ts';

/** What is asked, and what the checks need to know about who asks. Secrets stay out of the journal. */
export interface Ask {
  readonly key: string;
  readonly kind: AskKind;
  readonly path: string;
  readonly token: string;
  readonly body: object | null;
  /** Whose word it is: a merchant's or a person's id, or the operator. */
  readonly speaker: string;
}

export type AskKind =
  | 'order'
  | 'bulk'
  | 'promise'
  | 'person_move'
  | 'merchant_move'
  | 'evidence'
  | 'settle'
  | 'consent_give'
  | 'consent_revoke'
  | 'clock'
  | 'enrol';

export interface SentLine {
  readonly t: 'sent';
  readonly key: string;
  readonly kind: AskKind;
  readonly path: string;
  readonly speaker: string;
  readonly bodyHash: string;
  readonly body: object | null;
  readonly attempt: number;
}

export interface AnswerLine {
  readonly t: 'answer';
  readonly key: string;
  readonly attempt: number;
  readonly status: number;
  readonly body: AnswerBody;
}

/** A kill, so that the journal tells what was answered before it. */
export interface KillLine {
  readonly t: 'kill';
  readonly number: number;
}

/** Answers are JSON objects; what is in them depends on the question. */
export type AnswerBody = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
}

/** No answer at all, or one that says "repeat with the same key"; for a bulk answer, an item of which one of these is true. */
export function isOpen(answer: Answer | null): boolean {
  if (answer === null || answer.status >= 500 || answer.status === 429) return true;
  if (answer.status === 409 && answer.body.code === 'idempotency_key_in_flight') return true;
  const items = answer.body.answers as { status: number; problem?: AnswerBody }[] | undefined;
  return items?.some(({ status, problem }) => isOpen({ status, body: problem ?? {} })) ?? false;
}

export interface Client {
  /** Null when no answer came. */
  ask(ask: Ask): Promise<Answer | null>;
  read(path: string, token: string): Promise<Answer | null>;
  /** Requests that were sent and have no answer yet. */
  readonly inFlightCount: number;
  readonly sentCount: number;
  close(): void;
}

const ANSWER_WITHIN_MS = 60_000;

export function openClient(port: number, journal: Journal): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 512 });
  let inFlight = 0;
  let sent = 0;
  const attempts = new Map<string, number>();

  const exchange = (method: string, path: string, token: string, key: string | null, body: string | null) =>
    new Promise<Answer | null>((resolve) => {
      inFlight += 1;
      let isDone = false;
      const done = (answer: Answer | null) => {
        if (isDone) return;
        isDone = true;
        inFlight -= 1;
        resolve(answer);
      };
      const headers: Record<string, string | number> = { authorization: `Bearer ${token}` };
      if (key !== null) headers['idempotency-key'] = key;
      if (body !== null) {
        headers['content-type'] = 'application/json';
        headers['content-length'] = Buffer.byteLength(body);
      }
      const request = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(parse(response.statusCode ?? 0, Buffer.concat(chunks), response.complete)));
        // A connection cut in the middle of an answer ends in one of these two.
        response.on('error', () => done(null));
        response.on('close', () => done(null));
      });
      request.setTimeout(ANSWER_WITHIN_MS, () => request.destroy(new Error('no answer in time')));
      request.on('error', () => done(null));
      request.end(body ?? undefined);
    });

  return {
    async ask(ask) {
      const body = ask.body === null ? null : JSON.stringify(ask.body);
      const attempt = (attempts.get(ask.key) ?? 0) + 1;
      attempts.set(ask.key, attempt);
      const { key, kind, path, speaker } = ask;
      const bodyHash = createHash('sha256')
        .update(body ?? '')
        .digest('hex');
      await journal.append({
        t: 'sent',
        key,
        kind,
        path,
        speaker,
        bodyHash,
        body: ask.body,
        attempt,
      } satisfies SentLine);
      sent += 1;
      const answer = await exchange('POST', path, ask.token, key, body);
      if (answer !== null) await journal.append({ t: 'answer', key, attempt, ...answer } satisfies AnswerLine);
      return answer;
    },
    read: (path, token) => exchange('GET', path, token, null, null),
    get inFlightCount() {
      return inFlight;
    },
    get sentCount() {
      return sent;
    },
    close: () => agent.destroy(),
  };
}

function parse(status: number, bytes: Buffer, isComplete: boolean): Answer | null {
  if (!isComplete) return null;
  try {
    return { status, body: JSON.parse(bytes.toString('utf8')) as AnswerBody };
  } catch {
    return null;
  }
}
