/** The hosted pages on the server. Everything a form does goes through the very functions that the API calls. */
import cookie from '@fastify/cookie';
import type { FastifyError, FastifyInstance } from 'fastify';
import { Unavailable } from '../../platform/db/index.ts';
import { sendProblem } from '../api/problems.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import { acceptRoutes } from './routes-accept.ts';
import { bookPages } from './routes-books.ts';
import { doorRoutes } from './routes-doors.ts';
import { meRoutes } from './routes-me.ts';
import { mySideRoutes } from './routes-my-side.ts';
import { moveRoutes } from './routes-moves.ts';
import { pledgeRoutes } from './routes-pledge.ts';
import { shopSideRoutes } from './routes-shop-side.ts';
import { STYLESHEET_PATH } from './shell.ts';
import { trothCss } from './stylesheet.ts';
import { acceptUploads } from './upload.ts';
import { answer, faultPage, nothingHere, openPages, visitOf } from './visit.ts';
import { strangerOf } from './visitor.ts';

/** Registers the pages in a part of their own: cookies are read here and nowhere else. */
export async function pageRoutes(app: FastifyInstance, context: SignInContext): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(cookie);
    scope.setErrorHandler((error: FastifyError, request, reply) => {
      const status = error instanceof Unavailable ? 503 : (error.statusCode ?? 500);
      if (status >= 500)
        context.trace({
          what: 'fault',
          request: request.id,
          route: request.routeOptions.url ?? '',
          message: error.message,
          stack: error.stack,
        });
      if (error instanceof Unavailable) reply.header('retry-after', String(error.retryAfterSeconds));
      return faultPage(context, request, reply, status);
    });
    scope.get(STYLESHEET_PATH, { schema: { hide: true } }, (_request, reply) =>
      reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=300').send(trothCss),
    );
    // Browsers ask for it on every page; the mark is drawn in the page itself.
    scope.get('/favicon.ico', { schema: { hide: true } }, (_request, reply) =>
      reply.code(204).header('cache-control', 'public, max-age=86400').send(),
    );
    acceptUploads(scope);
    const pages = openPages(scope, context);
    doorRoutes(pages, context);
    bookPages(pages, context);
    acceptRoutes(pages, context);
    pledgeRoutes(pages, context);
    moveRoutes(pages, context);
    shopSideRoutes(pages, context);
    mySideRoutes(pages, context);
    meRoutes(pages, context);
    // Whoever reads pages is told in a page that there is none; programs get their problem.
    scope.get('/*', { schema: { hide: true } }, (request, reply) => {
      const isReader = (request.headers.accept ?? '').includes('text/html') && !request.url.startsWith('/v1/');
      if (!isReader) return sendProblem(reply, 'not_found');
      return answer(visitOf(context, request, reply, strangerOf(context, request)), nothingHere);
    });
  });
}
