/** Who promises speaks for themselves, a person or a shop: consent, promise, accept, confirm, extend, declare, answer. Nobody else's credential opens these routes. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { DAY_US, type Id, isoFromInstant, uuidOf } from '../../kernel/index.ts';
import { cleanText, NOTE_LIMITS } from '../../platform/http/clean-text.ts';
import { changeConsents, type ConsentCommand } from '../../journeys/change-consent.ts';
import { currentConsentText, isPurpose } from '../../rooms/rulebook/index.ts';
import { readMove } from './asked-move.ts';
import { birthAnswer, factOf, moveAnswer } from './answers.ts';
import { type ApiContext, isIdempotencyKey, nowOf, personOf, type Promisor, requestKeyOf } from './context.ts';
import { keepNote } from './evidence-of-person.ts';
import { onlyOnce } from './in-flight.ts';
import { OWN_WORDS, type OwnWord } from './own-word.ts';
import { type ProblemMore, sendProblem, type ProblemCode } from './problems.ts';
import { moveBody, pathOfMove, PERSON_MOVES, type PersonMoveBody } from './move-bodies.ts';
import { closed, idOf, MoveAnswerBody, PledgeAnswer, PromiseBody } from './schemas.ts';
import { isRemembered, readTimes, submitMove, submitOrder } from './submit.ts';

export type Said =
  | { readonly ok: true; readonly status: number; readonly body: object }
  | ({ readonly ok: false; readonly code: ProblemCode } & ProblemMore);

/** Consent (if given) and promise in one breath, as on the accept page. */
export async function promise(context: ApiContext, person: Promisor, body: PromiseBody, key: string): Promise<Said> {
  const { installation } = context;
  const { worldId, partyId } = person;
  const offer = await installation.catalog.find(worldId, body.offerId as Id<'ofr'>);
  if (offer === null) return { ok: false, code: 'not_found', pointers: ['/offerId'] };
  const request = requestKeyOf(partyId, 'promise', key, body);
  const isCurrent = body.versionId === undefined || body.versionId === offer.version.versionId;
  // What was promised before the offer changed is answered as it was then.
  if ((offer.state === 'withdrawn' || !isCurrent) && !(await isRemembered(context, worldId, partyId, request.keyHash)))
    return { ok: false, code: isCurrent ? 'offer_withdrawn' : 'offer_has_changed', pointers: ['/versionId'] };
  const times = readTimes(body);
  if (times === null)
    return { ok: false, code: 'body_invalid', pointers: ['/startsAt'], detail: 'There is no such instant.' };
  const purpose = offer.version.purpose;
  const text = isPurpose(purpose) ? currentConsentText(purpose) : null;
  if (body.consent !== undefined && (text === null || text.version !== body.consent.textVersion))
    return { ok: false, code: 'consent_text_unknown', pointers: ['/consent/textVersion'] };
  const now = nowOf(context, worldId);
  const consent =
    body.consent === undefined || text === null
      ? null
      : { purpose, fields: text.fields, textVersion: text.version, expiresAt: now + BigInt(text.expiryDays) * DAY_US };
  return onlyOnce<Said>(
    request.keyHash,
    () => ({ ok: false, code: 'idempotency_key_in_flight' }),
    async () => {
      const outcome = await submitOrder(context, worldId, {
        request,
        promisorId: partyId,
        promisorKind: person.kind,
        version: offer.version,
        orderNo: null,
        effectiveAt: null,
        speaker: { by: 'promisor', choice: body.terms, shownMinor: body.shownMinor, consent },
        order: times,
      });
      if (!outcome.ok) return { ok: false, code: outcome.reason, pointers: outcome.pointers, detail: outcome.detail };
      return { ok: true, status: 201, body: await birthAnswer(context, worldId, outcome.value, person.kind) };
    },
  );
}

/** One move by the promisor. A free note goes to evidence, sealed, when the journey has accepted the move. */
export async function moveAsPerson(
  context: ApiContext,
  person: Promisor,
  pledgeId: Id<'plg'>,
  move: (typeof PERSON_MOVES)[number],
  body: PersonMoveBody,
  key: string,
): Promise<Said> {
  const { note: words, ...members } = body;
  const asked = readMove(move, members);
  if ('code' in asked) return { ok: false, ...asked };
  const note = words === undefined || words.trim() === '' ? null : cleanText(words, NOTE_LIMITS);
  if (note !== null && !note.ok) return { ok: false, code: 'body_invalid', pointers: ['/note'], detail: note.reason };
  const request = requestKeyOf(person.partyId, `move ${move} ${pledgeId}`, key, body);
  return onlyOnce<Said>(
    request.keyHash,
    () => ({ ok: false, code: 'idempotency_key_in_flight' }),
    async () => {
      const outcome = await submitMove(context, person.worldId, {
        request,
        pledgeId,
        mover: { by: 'promisor', partyId: person.partyId },
        move: asked,
      });
      if (!outcome.ok) return { ok: false, code: outcome.reason, pointers: outcome.pointers, detail: outcome.detail };
      if (note !== null) await keepNote(context, person, pledgeId, note.value, request.keyHash);
      return { ok: true, status: 200, body: moveAnswer(await factOf(context, person.worldId, outcome.value)) };
    },
  );
}

/** Gives or revokes a consent. */
export async function sayConsent(
  context: ApiContext,
  person: Promisor,
  change: ConsentCommand['change'],
  key: string,
): Promise<Said> {
  const request = requestKeyOf(
    person.partyId,
    `consent ${change.kind}`,
    key,
    JSON.parse(JSON.stringify(change, (_, value) => (typeof value === 'bigint' ? undefined : value))),
  );
  return onlyOnce<Said>(
    request.keyHash,
    () => ({ ok: false, code: 'idempotency_key_in_flight' }),
    async () => {
      const { worldId, partyId } = person;
      const outcome = await context.installation.batcher.submit(
        `consent ${worldId}`,
        (connection, commands: readonly ConsentCommand[]) =>
          changeConsents(connection, { worldId, now: nowOf(context, worldId) }, context.installation.tools, commands),
        { request, partyId, change },
        partyId,
      );
      if (!outcome.ok) return { ok: false, code: outcome.reason };
      context.background.hint(worldId);
      const fact = await factOf(context, worldId, outcome.value);
      return {
        ok: true,
        status: change.kind === 'give' ? 201 : 200,
        body: { consentId: fact.subjectId.replace(/^plg_/, 'cns_'), ...(JSON.parse(fact.detail) as object) },
      };
    },
  );
}

const ConsentBody = closed({
  offerId: idOf('ofr', 'the offer whose merchant and purpose the consent is for'),
  textVersion: Type.String({ maxLength: 64 }),
});

export function meRoutes(app: FastifyInstance, context: ApiContext): void {
  for (const word of OWN_WORDS) {
    promiseRoute(app, context, word);
    moveRoutes(app, context, word);
    consentRoute(app, context, word);
    revokeRoute(app, context, word);
  }
  whoRoute(app, context);
}

function promiseRoute(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.post<{ Body: PromiseBody }>(
    `${word.root}/pledges`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('I promise'),
        body: PromiseBody,
        response: { 201: PledgeAnswer },
      },
    },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'says');
      if (person === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      return answer(reply, await promise(context, person, request.body, key));
    },
  );
}

function moveRoutes(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  for (const move of PERSON_MOVES) {
    app.post<{ Body: PersonMoveBody; Params: { pledgeId: Id<'plg'> } }>(
      `${word.root}/pledges/:pledgeId/${pathOfMove(move)}`,
      {
        schema: {
          tags: word.tags,
          summary: word.summary(`I ${move}`),
          params: closed({ pledgeId: idOf('plg', 'the pledge') }),
          body: moveBody(move, 'person'),
          response: { 200: MoveAnswerBody },
        },
      },
      async (request, reply) => {
        const person = await word.speaker(context, request, reply, 'says');
        if (person === null) return reply;
        const key = request.headers['idempotency-key'];
        if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
        return answer(reply, await moveAsPerson(context, person, request.params.pledgeId, move, request.body, key));
      },
    );
  }
}

function consentRoute(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.post<{ Body: { offerId: Id<'ofr'>; textVersion: string } }>(
    `${word.root}/consents`,
    { schema: { tags: word.tags, summary: word.summary('I consent'), body: ConsentBody } },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'says');
      if (person === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      const offer = await context.installation.catalog.find(person.worldId, request.body.offerId);
      if (offer === null) return sendProblem(reply, 'not_found', { pointers: ['/offerId'] });
      const { purpose } = offer.version;
      const text = isPurpose(purpose) ? currentConsentText(purpose) : null;
      if (text === null || text.version !== request.body.textVersion)
        return sendProblem(reply, 'consent_text_unknown', { pointers: ['/textVersion'] });
      const expiresAt = nowOf(context, person.worldId) + BigInt(text.expiryDays) * DAY_US;
      return answer(
        reply,
        await sayConsent(
          context,
          person,
          {
            kind: 'give',
            merchantId: offer.merchantId,
            purpose,
            fields: text.fields,
            textVersion: text.version,
            expiresAt,
          },
          key,
        ),
      );
    },
  );
}

function revokeRoute(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.post<{ Params: { consentId: Id<'cns'> } }>(
    `${word.root}/consents/:consentId/revoke`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('I take my consent back'),
        params: closed({ consentId: idOf('cns', 'the consent') }),
        body: Type.Optional(closed({})),
      },
    },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'says');
      if (person === null) return reply;
      const key = request.headers['idempotency-key'];
      if (!isIdempotencyKey(key)) return sendProblem(reply, 'idempotency_key_missing');
      return answer(
        reply,
        await sayConsent(context, person, { kind: 'revoke', consentId: request.params.consentId }, key),
      );
    },
  );
}

function whoRoute(app: FastifyInstance, context: ApiContext): void {
  app.get('/v1/me', { schema: { tags: ['me'], summary: 'Who I am here' } }, async (request, reply) => {
    const person = await personOf(context, request, reply);
    if (person === null) return reply;
    const { rows } = await context.installation.cold.within({ worldId: person.worldId }, (client) =>
      client.query<{ exposure: object; open_count: number }>(
        'select exposure, open_count from parties where party_id = $1',
        [uuidOf(person.partyId)],
      ),
    );
    return reply.send({
      partyId: person.partyId,
      now: isoFromInstant(nowOf(context, person.worldId)),
      openPledgeCount: rows[0]?.open_count ?? 0,
      exposure: rows[0]?.exposure ?? {},
    });
  });
}

/** What was said, over HTTP. */
export async function answer(reply: Parameters<typeof sendProblem>[0], said: Said) {
  if (said.ok) return reply.code(said.status).send(said.body);
  const { ok: _no, code, ...more } = said;
  return sendProblem(reply, code, more);
}
