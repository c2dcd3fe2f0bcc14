// The usual way without pgbench: the same order.sql, statement by statement, each prepared once a connection, over the
// wire protocol written by hand so that the client costs as little as it can. Prints what pgbench prints.
import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { shuffled, uniform, zipfRank } from '../zipf.ts';
import { readOrderScript, type Statement } from './order-script.ts';

const [url = '', peopleText = '', shopsText = '', connectionsText = '', secondsText = ''] = process.argv.slice(2);
const people = Number(peopleText);
const shops = Number(shopsText);
const script = readOrderScript(readFileSync(path.join(import.meta.dirname, 'order.sql'), 'utf8'));
const personAt = shuffled(people, 7);
const shopAt = shuffled(shops, 7);
const SYNC = 'S\0\0\0\x04';

const [READY, ROW, COLUMNS, FAILED] = [0x5a, 0x44, 0x54, 0x45];

type Answer = { readonly columns: readonly string[]; readonly row: readonly string[] };

/** A connection logged in by pg, then spoken to directly. */
class Wire {
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);
  #answer: { columns: string[]; row: string[] } = { columns: [], row: [] };
  #settle: { resolve: (answer: Answer) => void; reject: (cause: Error) => void } | null = null;
  #failure = '';

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.removeAllListeners('data');
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  ask(message: string): Promise<Answer> {
    this.#answer = { columns: [], row: [] };
    this.#failure = '';
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      // Everything sent is ASCII, so a message is one string and one write.
      this.#socket.write(message, 'latin1');
    });
  }

  #receive(chunk: Buffer): void {
    let rest: Buffer = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (rest.length >= 5) {
      const length = rest.readInt32BE(1) + 1;
      if (rest.length < length) break;
      this.#take(rest[0]!, rest.subarray(5, length));
      rest = rest.subarray(length);
    }
    this.#pending = rest;
  }

  #take(kind: number, body: Buffer): void {
    if (kind === COLUMNS) this.#answer.columns = columnNames(body);
    else if (kind === ROW) this.#answer.row = rowValues(body);
    else if (kind === FAILED) this.#failure = body.toString('utf8').replaceAll('\0', ' ');
    else if (kind === READY && this.#failure !== '') this.#settle?.reject(new Error(this.#failure));
    else if (kind === READY) this.#settle?.resolve(this.#answer);
  }
}

function columnNames(body: Buffer): string[] {
  const names: string[] = [];
  for (let at = 2; names.length < body.readInt16BE(0); ) {
    const end = body.indexOf(0, at);
    names.push(body.toString('utf8', at, end));
    at = end + 19;
  }
  return names;
}

function rowValues(body: Buffer): string[] {
  const values: string[] = [];
  for (let at = 2; values.length < body.readInt16BE(0); ) {
    const length = body.readInt32BE(at);
    values.push(length < 0 ? '' : body.toString('latin1', at + 4, at + 4 + length));
    at += 4 + Math.max(0, length);
  }
  return values;
}

const frame = (kind: string, body: string): string => kind + int32(4 + body.length) + body;

const int16 = (value: number): string => String.fromCharCode(value >> 8, value & 0xff);
const int32 = (value: number): string => int16(value >>> 16) + int16(value & 0xffff);

const DESCRIBE = frame('D', 'P\0');
const EXECUTE = frame('E', `\0${int32(0)}`);

/** Parse once; Describe only where columns are wanted, as libpq asks for them too. */
const parse = (statement: Statement, name: string): string =>
  frame('P', `${name}\0${statement.text}\0${int16(0)}`) + SYNC;

function bind(statement: Statement, name: string, variables: ReadonlyMap<string, string>): string {
  let values = '';
  for (const variable of statement.variables) {
    const value = variables.get(variable) ?? '';
    values += int32(value.length) + value;
  }
  const describe = statement.keeps ? DESCRIBE : '';
  const count = int16(statement.variables.length);
  return frame('B', `\0${name}\0${int16(0)}${count}${values}${int16(0)}`) + describe + EXECUTE + SYNC;
}

async function connectWire(): Promise<Wire> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const inner = client as unknown as { readonly connection: { readonly stream: Socket } };
  const wire = new Wire(inner.connection.stream);
  for (const [index, statement] of script.entries()) await wire.ask(parse(statement, `s${index}`));
  return wire;
}

async function order(wire: Wire, next: () => number): Promise<void> {
  const variables = new Map<string, string>([
    ['person', String(1 + personAt[zipfRank(people, next) - 1]!)],
    ['shop', String(1 + shopAt[zipfRank(shops, next) - 1]!)],
    ['amount', String(1000 + Math.trunc(next() * 49_001))],
    ['key', String(1 + Math.trunc(next() * 2 ** 52)) + String(Math.trunc(next() * 1000))],
  ]);
  for (const [index, statement] of script.entries()) {
    const answer = await wire.ask(bind(statement, `s${index}`, variables));
    if (statement.keeps && answer.row.length === 0) throw new Error(`no row from: ${statement.text}`);
    for (const [column, name] of answer.columns.entries()) variables.set(name, answer.row[column]!);
  }
}

const wires = await Promise.all(Array.from({ length: Number(connectionsText) }, connectWire));
const startedAt = performance.now();
const stopAt = startedAt + Number(secondsText) * 1000;
let orders = 0;
await Promise.all(
  wires.map(async (wire, index) => {
    const next = uniform(Date.now() + index);
    while (performance.now() < stopAt) {
      await order(wire, next);
      orders += 1;
    }
  }),
);
const seconds = (performance.now() - startedAt) / 1000;
console.log(`number of transactions actually processed: ${orders}\ntps = ${(orders / seconds).toFixed(3)}`);
process.exit(0);
