/** A whole Troth for a test: its own database, server and test world, spoken to over HTTP as anybody would. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type Id, instantFromIso, present, wallClock } from '../../kernel/index.ts';
import { migrate, readMigrations } from '../../platform/db/index.ts';
import { SANDBOX_MASTER_KEY } from '../../platform/config.ts';
import { createTestDatabase } from '../../platform/postgres/test-database.ts';
import { type Kinds, OWN_KINDS, READY_MADE_OFFERS, type ReadyMadeOffer } from '../../rooms/offer/index.ts';
import { issueKey } from '../../journeys/enrol.ts';
import { type Background, type Installation, openInstallation, startBackground } from '../installation/index.ts';
import { apiRoutes, createServer, type LinkMessage, type SignInContext } from './index.ts';
import { pageRoutes } from '../pages/index.ts';

const MIGRATIONS = new URL('../../../../../migrations', import.meta.url).pathname;
export const TEST_NOW = present(instantFromIso('2026-11-22T04:18:00Z'), 'test_instant');

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** As JSON.parse gives it: tests look into answers of many shapes. */
  readonly body: ReturnType<typeof JSON.parse>;
}

export interface Ask {
  readonly token?: string | null;
  /** Idempotency-Key; a fresh one when absent, none when null. */
  readonly key?: string | null;
  readonly body?: unknown;
  readonly raw?: string | Buffer;
  readonly headers?: Record<string, string>;
}

export interface TestTroth {
  readonly url: string;
  readonly ownerUrl: string;
  readonly installation: Installation;
  readonly background: Background;
  readonly worldId: number;
  readonly operatorKey: string;
  /** One-time links that were sent, and whatever went wrong behind an answer. */
  readonly links: readonly LinkMessage[];
  readonly faults: readonly unknown[];
  call(method: string, path: string, ask?: Ask): Promise<Reply>;
  createMerchant(name?: string): Promise<{ merchantId: Id<'pty'>; key: string; keyId: Id<'key'> }>;
  createPerson(name?: string): Promise<{ partyId: Id<'pty'>; session: string }>;
  /** Publishes a ready-made offer by its name, with changes. */
  publish(
    merchantKey: string,
    readyMade: ReadyMadeOffer,
    change?: (terms: Record<string, unknown>) => void,
  ): Promise<Id<'ofr'>>;
  refFor(partyId: Id<'pty'>, merchantId: Id<'pty'>): Id<'ref'>;
  consent(session: string, offerId: Id<'ofr'>): Promise<void>;
  advance(hours: number): Promise<void>;
  close(): Promise<void>;
}

export async function openTestTroth(
  options: { readonly requestsPerMinuteMax?: number; readonly kinds?: Kinds } = {},
): Promise<TestTroth> {
  const migrations = readMigrations(MIGRATIONS);
  const database = await createTestDatabase({
    key: `troth-${migrations.at(-1)?.checksum.slice(0, 12)}`,
    migrate: async (url) => void (await migrate(url, migrations)),
  });
  const installation = await openInstallation({
    databaseUrl: database.ownerUrl,
    masterKey: SANDBOX_MASTER_KEY,
    clock: wallClock,
    hotConnectionCount: 3,
    kinds: options.kinds ?? OWN_KINDS,
  });
  const made = await installation.worlds.create({ name: `test-${randomUUID()}`, mode: 'test', clockAt: TEST_NOW });
  assert.ok(made.ok);
  const { worldId } = made.value;
  const operator = await installation.cold.within({ worldId }, (client) =>
    issueKey(
      client,
      installation.tools,
      installation.chance,
      { worldId, mode: 'test', merchantId: null, scopes: ['operator'], expiresAt: null },
      wallClock.now(),
    ),
  );
  const faults: unknown[] = [];
  const background = startBackground(installation, (error) => faults.push(error));
  const links: LinkMessage[] = [];
  const context: SignInContext = {
    installation,
    background,
    trace: (line) => faults.push(line),
    sendLink: async (message) => void links.push(message),
  };
  const app = await createServer(
    context,
    { requestsPerMinuteMax: options.requestsPerMinuteMax ?? 10_000_000 },
    async (server) => {
      apiRoutes(server, context);
      await pageRoutes(server, context);
    },
  );
  const url = await app.listen({ host: '127.0.0.1', port: 0 });

  const call = callerOf(url);
  const must = mustOf(call, faults);
  return {
    ...sayingsOf(must, installation, worldId, operator.text),
    url,
    ownerUrl: database.ownerUrl,
    installation,
    background,
    worldId,
    operatorKey: operator.text,
    links,
    faults,
    call,
    async close() {
      await app.close();
      await background.stop();
      await installation.close();
      await database.drop();
    },
  };
}

type Call = TestTroth['call'];
type Must = (method: string, path: string, ask: Ask, status: number) => Promise<Reply['body']>;

function callerOf(url: string): Call {
  return async (method: string, path: string, ask: Ask = {}): Promise<Reply> => {
    const headers: Record<string, string> = { ...ask.headers };
    if (ask.token != null) headers.authorization = `Bearer ${ask.token}`;
    if (method === 'POST' && ask.key !== null) headers['idempotency-key'] = ask.key ?? randomUUID();
    if (ask.body !== undefined || ask.raw !== undefined) headers['content-type'] ??= 'application/json';
    const response = await fetch(url + path, {
      method,
      headers,
      body: ask.raw ?? (ask.body === undefined ? null : JSON.stringify(ask.body)),
      redirect: 'manual',
    });
    const text = await response.text();
    const isJson = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  };
}

/** An answer with this status, or a failure that says what went wrong behind it. */
function mustOf(call: Call, faults: readonly unknown[]): Must {
  return async (method: string, path: string, ask: Ask, status: number) => {
    const reply = await call(method, path, ask);
    assert.equal(
      reply.status,
      status,
      `${method} ${path}: ${JSON.stringify(reply.body)} ${faults.map((fault) => JSON.stringify(fault)).join('\n')}`,
    );
    return reply.body;
  };
}

type Sayings = Pick<TestTroth, 'createMerchant' | 'createPerson' | 'publish' | 'refFor' | 'consent' | 'advance'>;

function sayingsOf(must: Must, installation: Installation, worldId: number, operatorKey: string): Sayings {
  return {
    createMerchant: (name = 'Qinghe Camera') =>
      must('POST', '/v1/merchants', { token: operatorKey, body: { name: { zh: '青禾影像', en: name } } }, 201),
    createPerson: (name = '林木子') =>
      must('POST', '/v1/persons', { token: operatorKey, body: { name, locale: 'zh' } }, 201),
    async publish(merchantKey, readyMade, change) {
      const terms = structuredClone(READY_MADE_OFFERS[readyMade]) as unknown as Record<string, unknown>;
      change?.(terms);
      return (await must('POST', '/v1/offers', { token: merchantKey, body: terms }, 201)).offerId;
    },
    refFor: (partyId, merchantId) => installation.vault.pairwise(worldId, merchantId, partyId),
    async consent(session, offerId) {
      const offer = await installation.catalog.find(worldId, offerId);
      assert.ok(offer);
      await must(
        'POST',
        '/v1/me/consents',
        { token: session, body: { offerId, textVersion: `${offer.version.purpose}/1` } },
        201,
      );
    },
    async advance(hours) {
      await must('POST', '/v1/clock/advance', { token: operatorKey, body: { byHours: hours } }, 200);
    },
  };
}
