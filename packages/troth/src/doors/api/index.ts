/** The API door: `/v1`, described by OpenAPI 3.1, with a problem for every error. */
import type { FastifyInstance } from 'fastify';
import { clockRoutes } from './clock.ts';
import type { ApiContext } from './context.ts';
import { enrolmentRoutes } from './enrolment.ts';
import { evidenceRoutes } from './evidence.ts';
import { importRoutes } from './imports.ts';
import { meRoutes } from './me.ts';
import { merchantReadRoutes } from './merchant-reads.ts';
import { offerRoutes } from './offers.ts';
import { pledgeRoutes } from './pledges.ts';
import { referenceRoutes } from './reference.ts';
import { webhookRoutes } from './webhooks.ts';

export type { ApiContext } from './context.ts';
export { createServer, type ServerOptions } from './server.ts';

export function apiRoutes(app: FastifyInstance, context: ApiContext): void {
  pledgeRoutes(app, context);
  meRoutes(app, context);
  offerRoutes(app, context);
  enrolmentRoutes(app, context);
  clockRoutes(app, context);
  importRoutes(app, context);
  evidenceRoutes(app, context);
  merchantReadRoutes(app, context);
  webhookRoutes(app, context);
  referenceRoutes(app, context);
}
