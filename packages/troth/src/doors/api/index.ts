/** The API door: `/v1`, described by OpenAPI 3.1, with a problem for every error. */
import type { FastifyInstance } from 'fastify';
import { bookRoutes } from './books.ts';
import { clockRoutes } from './clock.ts';
import { contestRoutes } from './contest.ts';
import { custodyRoutes } from './custody.ts';
import { custodyPayoutRoutes } from './custody-payouts.ts';
import { enrolmentRoutes } from './enrolment.ts';
import { eraseRoutes } from './erase.ts';
import { evidenceRoutes } from './evidence.ts';
import { evidenceReadRoutes } from './evidence-reads.ts';
import { importRoutes } from './imports.ts';
import { kindRoutes } from './kinds.ts';
import { ceilingRoute } from './ceiling.ts';
import { memberRoutes } from './members.ts';
import { settlementRoute } from './settlements.ts';
import { meRoutes } from './me.ts';
import { merchantReadRoutes } from './merchant-reads.ts';
import { offerRoutes } from './offers.ts';
import { operatorDisputeRoutes } from './operator-disputes.ts';
import { ownRoutes } from './own.ts';
import { pledgeRoutes } from './pledges.ts';
import { readRoutes } from './reads.ts';
import { referenceRoutes } from './reference.ts';
import { signInRoutes } from './sign-in.ts';
import type { SignInContext } from './sign-in-links.ts';
import { webhookRoutes } from './webhooks.ts';

export type { ApiContext } from './context.ts';
export type { LinkMessage, SendLink, SignInContext } from './sign-in-links.ts';
export { createServer, type ServerOptions } from './server.ts';

export function apiRoutes(app: FastifyInstance, context: SignInContext): void {
  pledgeRoutes(app, context);
  meRoutes(app, context);
  contestRoutes(app, context);
  operatorDisputeRoutes(app, context);
  eraseRoutes(app, context);
  readRoutes(app, context);
  ownRoutes(app, context);
  signInRoutes(app, context);
  offerRoutes(app, context);
  memberRoutes(app, context);
  settlementRoute(app, context);
  ceilingRoute(app, context);
  kindRoutes(app, context);
  enrolmentRoutes(app, context);
  clockRoutes(app, context);
  importRoutes(app, context);
  evidenceRoutes(app, context);
  evidenceReadRoutes(app, context);
  merchantReadRoutes(app, context);
  bookRoutes(app, context);
  custodyRoutes(app, context);
  custodyPayoutRoutes(app, context);
  webhookRoutes(app, context);
  referenceRoutes(app, context);
}
