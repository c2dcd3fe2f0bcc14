/** Idempotency for what is not on the write path: the effect and its remembered key are one transaction. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type pg from 'pg';
import { DAY_US, type Id, type Instant, isoFromInstant, uuidOf } from '../../kernel/index.ts';
import { KEY_LIFE_DAYS, RENDERER } from '../../journeys/replay.ts';
import { type ApiContext, isIdempotencyKey, nowOf, requestKeyOf } from './context.ts';
import { onlyOnce } from './in-flight.ts';
import { type ProblemMore, sendProblem, type ProblemCode } from './problems.ts';

export interface Speaker {
  readonly worldId: number;
  /** The party under whose name the key is kept. */
  readonly partyId: Id<'pty'>;
  readonly merchantIds?: readonly string[];
}

/** What the work made: the id to remember, the answer now, and how to answer again (a secret is never answered again). */
export type Made =
  | {
      readonly ok: true;
      /** Null when the answer names nothing that was made. */
      readonly subjectId: Id | null;
      readonly status: number;
      readonly body: object;
      readonly again: object;
    }
  | ({ readonly ok: false; readonly code: ProblemCode } & ProblemMore);

interface Known {
  body_hash: string;
  answer: string;
  recorded_at: Instant;
}

type Outcome = Made | { readonly replay: Known };

interface Hashes {
  readonly keyHash: string;
  readonly bodyHash: string;
}

/** Two processes answered one key at the same instant: the loser writes nothing. */
class KeyTaken extends Error {}

async function findKnown(
  client: pg.ClientBase,
  speaker: Speaker,
  { keyHash }: Hashes,
  now: Instant,
): Promise<Known | null> {
  const { rows } = await client.query<Known>(
    'select body_hash::text, answer, recorded_at from idempotency where party_id = $1 and key_hash = $2',
    [uuidOf(speaker.partyId), keyHash],
  );
  const known = rows[0];
  if (known === undefined) return null;
  // What was begun is not forgotten before it is done, however far it moved the world's own clock.
  return isBegun(known) || known.recorded_at + BigInt(KEY_LIFE_DAYS) * DAY_US > now ? known : null;
}

/** The status under which a plan is kept until its answer is known. */
const BEGUN = 102;

function isBegun(known: Known): boolean {
  return (JSON.parse(known.answer) as [number])[0] === BEGUN;
}

/** A key that has outlived its thirty days is free again. */
async function remember(
  client: pg.ClientBase,
  speaker: Speaker,
  hashes: Hashes,
  made: Extract<Made, { ok: true }>,
  now: Instant,
): Promise<void> {
  const { rowCount } = await client.query(
    `insert into idempotency as i (world_id, party_id, key_hash, body_hash, answer, subject_id, renderer, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (party_id, key_hash) do update set body_hash = excluded.body_hash, answer = excluded.answer, subject_id = excluded.subject_id,
       renderer = excluded.renderer, recorded_at = excluded.recorded_at where i.recorded_at <= $9`,
    [
      speaker.worldId,
      uuidOf(speaker.partyId),
      hashes.keyHash,
      hashes.bodyHash,
      JSON.stringify([made.status, made.again]),
      made.subjectId === null ? null : uuidOf(made.subjectId),
      RENDERER,
      isoFromInstant(now),
      isoFromInstant(now - BigInt(KEY_LIFE_DAYS) * DAY_US),
    ],
  );
  if (rowCount !== 1) throw new KeyTaken();
}

/** Answers a POST once. `again` bodies are kept as text beside the key, so they must hold nothing secret or personal. */
export async function once(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  speaker: Speaker,
  work: (client: pg.ClientBase, now: Instant) => Promise<Made>,
): Promise<FastifyReply> {
  const now = nowOf(context, speaker.worldId);
  return answerOnce(context, request, reply, speaker, (hashes) =>
    context.installation.cold.within(scopeOf(speaker), async (client): Promise<Outcome> => {
      const known = await findKnown(client, speaker, hashes, now);
      if (known !== null) return { replay: known };
      const made = await work(client, now);
      if (made.ok) await remember(client, speaker, hashes, made, now);
      return made;
    }),
  );
}

/**
 * The same for work that takes long and keeps its own transactions. The plan is made and remembered before anything is done, so that
 * whoever repeats the request after a crash goes on with that plan; its answer takes the plan's place when it is done.
 */
export async function onceAfterwards(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  speaker: Speaker,
  {
    plan,
    work,
  }: { readonly plan: () => string; readonly work: (plan: string, how: 'new' | 'resumed') => Promise<Made> },
): Promise<FastifyReply> {
  const { cold } = context.installation;
  const now = () => nowOf(context, speaker.worldId);
  return answerOnce(context, request, reply, speaker, async (hashes): Promise<Outcome> => {
    const planned = plan();
    const known = await cold.within(scopeOf(speaker), async (client) => {
      const found = await findKnown(client, speaker, hashes, now());
      const begun = { ok: true as const, subjectId: null, status: BEGUN, body: {}, again: { plan: planned } };
      if (found === null) await remember(client, speaker, hashes, begun, now());
      return found;
    });
    if (known !== null && !(isBegun(known) && isSameBody(known, hashes))) return { replay: known };
    const [, { plan: begun }] =
      known === null ? [BEGUN, { plan: planned }] : (JSON.parse(known.answer) as [number, { plan: string }]);
    const made = await work(begun, known === null ? 'new' : 'resumed');
    await cold.within(scopeOf(speaker), (client) => conclude(client, speaker, hashes, made, now()));
    return made;
  });
}

/** The answer takes the plan's place; a refusal leaves nothing. */
async function conclude(
  client: pg.ClientBase,
  speaker: Speaker,
  { keyHash }: Hashes,
  made: Made,
  now: Instant,
): Promise<void> {
  const key = [uuidOf(speaker.partyId), keyHash];
  if (!made.ok) {
    await client.query('delete from idempotency where party_id = $1 and key_hash = $2', key);
    return;
  }
  await client.query(
    'update idempotency set answer = $3, subject_id = $4, recorded_at = $5 where party_id = $1 and key_hash = $2',
    [
      ...key,
      JSON.stringify([made.status, made.again]),
      made.subjectId === null ? null : uuidOf(made.subjectId),
      isoFromInstant(now),
    ],
  );
}

function isSameBody(known: Known, { bodyHash }: Hashes): boolean {
  return known.body_hash.replaceAll('-', '') === bodyHash;
}

function scopeOf(speaker: Speaker) {
  return { worldId: speaker.worldId, merchantIds: speaker.merchantIds ?? [] };
}

async function answerOnce(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  speaker: Speaker,
  decide: (hashes: Hashes) => Promise<Outcome>,
): Promise<FastifyReply> {
  const key = request.headers['idempotency-key'];
  if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
  const route = `${request.method} ${request.url.split('?')[0]}`;
  const hashes = requestKeyOf(speaker.partyId, route, key, request.body ?? null);
  const inFlight = () => sendProblem(reply, 'idempotency_key_in_flight');
  return onlyOnce(hashes.keyHash, inFlight, async () => {
    let result: Outcome;
    try {
      result = await decide(hashes);
    } catch (error) {
      if (error instanceof KeyTaken) return inFlight();
      throw error;
    }
    if ('replay' in result) {
      if (!isSameBody(result.replay, hashes)) return sendProblem(reply, 'key_reused_with_other_body');
      const [status, body] = JSON.parse(result.replay.answer) as [number, object];
      return reply.code(status).send(body);
    }
    if (!result.ok) {
      const { ok: _no, code, ...more } = result;
      return sendProblem(reply, code, more);
    }
    context.background.hint(speaker.worldId);
    return reply.code(result.status).send(result.body);
  });
}
