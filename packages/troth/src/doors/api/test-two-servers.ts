/** Two servers, one database: whatever is asked goes to them in turn, and what came of it is read from the rows. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Id, uuidOf } from '../../kernel/index.ts';
import { openSecondServer } from './test-second-server.ts';
import type { Person, Shop } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

export interface Body {
  readonly code?: string;
  readonly outcome?: string;
  readonly charges?: readonly { readonly chargeId: string }[];
  readonly answers?: readonly Ordered[];
}

export interface Ordered {
  readonly status: number;
  readonly body: { readonly outcome?: string };
  readonly problem?: { readonly code: string };
}

export interface TwoServers {
  readonly troth: TestTroth;
  readonly rows: pg.Pool;
  /** POSTs to one of the two servers, in turn. */
  ask(path: string, token: string, body: object, key?: string): Promise<{ status: number; body: Body }>;
  /** Moves the clock, for both. */
  advance(hours: number): Promise<void>;
  exposureOf(person: Person): Promise<{ open: number; limit: number }>;
  /** Kinds of the facts of a pledge, in order. */
  factsOf(pledgeId: string): Promise<string[]>;
  close(): Promise<void>;
}

export async function openTwoServers(): Promise<TwoServers> {
  const troth = await openTestTroth();
  const second = await openSecondServer(troth);
  const rows = new pg.Pool({ connectionString: troth.ownerUrl, max: 2 });
  let turn = 0;
  return {
    troth,
    rows,
    async ask(path, token, body, key = randomUUID()) {
      turn += 1;
      const response = await fetch(`${turn % 2 === 0 ? troth.url : second.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Body };
    },
    async advance(hours) {
      await troth.advance(hours);
      await second.catchUp();
    },
    async exposureOf(person) {
      const sql = `select (exposure -> 'CNY' ->> 'open')::int as open, (exposure -> 'CNY' ->> 'limit')::int as limit from parties where party_id = $1`;
      const found = await rows.query<{ open: number; limit: number }>(sql, [uuidOf(person.partyId)]);
      return found.rows[0] as { open: number; limit: number };
    },
    async factsOf(pledgeId) {
      const sql = 'select kind from facts where pledge_id = $1 order by fact_id';
      const found = await rows.query<{ kind: string }>(sql, [uuidOf(pledgeId as Id<'plg'>)]);
      return found.rows.map((row) => row.kind);
    },
    async close() {
      await rows.end();
      await second.close();
      await troth.close();
    },
  };
}

export const TENTH_MINOR = 50_000;

/** A camera whose every admission asks for a tenth of a new person's limit, and grants it to anybody while there is room. */
export async function publishTenth(troth: TestTroth, shop: Shop): Promise<Id<'ofr'>> {
  return troth.publish(shop.key, 'camera', (terms) => {
    const [item] = terms.grants as { upToMinor: number }[];
    Object.assign(item as object, { upToMinor: TENTH_MINOR });
    terms.ladder = [TENTH_MINOR];
    Object.assign(terms.consequences as object, { loss: { capMinor: TENTH_MINOR } });
    terms.admission = {
      rows: [{ when: 'true', step: 1, say: { zh: '免', en: 'Waived' } }],
      lossBudget: { amountMinor: 900_000_000, periodDays: 30, bearer: 'merchant' },
    };
  });
}
