/** Kinds of offers, for whoever draws a form: what each is, the terms to start from, and the fields that are asked. */
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { KindSchema } from '../../rooms/offer/index.ts';
import type { ApiContext } from './context.ts';
import { sendProblem } from './problems.ts';
import { closed } from './schemas.ts';

const KindPath = closed({
  kind: Type.String({ maxLength: 32, description: 'its name', examples: ['rental'] }),
});
const { kind, name, what, needs } = KindSchema.properties;
const KindList = closed({ kinds: Type.Array(closed({ kind, name, what, needs })) }, 'Every kind in short');
const open = { tags: ['reference'], security: [] };

export function kindRoutes(app: FastifyInstance, { installation }: ApiContext): void {
  app.get(
    '/v1/kinds',
    {
      schema: {
        ...open,
        summary: 'The kinds of offers, those of this installation included',
        response: { 200: KindList },
      },
    },
    async (_request, reply) =>
      reply.send({
        kinds: [...installation.kinds.values()].map((one) => ({
          kind: one.kind,
          name: one.name,
          what: one.what,
          needs: one.needs,
        })),
      }),
  );

  app.get<{ Params: Static<typeof KindPath> }>(
    '/v1/kinds/:kind',
    {
      schema: {
        ...open,
        summary: 'One kind: terms to start from, the form that asks for them, and words for pages',
        params: KindPath,
        response: { 200: KindSchema },
      },
    },
    async (request, reply) => {
      const found = installation.kinds.get(request.params.kind);
      return found === undefined ? sendProblem(reply, 'not_found') : reply.send(found);
    },
  );
}
