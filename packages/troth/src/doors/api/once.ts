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
      readonly subjectId: Id;
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

/** Answers a POST once. `again` bodies are kept as text beside the key, so they must hold nothing secret or personal. */
export async function once(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
  speaker: Speaker,
  work: (client: pg.ClientBase, now: Instant) => Promise<Made>,
): Promise<FastifyReply> {
  const key = request.headers['idempotency-key'];
  if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
  const hashes = requestKeyOf(
    speaker.partyId,
    `${request.method} ${request.url.split('?')[0]}`,
    key,
    request.body ?? null,
  );
  const now = nowOf(context, speaker.worldId);
  return onlyOnce(
    hashes.keyHash,
    () => sendProblem(reply, 'idempotency_key_in_flight'),
    async () => {
      const scope = { worldId: speaker.worldId, merchantIds: speaker.merchantIds ?? [] };
      const result = await context.installation.cold.within(
        scope,
        async (client): Promise<Made | { readonly replay: Known }> => {
          const { rows } = await client.query<Known>(
            'select body_hash::text, answer, recorded_at from idempotency where party_id = $1 and key_hash = $2',
            [uuidOf(speaker.partyId), hashes.keyHash],
          );
          const known = rows[0];
          if (known !== undefined && known.recorded_at + BigInt(KEY_LIFE_DAYS) * DAY_US > now) return { replay: known };
          if (known !== undefined)
            await client.query('delete from idempotency where party_id = $1 and key_hash = $2', [
              uuidOf(speaker.partyId),
              hashes.keyHash,
            ]);
          const made = await work(client, now);
          if (!made.ok) return made;
          await client.query(
            'insert into idempotency (world_id, party_id, key_hash, body_hash, answer, subject_id, renderer, recorded_at) values ($1, $2, $3, $4, $5, $6, $7, $8)',
            [
              speaker.worldId,
              uuidOf(speaker.partyId),
              hashes.keyHash,
              hashes.bodyHash,
              JSON.stringify([made.status, made.again]),
              uuidOf(made.subjectId),
              RENDERER,
              isoFromInstant(now),
            ],
          );
          return made;
        },
      );
      if ('replay' in result) {
        if (result.replay.body_hash.replaceAll('-', '') !== hashes.bodyHash)
          return sendProblem(reply, 'key_reused_with_other_body');
        const [status, body] = JSON.parse(result.replay.answer) as [number, object];
        return reply.code(status).send(body);
      }
      if (!result.ok) {
        const { ok: _no, code, ...more } = result;
        return sendProblem(reply, code, more);
      }
      context.background.hint(speaker.worldId);
      return reply.code(result.status).send(result.body);
    },
  );
}
