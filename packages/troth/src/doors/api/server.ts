/** The HTTP server: strict JSON in, problems out, nothing on the hot routes that they do not need. */
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type preParsingHookHandler,
} from 'fastify';
import type { TSchema } from 'typebox';
import { JSON_LIMITS, JSON_LIMITS_BULK, type JsonRefusal, parseJsonStrict } from '../../platform/http/json-limits.ts';
import type { ApiContext } from './context.ts';
import { compileSchema, type SchemaFault } from './schema-compiler.ts';
import { sendFault, sendProblem } from './problems.ts';

const BODY_BYTES_MAX = 262_144;
const REQUEST_TIMEOUT_MS = 15_000;
const HEADERS_BYTES_MAX = 16_384;

const OPENAPI: NonNullable<FastifyDynamicSwaggerOptions['openapi']> = {
  openapi: '3.1.0',
  info: {
    title: 'Troth',
    version: '1',
    description: 'Promises kept on trust. Every POST carries an Idempotency-Key; every error is an RFC 9457 problem.',
    license: { name: 'Apache-2.0' },
  },
  components: {
    securitySchemes: {
      bearer: {
        type: 'http',
        scheme: 'bearer',
        description: 'A merchant’s or operator’s API key, or a person’s session',
      },
    },
  },
  security: [{ bearer: [] }],
};

export interface ServerOptions {
  /** Requests per minute and caller before 429; callers are keys and sessions, or addresses where there is none. */
  readonly requestsPerMinuteMax: number;
}

/** Pages are registered by their own door; `register` adds routes before the server is ready. */
export async function createServer(
  context: ApiContext,
  options: ServerOptions,
  register: (app: FastifyInstance) => void | Promise<void>,
): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    genReqId: () => context.installation.tools.ids.next('req', context.installation.clock.now()),
    http: { maxHeaderSize: HEADERS_BYTES_MAX },
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 64 },
  });
  app.decorateRequest('principal', null);
  acceptStrictJson(app);
  app.setValidatorCompiler<TSchema>(({ schema }) => compileSchema(schema));
  app.setSerializerCompiler(() => (body: unknown) => JSON.stringify(body));
  app.setErrorHandler<ApiError>((error, request, reply) => answerError(context, error, request, reply));
  app.setNotFoundHandler(async (_request, reply) => sendProblem(reply, 'not_found'));
  await app.register(formbody, { bodyLimit: BODY_BYTES_MAX });
  await app.register(rateLimit, {
    global: true,
    max: options.requestsPerMinuteMax,
    timeWindow: 60_000,
    cache: 20_000,
    skipOnError: true,
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    keyGenerator: (request) => request.headers.authorization ?? request.ip,
    errorResponseBuilder: () => Object.assign(new Error('too_many_requests'), { statusCode: 429 }),
  });
  await app.register(swagger, { openapi: OPENAPI });
  await register(app);
  app.get('/v1/openapi.json', { schema: { hide: true } }, async (_request, reply) => reply.send(app.swagger()));
  await app.ready();
  return app;
}

type ApiError = FastifyError & { faults?: SchemaFault[]; refusal?: JsonRefusal };

/** Whatever was thrown on the way to an answer: what the caller did wrong is named, what we did wrong is traced. */
async function answerError(context: ApiContext, error: ApiError, request: FastifyRequest, reply: FastifyReply) {
  if (error.faults !== undefined) return sendProblem(reply, 'body_invalid', explain(error.faults));
  if (error.refusal !== undefined) return sendProblem(reply, error.refusal, { detail: error.message });
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return sendProblem(reply, 'body_too_large');
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return sendProblem(reply, 'unsupported_media_type');
  if (error.code === 'FST_ERR_CTP_EMPTY_JSON_BODY')
    return sendProblem(reply, 'json_does_not_parse', { detail: 'The body is empty.' });
  if (error.statusCode === 429) return sendProblem(reply, 'too_many_requests');
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return sendProblem(reply, 'body_invalid', { detail: error.message });
  context.trace({
    what: 'fault',
    request: request.id,
    route: request.routeOptions.url ?? '',
    message: error.message,
    stack: error.stack,
  });
  return sendFault(reply, error);
}

/** Field and rule of each fault. */
function explain(faults: readonly SchemaFault[]) {
  const pointers = faults.flatMap((fault) => {
    const names = fault.params?.requiredProperties ?? fault.params?.additionalProperties;
    return names === undefined ? [fault.instancePath] : names.map((name) => `${fault.instancePath}/${name}`);
  });
  const first = faults[0];
  return {
    pointers: [...new Set(pointers)],
    detail: first === undefined ? undefined : `${pointers[0] ?? ''}: ${first.message}`,
    errors: faults.map((fault) => ({ pointer: fault.instancePath, rule: fault.message })),
  };
}

const notPlainJson = () => Object.assign(new Error('not plain JSON'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' });

/** Forms are for pages. On the API a form, or a body that must be unpacked first, is not the JSON that was signed for. */
const plainJsonOnly: preParsingHookHandler = (request, _reply, _payload, done) => {
  const { 'content-type': type = '', 'content-encoding': encoding } = request.headers;
  const isPlain = (encoding === undefined || encoding === 'identity') && !type.startsWith('application/x-www-form');
  done(isPlain ? null : notPlainJson());
};

function acceptStrictJson(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    if (route.method === 'POST' && route.url.startsWith('/v1/')) route.preParsing = plainJsonOnly;
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const isBulk = (request.routeOptions.config as { bulk?: boolean }).bulk === true;
    if (body.length === 0) {
      done(null, undefined);
      return;
    }
    const parsed = parseJsonStrict(body as Buffer, isBulk ? JSON_LIMITS_BULK : JSON_LIMITS);
    if (parsed.ok) done(null, parsed.value);
    else done(Object.assign(new Error(parsed.detail ?? parsed.reason), { refusal: parsed.reason }));
  });
}
