/** Every route of the API as a table, read from its own OpenAPI document: whatever is added is tested without being named. */
import { randomUUID } from 'node:crypto';
import { READY_MADE_OFFERS } from '../../rooms/offer/index.ts';
import { type ApiOperation, operationsOf, sampleOf } from './reference-samples.ts';
import type { Ask, Reply, TestTroth } from './test-troth.ts';

/** Bodies that get past validation where a sample made from the schema would not say enough. */
const BODIES: Readonly<Record<string, object>> = {
  'POST /v1/clock/advance': { byHours: 1 },
  'POST /v1/webhook-endpoints': { url: 'http://localhost:9/hook', events: ['pledge.kept'] },
  'POST /v1/webhook-endpoints/{endpointId}/events': { events: ['pledge.broken'] },
  'POST /v1/offers': READY_MADE_OFFERS.camera,
  'POST /v1/offers/{offerId}/versions': READY_MADE_OFFERS.camera,
  'POST /v1/purposes/check': { purpose: 'deposit_waiver' },
  'POST /v1/pledges/{pledgeId}/evidence': { mediaType: 'text/plain', contentBase64: 'aGVsbG8=' },
  'POST /v1/me/pledges/{pledgeId}/answer': { answer: 'was_there' },
  'POST /v1/own/pledges/{pledgeId}/answer': { answer: 'was_there' },
};

export interface Route extends ApiOperation {
  readonly name: string;
  /** Names of the members of the path. */
  readonly ids: readonly string[];
  /** Whose word it is, by its tag and path. */
  readonly speaker: 'anybody' | 'person' | 'merchant' | 'operator' | 'several';
}

/** `several` may be said by more than one kind of principal; `anybody` needs no credential at all. */
function speakerOf(operation: ApiOperation): Route['speaker'] {
  if (operation.isOpen) return 'anybody';
  if (operation.path === '/v1/me' || operation.path.startsWith('/v1/me/')) return 'person';
  if (['clock', 'evidence', 'books'].includes(operation.tag)) return 'several';
  return operation.tag === 'operator' ? 'operator' : 'merchant';
}

export async function readRoutes(troth: TestTroth): Promise<Route[]> {
  const { body } = await troth.call('GET', '/v1/openapi.json');
  return operationsOf(body).map((operation) => ({
    ...operation,
    name: `${operation.method} ${operation.path}`,
    ids: [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string),
    speaker: speakerOf(operation),
  }));
}

export function bodyOf(route: ApiOperation): unknown {
  const fixed = BODIES[`${route.method} ${route.path}`];
  return fixed ?? (route.body === null ? undefined : sampleOf(route.body));
}

/** The path with `ids` by member name; a sample where none is given. */
export function pathOf(route: ApiOperation, ids: Readonly<Record<string, string>> = {}): string {
  return route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const schema = route.parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? {};
    return encodeURIComponent(ids[name] ?? String(sampleOf(schema)));
  });
}

/** Asks a route with a good body. */
export function askRoute(
  troth: TestTroth,
  route: ApiOperation,
  ids: Readonly<Record<string, string>>,
  ask: Ask,
): Promise<Reply> {
  const body = route.method === 'GET' ? {} : { body: bodyOf(route) ?? {} };
  return troth.call(route.method, pathOf(route, ids), { ...body, ...ask });
}

export function freshKey(): string {
  return randomUUID();
}
