/** The API door: `/v1`, described by OpenAPI 3.1, with a problem for every error. */
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from './context.ts';
import { enrolmentRoutes } from './enrolment.ts';
import { meRoutes } from './me.ts';
import { offerRoutes } from './offers.ts';
import { pledgeRoutes } from './pledges.ts';
import { sandboxRoutes } from './sandbox.ts';

export { type ApiContext } from './context.ts';
export { createServer, type ServerOptions } from './server.ts';

export function apiRoutes(app: FastifyInstance, context: ApiContext): void {
  pledgeRoutes(app, context);
  meRoutes(app, context);
  offerRoutes(app, context);
  enrolmentRoutes(app, context);
  sandboxRoutes(app, context);
}
