/** What everybody may read: the norms, what trust may be used for, the words of each consent, and what each problem means. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { OFFER_REFUSALS } from '../../rooms/offer/index.ts';
import { POLICY_REFUSALS } from '../../rooms/admission/index.ts';
import {
  checkPurpose,
  currentConsentText,
  findConsentText,
  NORMS,
  PURPOSE_TEXTS,
  type Purpose,
  REFUSED_PURPOSES,
} from '../../rooms/rulebook/index.ts';
import { ENDPOINT_REFUSALS } from '../webhooks/index.ts';
import type { ApiContext } from './context.ts';
import type { Made } from './once.ts';
import { onceByMerchant } from './once-by-merchant.ts';
import { PROBLEMS, type ProblemCode, sendProblem } from './problems.ts';
import { REFERENCE_CSS, renderApiReference, renderProblem, renderProblems } from './reference-pages.ts';
import { closed } from './schemas.ts';

const HTML = 'text/html; charset=utf-8';
/** The reference needs no script, no image and nothing from elsewhere. */
const POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The finer rules that a problem's `errors` may name, each with its text in both languages. */
export const RULES_OF_PROBLEM: {
  readonly [code in ProblemCode]?: Readonly<Record<string, { readonly zh: string; readonly en: string }>>;
} = {
  offer_invalid: OFFER_REFUSALS,
  policy_invalid: POLICY_REFUSALS,
  endpoint_invalid: ENDPOINT_REFUSALS,
};

const open = { tags: ['reference'], security: [] };
const PurposeBody = closed({
  purpose: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'what trust would be used for',
    examples: ['clinic_queue'],
  }),
});
const ConsentPath = closed({
  purpose: Type.String({ maxLength: 64, examples: ['deposit_waiver'] }),
  number: Type.String({ pattern: '^[1-9][0-9]{0,3}$', examples: ['1'] }),
});
const ProblemPath = closed({ code: Type.String({ maxLength: 64, examples: ['not_found'] }) });

export function referenceRoutes(app: FastifyInstance, context: ApiContext): void {
  rulebookRoutes(app, context);
  problemRoutes(app);
  app.get('/assets/reference.css', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(REFERENCE_CSS),
  );
  let page: string | null = null;
  app.get('/docs', { schema: { hide: true } }, async (_request, reply) => {
    page ??= renderApiReference(app.swagger());
    return sendPage(reply, page);
  });
}

function rulebookRoutes(app: FastifyInstance, context: ApiContext): void {
  const asShop = onceByMerchant(context, 'offers:write');
  app.get(
    '/v1/norms',
    { schema: { ...open, summary: 'The norms that refusals and notices cite' } },
    async (_request, reply) => reply.send({ norms: NORMS }),
  );

  app.get(
    '/v1/purposes',
    { schema: { ...open, summary: 'What trust may be used for, and what it may not, with the norm that says no' } },
    async (_request, reply) =>
      reply.send({
        purposes: Object.entries(PURPOSE_TEXTS).map(([purpose, text]) => ({
          purpose,
          text,
          consentText: currentConsentText(purpose as Purpose).version,
        })),
        refused: Object.entries(REFUSED_PURPOSES).map(([purpose, { reason, norm }]) => ({ purpose, reason, norm })),
      }),
  );

  app.get<{ Params: Static<typeof ConsentPath> }>(
    '/v1/consent-texts/:purpose/:number',
    { schema: { ...open, summary: 'A consent text, word for word, as it was agreed to', params: ConsentPath } },
    async (request, reply) => {
      const text = findConsentText(`${request.params.purpose}/${request.params.number}`);
      return text === null ? sendProblem(reply, 'not_found') : reply.send(text);
    },
  );

  app.post<{ Body: Static<typeof PurposeBody> }>(
    '/v1/purposes/check',
    {
      schema: {
        tags: ['reference'],
        summary: 'Whether trust may be used for this; a refusal cites the norm',
        body: PurposeBody,
      },
    },
    (request, reply) =>
      asShop(request, reply, async (_client, { merchantId }): Promise<Made> => {
        const checked = checkPurpose(request.body.purpose);
        if (!checked.ok)
          return {
            ok: false,
            code: 'purpose_refused',
            pointers: checked.pointers,
            detail: checked.detail,
            norm: checked.norm,
            errors: [{ rule: checked.reason, norm: checked.norm }],
          };
        const body = {
          purpose: checked.value,
          text: PURPOSE_TEXTS[checked.value],
          consentText: currentConsentText(checked.value).version,
        };
        return { ok: true, subjectId: merchantId, status: 200, body, again: body };
      }),
  );
}

function problemRoutes(app: FastifyInstance): void {
  const all = Object.entries(PROBLEMS).map(([code, { status, title, next }]) => ({
    type: `/problems/${code}`,
    code,
    status,
    title,
    next,
  }));
  app.get('/problems', { schema: { hide: true } }, async (request, reply) =>
    wantsPage(request) ? sendPage(reply, renderProblems(all)) : reply.send({ problems: all }),
  );
  app.get<{ Params: { code: string } }>(
    '/problems/:code',
    { schema: { hide: true, params: ProblemPath } },
    async (request, reply) => {
      const problem = all.find((one) => one.code === request.params.code);
      if (problem === undefined) return sendProblem(reply, 'not_found');
      const rules = RULES_OF_PROBLEM[problem.code as ProblemCode] ?? {};
      return wantsPage(request) ? sendPage(reply, renderProblem(problem, rules)) : reply.send({ ...problem, rules });
    },
  );
}

/** A browser says that it prefers HTML; whoever follows the `type` of a problem by program gets JSON. */
function wantsPage(request: FastifyRequest): boolean {
  return /\btext\/html\b/.test(request.headers.accept ?? '');
}

function sendPage(reply: FastifyReply, page: string): FastifyReply {
  return reply
    .type(HTML)
    .header('content-security-policy', POLICY)
    .header('x-content-type-options', 'nosniff')
    .send(page);
}
