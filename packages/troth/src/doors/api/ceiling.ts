/** The legal ceiling of what a shop may keep of a prepayment, worked out for the person step by step, each with its article. */
import type { FastifyInstance } from 'fastify';
import { prepaidCaseOf } from '../../journeys/prepaid-case.ts';
import { assert, type Id, isoFromInstant } from '../../kernel/index.ts';
import { getNorm, PREPAID_NORM, prepaidCeiling } from '../../rooms/rulebook/index.ts';
import { type ApiContext, nowOf, personOf } from './context.ts';
import { findPledge } from './person-file.ts';
import { sendProblem } from './problems.ts';
import { closed, idOf } from './schemas.ts';

/** Why there is nothing to work out. */
const NOTHING_PREPAID = {
  zh: '没有预付款，或用掉的不是按金额记的：预付款的法定上限在这里用不上，按约定算。',
  en: 'Nothing is prepaid, or what was used is not counted in money: the legal ceiling of prepayments does not come in, and what is agreed holds.',
};

export function ceilingRoute(app: FastifyInstance, context: ApiContext): void {
  app.get<{ Params: { pledgeId: Id<'plg'> } }>(
    '/v1/me/pledges/:pledgeId/ceiling',
    {
      schema: {
        tags: ['me'],
        summary: 'What a shop may keep at most of what I prepaid, if I left now: each step with its article',
        params: closed({ pledgeId: idOf('plg', 'the pledge') }),
      },
    },
    async (request, reply) => {
      const person = await personOf(context, request, reply);
      if (person === null) return reply;
      const found = await findPledge(context, person, request.params.pledgeId);
      if (found === null) return sendProblem(reply, 'pledge_unknown');
      const { pledge, terms, charges } = found;
      const now = nowOf(context, person.worldId);
      const { source, article, text } = getNorm(PREPAID_NORM);
      const said = { pledgeId: pledge.pledgeId, asOf: isoFromInstant(now), norm: PREPAID_NORM, source, article, text };
      const theCase = prepaidCaseOf(pledge, terms, charges, now);
      if (theCase === null) return reply.send({ ...said, applies: false, why: NOTHING_PREPAID, ceiling: null });
      const ceiling = prepaidCeiling(theCase);
      assert(ceiling.ok, 'what_was_counted_is_a_possible_case');
      const { currency, paidMinor } = theCase;
      return reply.send({ ...said, applies: true, why: null, ceiling: { currency, paidMinor, ...ceiling.value } });
    },
  );
}
