/** Everything about one party, read side by side from every table that has rows of parties. */
import type pg from 'pg';
import type { Findings } from './findings.ts';
import { type Row, Stream } from './rows.ts';

/** An id that an answer names, and the key of that answer. */
export interface NamedId {
  readonly id: string;
  readonly by: string;
}

export interface AuditWorld {
  readonly worldId: number;
  readonly logOrigin: string;
  readonly findings: Findings;
  /** Ids that remembered answers name, to be looked up in batches. */
  readonly named: NamedId[];
}

/** A fact with its detail parsed. */
export interface FactSeen {
  readonly row: Row;
  readonly kind: string;
  readonly detail: Detail;
}

export type Named = readonly (string | number)[];

export interface Detail {
  readonly born?: Readonly<Record<string, string | number | null>>;
  readonly after?: Readonly<Record<string, unknown>> & { readonly obligations?: readonly Named[] };
  readonly said?: Readonly<Record<string, unknown>>;
  readonly charge?: Named;
  readonly charges?: readonly Named[];
  readonly transfers?: readonly Named[];
  readonly [other: string]: unknown;
}

/** What a fact says; nothing, when it cannot be read: its commitment then tells. */
export function detailOf(row: Row): Detail {
  try {
    const detail: unknown = JSON.parse(row.detail ?? '');
    return detail !== null && typeof detail === 'object' ? (detail as Detail) : {};
  } catch {
    return {};
  }
}

export interface Dossier {
  readonly party: Row;
  /** Null for an erased party, and for one whose key does not open. */
  readonly key: Buffer | null;
  readonly facts: readonly FactSeen[];
  readonly persons: readonly Row[];
  readonly merchants: readonly Row[];
  readonly pledges: readonly Row[];
  readonly charges: readonly Row[];
  readonly transfers: readonly Row[];
  readonly folds: readonly Row[];
  readonly consents: readonly Row[];
  readonly evidence: readonly Row[];
  readonly disputes: readonly Row[];
  readonly answers: readonly Row[];
  readonly sessions: readonly Row[];
  readonly links: readonly Row[];
}

/** Table, what its party is called, and what orders the rows of one party. */
const TABLES = {
  facts: ['facts', 'party_id', 'leaf_seq', 2000],
  persons: ['persons', 'party_id', 'party_id', 500],
  merchants: ['merchants', 'merchant_id', 'merchant_id', 500],
  pledges: ['pledges', 'party_id', 'pledge_id', 1000],
  charges: ['charges', 'party_id', 'charge_id', 2000],
  transfers: ['transfers', 'party_id', 'transfer_id', 2000],
  folds: ['folds', 'party_id', 'context', 500],
  consents: ['consents', 'party_id', 'consent_id', 1000],
  evidence: ['evidence', 'party_id', 'evidence_id', 20],
  disputes: ['disputes', 'party_id', 'dispute_id', 500],
  answers: ['idempotency', 'party_id', 'key_hash', 2000],
  sessions: ['sessions', 'party_id', 'session_id', 500],
  links: ['sign_in_links', 'party_id', 'link_id', 500],
} as const;

type TableName = keyof typeof TABLES;
export type DossierRows = Record<TableName, Row[]>;

/** Calls `each` with every party of the world and its rows, in the order of their ids. */
export async function forEachParty(
  client: pg.ClientBase,
  worldId: number,
  each: (party: Row, rows: DossierRows) => Promise<void> | void,
): Promise<void> {
  const parties = await Stream.open(
    client,
    'select * from parties where world_id = $1 order by party_id',
    [worldId],
    500,
  );
  const streams = new Map<TableName, Stream>();
  for (const [name, [table, party, order, fetch]] of Object.entries(TABLES)) {
    const query = `select * from ${table} where world_id = $1 order by ${party}, ${order}`;
    streams.set(name as TableName, await Stream.open(client, query, [worldId], fetch));
  }
  for (let party = await parties.take(); party !== null; party = await parties.take()) {
    const rows: Partial<DossierRows> = {};
    for (const [name, stream] of streams) {
      rows[name] = await stream.takeAll(TABLES[name][1], party.party_id as string);
    }
    await each(party, rows as DossierRows);
  }
}
