/** Everything in the database about one world, read with SQL of our own into plain rows. Ids are 32 hex characters, instants text. */
import pg from 'pg';

const at = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as ${column}`;
const id = (column: string) => `replace(${column}::text, '-', '') as ${column}`;

export type Detail = {
  readonly born?: Readonly<Record<string, string | number | null>>;
  readonly after?: Readonly<Record<string, unknown>>;
  readonly said?: Readonly<Record<string, string | number>>;
  readonly charge?: readonly [id: string, kind: string, amount: number, currency: string, state: string];
  readonly charges?: readonly (readonly [id: string, kind: string, amount: number, currency: string])[];
  readonly transfers?: readonly (readonly [
    id: string,
    debit: string,
    credit: string,
    amount: number,
    currency: string,
  ])[];
};

export interface FactRow {
  readonly fact_id: string;
  readonly party_id: string;
  readonly merchant_id: string;
  readonly pledge_id: string;
  readonly kind: string;
  readonly context: string;
  readonly reporter: string;
  readonly recorded_at: string;
  readonly weight_milli: number;
  readonly detail: Detail;
  readonly leaf_seq: number;
  readonly tag: string;
  readonly commitment: string;
}

type Cell = string | number | null;
type Row = Readonly<Record<string, Cell>>;

interface EndpointRow {
  readonly endpoint_id: string;
  readonly merchant_id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly state: string;
}

interface PartyRow {
  readonly party_id: string;
  readonly leaf_count: number;
  readonly open_count: number;
  readonly exposure: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

interface FoldRow {
  readonly party_id: string;
  readonly context: string;
  readonly buckets: readonly (readonly number[])[];
}

export interface State {
  readonly clockAt: string;
  readonly facts: readonly FactRow[];
  readonly pledges: readonly Row[];
  readonly charges: readonly Row[];
  readonly transfers: readonly Row[];
  readonly consents: readonly Row[];
  readonly evidence: readonly Row[];
  readonly orderNumbers: readonly Row[];
  readonly idempotency: readonly Row[];
  readonly deliveries: readonly Row[];
  readonly endpoints: readonly EndpointRow[];
  readonly parties: readonly PartyRow[];
  readonly folds: readonly FoldRow[];
  readonly budgets: readonly Row[];
  readonly periodDays: ReadonlyMap<string, number>;
  readonly bundles: readonly { readonly fact_ids: readonly string[]; readonly entries: Buffer }[];
  readonly followedCount: number;
}

const PLEDGE = ['pledge_id', 'party_id', 'merchant_id', 'version_id', 'basis_id'].map(id).join(', ');
const PLEDGE_TIMES = [
  ...['offered_at', 'starts_at', 'due_at', 'grace_until', 'next_due_at', 'accepted_at', 'begun_at', 'declared_at'],
  ...['answer_by', 'ended_at'],
];

const QUERIES = {
  facts: `select ${['fact_id', 'party_id', 'merchant_id', 'pledge_id'].map(id).join(', ')}, kind, context, reporter, ${at('recorded_at')}, weight_milli,
    detail::jsonb as detail, leaf_seq, encode(tag, 'base64') as tag, encode(commitment, 'base64') as commitment from facts where world_id = $1 order by party_id, leaf_seq`,
  pledges: `select ${PLEDGE}, order_no, state, context, currency, outcome, granted_minor, deposit_minor, ceiling_minor, expected_loss_minor, basis,
    ${PLEDGE_TIMES.map(at).join(', ')}, extension_count, charged_minor, obligations::jsonb as obligations from pledges where world_id = $1`,
  charges: `select ${['charge_id', 'pledge_id', 'party_id', 'merchant_id'].map(id).join(', ')}, kind, amount_minor, currency, state from charges where world_id = $1`,
  transfers: `select ${['transfer_id', 'pledge_id', 'party_id', 'merchant_id'].map(id).join(', ')}, debit_account, credit_account, amount_minor, currency from transfers where world_id = $1`,
  consents: `select ${['consent_id', 'party_id', 'merchant_id'].map(id).join(', ')}, ${at('revoked_at')} from consents where world_id = $1`,
  evidence: `select ${['evidence_id', 'pledge_id'].map(id).join(', ')}, encode(content_hash, 'hex') as content_hash, size_bytes from evidence where world_id = $1`,
  orderNumbers: `select ${['merchant_id', 'pledge_id'].map(id).join(', ')}, order_no from order_numbers where world_id = $1`,
  idempotency: `select ${id('subject_id')}, answer from idempotency where world_id = $1`,
  deliveries: `select ${['delivery_id', 'endpoint_id', 'event_id'].map(id).join(', ')}, event_type, state, attempt_count, last_error from webhook_deliveries where world_id = $1`,
  endpoints: `select ${['endpoint_id', 'merchant_id'].map(id).join(', ')}, url, events, state from webhook_endpoints where world_id = $1`,
  parties: `select ${id('party_id')}, kind, leaf_count, open_count, exposure from parties where world_id = $1`,
  folds: `select ${id('party_id')}, context, buckets from folds where world_id = $1`,
  budgets: `select ${id('version_id')}, period, expected_minor from budget_rollups where world_id = $1`,
  bundles: `select (select array_agg(replace(f::text, '-', '') order by place) from unnest(fact_ids) with ordinality u(f, place)) as fact_ids, entries
    from leaf_bundles where world_id = $1 order by bundle_index`,
  versions: `select ${id('version_id')}, (terms #>> '{admission,lossBudget,periodDays}')::int as period_days from offer_versions where world_id = $1`,
  followed: `select done_count from cursors where world_id = $1 and consumer = 'follow'`,
  clock: `select ${at('clock_at')} from worlds where world_id = $1`,
} as const;

const OID_INT8 = 20;

/** Reads all of it in one snapshot. */
export async function readState(ownerUrl: string, worldId: number): Promise<State> {
  const types = new pg.TypeOverrides();
  types.setTypeParser(OID_INT8, (text: string) => Number(text));
  const database = new pg.Client({ connectionString: ownerUrl, types });
  await database.connect();
  try {
    await database.query('begin transaction isolation level repeatable read, read only');
    const read = new Map<string, pg.QueryResultRow[]>();
    for (const [name, text] of Object.entries(QUERIES)) read.set(name, (await database.query(text, [worldId])).rows);
    const { versions, followed, clock, ...rows } = Object.fromEntries(read);
    return {
      ...(rows as unknown as State),
      periodDays: new Map(versions?.map((row) => [row.version_id as string, row.period_days as number])),
      followedCount: (followed?.[0]?.done_count ?? 0) as number,
      clockAt: clock?.[0]?.clock_at as string,
    };
  } finally {
    await database.end();
  }
}

/** The 32 hex characters behind an id's prefix. */
export function bare(prefixed: unknown): string {
  return String(prefixed).slice(4);
}

/** An instant as the API writes it, in the form in which it was read here. */
export function micros(iso: unknown): string | null {
  if (iso === null || iso === undefined) return null;
  const [, whole = '', fraction = ''] = /^(.{19})(?:\.(\d+))?Z$/.exec(String(iso)) ?? [];
  return `${whole}.${fraction.padEnd(6, '0')}Z`;
}

/** Microseconds since 1970 of an instant in that form. */
export function microsOf(text: string): bigint {
  return BigInt(Date.parse(`${text.slice(0, 19)}Z`)) * 1000n + BigInt(text.slice(20, 26));
}

export function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const list = groups.get(key(row));
    if (list === undefined) groups.set(key(row), [row]);
    else list.push(row);
  }
  return groups;
}
