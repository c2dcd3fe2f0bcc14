/** Reading: every value as PostgreSQL prints it, large tables through cursors, and several of them side by side by party. */
import type pg from 'pg';
import { instantFromIso, isoFromInstant } from '../kernel/index.ts';
import { readInstant } from '../platform/db/index.ts';

export type Row = Readonly<Record<string, string | null>>;

const asText = { getTypeParser: () => (text: string | Buffer) => String(text) } as unknown as pg.CustomTypesConfig;

/** The rows of a statement, as text. */
export async function rowsOf(client: pg.ClientBase, text: string, values: readonly unknown[] = []): Promise<Row[]> {
  const { rows } = await client.query<Record<string, string | null>>({ text, values: [...values], types: asText });
  return rows;
}

const FETCH = 2000;
let cursorCount = 0;

/** One table read in order. Needs an open transaction. */
export class Stream {
  readonly #client: pg.ClientBase;
  readonly #name: string;
  readonly #fetch: number;
  #rows: Row[] = [];
  #at = 0;
  #over = false;

  private constructor(client: pg.ClientBase, name: string, fetch: number) {
    this.#client = client;
    this.#name = name;
    this.#fetch = fetch;
  }

  static async open(
    client: pg.ClientBase,
    query: string,
    values: readonly unknown[],
    fetch: number = FETCH,
  ): Promise<Stream> {
    cursorCount += 1;
    const name = `audit_${cursorCount}`;
    await client.query({ text: `declare ${name} no scroll cursor for ${query}`, values: [...values] });
    return new Stream(client, name, fetch);
  }

  /** The next row without taking it; null at the end. */
  async peek(): Promise<Row | null> {
    if (this.#at >= this.#rows.length && !this.#over) {
      this.#rows = await rowsOf(this.#client, `fetch ${this.#fetch} from ${this.#name}`);
      this.#at = 0;
      this.#over = this.#rows.length === 0;
      if (this.#over) await this.#client.query(`close ${this.#name}`);
    }
    return this.#rows[this.#at] ?? null;
  }

  async take(): Promise<Row | null> {
    const row = await this.peek();
    if (row !== null) this.#at += 1;
    return row;
  }

  /** Takes all rows whose `column` is `value`; rows that sort before it belong to nobody and are passed over. */
  async takeAll(column: string, value: string): Promise<Row[]> {
    const taken: Row[] = [];
    for (;;) {
      const row = await this.peek();
      if (row === null || (row[column] as string) > value) return taken;
      this.#at += 1;
      if (row[column] === value) taken.push(row);
    }
  }
}

/** A value that a not-null column cannot miss. */
export function text(row: Row, column: string): string {
  const value = row[column];
  if (value == null) throw new Error(`${column} is null`);
  return value;
}

export function bytes(row: Row, column: string): Buffer {
  return Buffer.from(text(row, column).slice(2), 'hex');
}

/** An instant as facts write it: ISO 8601 in UTC. */
export function iso(row: Row, column: string): string | null {
  const value = row[column];
  return value == null ? null : isoFromInstant(readInstant(value));
}

/** An id as facts write it. */
export function id(prefix: string, row: Row, column: string): string {
  return `${prefix}_${text(row, column).replaceAll('-', '')}`;
}

/** Whether one instant, as facts write it, lies before another: as text they do not sort. */
export function isBefore(a: string, b: string): boolean {
  return (instantFromIso(a) ?? 0n) < (instantFromIso(b) ?? 0n);
}
