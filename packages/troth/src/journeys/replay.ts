/**
 * The same request twice has one effect. Every answer that was decided is remembered under (party, key) for thirty days, as a word
 * and the id of the fact that says the rest; a merchant's own order number is remembered for ever.
 */
import {
  DAY_US,
  type Id,
  idFromUuid,
  type Instant,
  ok,
  type Outcome,
  type Refusal,
  refuse,
  uuidOf,
} from '../kernel/index.ts';
import { type Call, readInstant, type Row, type Statement } from '../platform/db/index.ts';

export const KEY_LIFE_DAYS = 30;
/** Which renderer of answers wrote the row: a later one must still be able to render it. */
export const RENDERER = 1;

/** Who asks, under which key, for what. Hashes are 32 hex characters. */
export interface RequestKey {
  readonly keyHash: string;
  readonly bodyHash: string;
}

export interface RememberedAnswer {
  readonly partyId: Id<'pty'>;
  readonly request: RequestKey;
  /** `done`, or a refusal as {@link saidNo} says it. */
  readonly answer: string;
  readonly factId: Id<'fct'> | null;
  readonly recordedAt: Instant;
}

const FIND_ANSWERS: Statement = {
  name: 'find_answers',
  text: `select i.party_id::text, i.key_hash::text, i.body_hash::text, i.answer, i.subject_id::text, i.recorded_at from unnest($1::uuid[], $2::uuid[]) u(party_id, key_hash)
    cross join lateral (select * from idempotency where party_id = u.party_id and key_hash = u.key_hash limit 1) i`,
  types: ['uuid[]', 'uuid[]'],
};

const INSERT_ANSWERS: Statement = {
  name: 'insert_answers',
  text: `insert into idempotency (world_id, renderer, party_id, key_hash, body_hash, answer, subject_id, recorded_at)
    select $1::int4, $2::int2, r.* from unnest($3::given_answer[]) r`,
  types: ['int4', 'int2', { rows: 'given_answer', columns: ['uuid', 'uuid', 'uuid', 'text', 'uuid', 'timestamptz'] }],
};

const FORGET_ANSWERS: Statement = {
  name: 'forget_answers',
  text: 'delete from idempotency i using unnest($1::uuid[], $2::uuid[]) u(party_id, key_hash) where i.party_id = u.party_id and i.key_hash = u.key_hash',
  types: ['uuid[]', 'uuid[]'],
};

const FIND_ORDER_NUMBERS: Statement = {
  name: 'find_order_numbers',
  text: `select o.merchant_id::text, o.order_no from unnest($1::uuid[], $2::text[]) u(merchant_id, order_no)
    cross join lateral (select * from order_numbers where merchant_id = u.merchant_id and order_no = u.order_no limit 1) o`,
  types: ['uuid[]', 'text[]'],
};

const INSERT_ORDER_NUMBERS: Statement = {
  name: 'insert_order_numbers',
  text: `insert into order_numbers (world_id, merchant_id, order_no, party_id, pledge_id) select $1::int4, r.* from unnest($2::taken_order_number[]) r`,
  types: ['int4', { rows: 'taken_order_number', columns: ['uuid', 'text', 'uuid', 'uuid'] }],
};

export function findAnswers(keys: readonly { partyId: Id<'pty'>; keyHash: string }[]): Call {
  return [FIND_ANSWERS, keys.map((key) => uuidOf(key.partyId)), keys.map((key) => key.keyHash)];
}

export function insertAnswers(worldId: number, answers: readonly RememberedAnswer[]): Call {
  return [
    INSERT_ANSWERS,
    worldId,
    RENDERER,
    answers.map(({ partyId, request, answer, factId, recordedAt }) => [
      uuidOf(partyId),
      request.keyHash,
      request.bodyHash,
      answer,
      factId === null ? null : uuidOf(factId),
      recordedAt,
    ]),
  ];
}

export function forgetAnswers(answers: readonly RememberedAnswer[]): Call {
  return [FORGET_ANSWERS, answers.map((a) => uuidOf(a.partyId)), answers.map((a) => a.request.keyHash)];
}

export function findOrderNumbers(keys: readonly { merchantId: Id<'pty'>; orderNo: string }[]): Call {
  return [FIND_ORDER_NUMBERS, keys.map((key) => uuidOf(key.merchantId)), keys.map((key) => key.orderNo)];
}

export function insertOrderNumbers(
  worldId: number,
  rows: readonly { merchantId: Id<'pty'>; orderNo: string; partyId: Id<'pty'>; pledgeId: Id<'plg'> }[],
): Call {
  return [
    INSERT_ORDER_NUMBERS,
    worldId,
    rows.map((r) => [uuidOf(r.merchantId), r.orderNo, uuidOf(r.partyId), uuidOf(r.pledgeId)]),
  ];
}

function hexOf(uuid: string): string {
  return uuid.replaceAll('-', '');
}

/** A refusal as it is remembered: its name, and with the one that names a stage what it says: `stage_is_not_running: stage 2 runs`. */
export function saidNo({ reason, detail }: Refusal<string>): string {
  return reason === 'stage_is_not_running' ? `${reason}: ${detail}` : reason;
}

function noAsSaid<R extends string>(answer: string): Refusal<R> {
  const [reason = '', detail] = answer.split(': ');
  return refuse(reason as R, detail === undefined ? {} : { detail });
}

/** What is remembered in one batch: rows found, and answers given by commands before. */
export class AnswerBook {
  readonly #known = new Map<string, RememberedAnswer>();
  readonly #fresh: RememberedAnswer[] = [];
  readonly #expired: RememberedAnswer[] = [];

  constructor(rows: readonly Row[], now: Instant) {
    for (const [party, keyHash, bodyHash, answer, subject, recordedAt] of rows) {
      const remembered: RememberedAnswer = {
        partyId: idFromUuid('pty', party as string),
        request: { keyHash: hexOf(keyHash as string), bodyHash: hexOf(bodyHash as string) },
        answer: answer as string,
        factId: subject == null ? null : idFromUuid('fct', subject),
        recordedAt: readInstant(recordedAt as string),
      };
      if (remembered.recordedAt + BigInt(KEY_LIFE_DAYS) * DAY_US > now)
        this.#known.set(keyOf(remembered.partyId, remembered.request.keyHash), remembered);
      else this.#expired.push(remembered);
    }
  }

  find(partyId: Id<'pty'>, keyHash: string): RememberedAnswer | null {
    return this.#known.get(keyOf(partyId, keyHash)) ?? null;
  }

  /** What this request was answered before, as it was then: its fact is to be read again. Null when it was never asked. */
  again<R extends string>(
    partyId: Id<'pty'>,
    { keyHash, bodyHash }: RequestKey,
  ): Outcome<{ readonly factId: Id<'fct'>; readonly fact: null }, R | 'key_reused_with_other_body'> | null {
    const known = this.find(partyId, keyHash);
    if (known === null) return null;
    if (known.request.bodyHash !== bodyHash) return refuse('key_reused_with_other_body');
    return known.factId === null ? noAsSaid<R>(known.answer) : ok({ factId: known.factId, fact: null });
  }

  remember(answer: RememberedAnswer): void {
    this.#known.set(keyOf(answer.partyId, answer.request.keyHash), answer);
    this.#fresh.push(answer);
  }

  calls(worldId: number): Call[] {
    const calls: Call[] = [];
    if (this.#expired.length > 0) calls.push(forgetAnswers(this.#expired));
    if (this.#fresh.length > 0) calls.push(insertAnswers(worldId, this.#fresh));
    return calls;
  }
}

function keyOf(partyId: Id<'pty'>, keyHash: string): string {
  return partyId + keyHash;
}
