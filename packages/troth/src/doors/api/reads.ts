/** What a person, or a shop that promises, reads of their own file. Other people's are not found; reading one's own is not a look. */
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Id } from '../../kernel/index.ts';
import { type ReasonCode, renderReasons } from '../../rooms/admission/index.ts';
import { STAGE_RULES } from '../../journeys/stage-rules.ts';
import type { OfferTerms } from '../../rooms/offer/index.ts';
import type { ApiContext } from './context.ts';
import { payOffMinor } from '../../rooms/pledge/index.ts';
import { explainStored, openReasons, previewAdmission, readOwnParty } from './my-admission.ts';
import { readMyScore } from './my-score.ts';
import { listConsents, listLooks } from './person-consents.ts';
import { findPledge, listFacts, listPledges, PAGE_SIZE_MAX, type Slice } from './person-file.ts';
import { factBody, iso, pledgeBody } from './own-bodies.ts';
import { OWN_WORDS, type OwnWord } from './own-word.ts';
import { paymentBody } from './payment-reading.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf } from './schemas.ts';

const LOOKS_MAX = 200;

function sliceSchema(prefix: string, what: string) {
  return closed({
    before: Type.Optional(idOf(prefix, what)),
    limit: Type.Optional(Type.String({ pattern: '^([1-9][0-9]?|100)$', description: `1 to ${PAGE_SIZE_MAX}` })),
  });
}

function sliceOf<I>(query: { before?: I; limit?: string }): Slice<I> {
  return { before: query.before ?? null, limit: Number(query.limit ?? '50') };
}

/** The id to go on from; null at the end. */
function nextOf<T, I>(items: readonly T[], slice: Slice<I>, idOfItem: (item: T) => I): I | null {
  const last = items.at(-1);
  return last === undefined || items.length < slice.limit ? null : idOfItem(last);
}

/** The tree in both languages, and the codes for programs. */
function reasonsBody(reasons: readonly ReasonCode[], terms: OfferTerms) {
  const says = terms.admission.rows.map((row) => row.say);
  return { zh: renderReasons(reasons, says, 'zh'), en: renderReasons(reasons, says, 'en'), codes: reasons };
}

type OfPledge = { Params: { pledgeId: Id<'plg'> } };
const PledgePath = closed({ pledgeId: idOf('plg', 'the pledge') });

export function readRoutes(app: FastifyInstance, context: ApiContext): void {
  for (const word of OWN_WORDS) {
    pledgeRoutes(app, context, word);
    reasonRoutes(app, context, word);
    scoreRoute(app, context, word);
    factsRoute(app, context, word);
    consentsRoute(app, context, word);
    looksRoute(app, context, word);
  }
}

function pledgeRoutes(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.get<{ Querystring: { before?: Id<'plg'>; limit?: string } }>(
    `${word.root}/pledges`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('My pledges, newest first'),
        querystring: sliceSchema('plg', 'older than this'),
      },
    },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'reads');
      if (person === null) return reply;
      const slice = sliceOf<Id<'plg'>>(request.query);
      const pledges = await listPledges(context, person, slice);
      return reply.send({
        pledges: pledges.map(pledgeBody),
        before: nextOf(pledges, slice, (one) => one.pledge.pledgeId),
      });
    },
  );

  app.get<OfPledge>(
    `${word.root}/pledges/:pledgeId`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('One of my pledges, with all that belongs to it'),
        params: PledgePath,
      },
    },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'reads');
      if (person === null) return reply;
      const found = await findPledge(context, person, request.params.pledgeId);
      if (found === null) return sendProblem(reply, 'pledge_unknown');
      const { charges, facts, evidence, pledge, terms } = found;
      return reply.send({
        ...pledgeBody(found),
        charges: charges.map(({ chargeId, kind, amountMinor, paidMinor, currency, state, raisedAt, settledAt }) => {
          const times = { raisedAt: iso(raisedAt), settledAt: iso(settledAt) };
          return { chargeId, kind, amountMinor, paidMinor, currency, state, ...times };
        }),
        earlyPayoffMinor: payOffMinor(STAGE_RULES, terms, pledge, charges),
        payment: paymentBody(terms, pledge),
        facts: facts.map(factBody),
        evidence: evidence.map((one) => ({ ...one, recordedAt: iso(one.recordedAt) })),
      });
    },
  );
}

function reasonRoutes(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.get<OfPledge>(
    `${word.root}/pledges/:pledgeId/reasons`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('Why this much was granted, and what would have changed it'),
        params: PledgePath,
      },
    },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'reads');
      if (person === null) return reply;
      const found = await findPledge(context, person, request.params.pledgeId);
      const party = await readOwnParty(context, person);
      if (found === null || party === null) return sendProblem(reply, 'pledge_unknown');
      const { pledge, terms } = found;
      const stored = openReasons(context, party, pledge.pledgeId, found.reasonsSealed);
      if (stored === null) return reply.send({ pledgeId: pledge.pledgeId, outcome: pledge.outcome, reasons: null });
      const version = context.installation.catalog.get(pledge.versionId);
      const reasons = await explainStored(context, person, party, { pledge, version, stored });
      return reply.send({ pledgeId: pledge.pledgeId, outcome: pledge.outcome, reasons: reasonsBody(reasons, terms) });
    },
  );

  app.get<{ Params: { offerId: Id<'ofr'> } }>(
    `${word.root}/offers/:offerId/preview`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('What would be granted me now, and why; nothing is written'),
        params: closed({ offerId: idOf('ofr', 'the offer') }),
      },
    },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'reads');
      if (person === null) return reply;
      const offer = await context.installation.catalog.find(person.worldId, request.params.offerId);
      const party = await readOwnParty(context, person);
      if (offer === null || party === null) return sendProblem(reply, 'not_found', { pointers: ['/offerId'] });
      if (offer.state === 'withdrawn') return sendProblem(reply, 'offer_withdrawn');
      if (party.life !== 'active') return sendProblem(reply, `promisor_${party.life}`);
      const { terms, versionId } = offer.version;
      const { decision, reasons } = await previewAdmission(context, person, party, offer.version);
      return reply.send({
        offerId: offer.offerId,
        versionId,
        outcome: decision.outcome,
        currency: terms.currency,
        grantedMinor: decision.grantedMinor,
        depositMinor: decision.depositMinor,
        reasons: reasonsBody(reasons, terms),
      });
    },
  );
}

function scoreRoute(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.get(
    `${word.root}/score`,
    { schema: { tags: word.tags, summary: word.summary('My number, what it rests on, what moved it') } },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'reads');
      if (person === null) return reply;
      const { score, moves, setAside, now } = await readMyScore(context, person);
      return reply.send({
        points: score.points,
        interval: score.interval,
        restsOn: { ...score.restsOn, sinceAt: iso(score.restsOn.sinceAt) },
        dimensions: score.dimensions,
        moves: moves.map(({ move, facts }) => ({
          ...move,
          facts: facts.map(({ fact: { factId, pledgeId, isContested }, points }) => {
            return { factId, pledgeId, points, isContested };
          }),
        })),
        setAside: setAside.map(({ factId, pledgeId, isContested }) => ({ factId, pledgeId, isContested })),
        asOf: iso(now),
      });
    },
  );
}

function factsRoute(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.get<{ Querystring: { before?: Id<'fct'>; limit?: string } }>(
    `${word.root}/facts`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('Everything on my file, newest first'),
        querystring: sliceSchema('fct', 'older than this'),
      },
    },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'reads');
      if (person === null) return reply;
      const slice = sliceOf<Id<'fct'>>(request.query);
      const facts = await listFacts(context, person, slice);
      return reply.send({ facts: facts.map(factBody), before: nextOf(facts, slice, (fact) => fact.factId) });
    },
  );
}

function consentsRoute(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.get<{ Querystring: { before?: Id<'cns'>; limit?: string } }>(
    `${word.root}/consents`,
    {
      schema: {
        tags: word.tags,
        summary: word.summary('What I have agreed to, newest first'),
        querystring: sliceSchema('cns', 'older than this'),
      },
    },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'reads');
      if (person === null) return reply;
      const slice = sliceOf<Id<'cns'>>(request.query);
      const consents = await listConsents(context, person, slice);
      const body = consents.map(({ merchantId: _ours, merchantName, grantedAt, expiresAt, revokedAt, ...rest }) => {
        const times = { grantedAt: iso(grantedAt), expiresAt: iso(expiresAt), revokedAt: iso(revokedAt) };
        return { ...rest, merchant: merchantName, ...times };
      });
      return reply.send({ consents: body, before: nextOf(consents, slice, (one) => one.consentId) });
    },
  );
}

function looksRoute(app: FastifyInstance, context: ApiContext, word: OwnWord): void {
  app.get(
    `${word.root}/looks`,
    { schema: { tags: word.tags, summary: word.summary(`Who looked, newest first, ${LOOKS_MAX} at most`) } },
    async (request, reply) => {
      const person = await word.speaker(context, request, reply, 'reads');
      if (person === null) return reply;
      const looks = await listLooks(context, person, LOOKS_MAX);
      return reply.send({ looks: looks.map((look) => ({ ...look, at: iso(look.at) })) });
    },
  );
}
