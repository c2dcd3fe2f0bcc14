/** PostgreSQL's COPY over the driver's own connection: rows out and in as the server writes them, at the pace of the slower side. */
import type { Socket } from 'node:net';
import type pg from 'pg';

/** The part of the driver's connection that COPY needs. */
interface CopyConnection {
  readonly stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** What the driver calls on a query that it was handed. */
abstract class Copy {
  readonly #text: string;
  protected rowCount = 0;
  #error: Error | null = null;
  readonly #done: (error: Error | null, rowCount: number) => void;

  constructor(text: string, done: (error: Error | null, rowCount: number) => void) {
    this.#text = text;
    this.#done = done;
  }

  submit(connection: CopyConnection): void {
    connection.query(this.#text);
  }

  fail(error: Error): void {
    this.#error ??= error;
  }

  handleError(error: Error): void {
    this.fail(error);
  }

  handleCommandComplete(message: { text: string }): void {
    this.rowCount = Number(/^COPY (\d+)/.exec(message.text)?.[1] ?? Number.NaN);
  }

  handleReadyForQuery(): void {
    this.#done(this.#error, this.rowCount);
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
}

class CopyOut extends Copy {
  readonly #take: (chunk: Buffer) => Promise<void> | null;

  constructor(
    text: string,
    take: (chunk: Buffer) => Promise<void> | null,
    done: (error: Error | null, rowCount: number) => void,
  ) {
    super(text, done);
    this.#take = take;
  }

  handleCopyData(message: { chunk: Buffer }, connection: CopyConnection): void {
    const full = this.#take(Buffer.from(message.chunk));
    if (full === null) return;
    connection.stream.pause();
    full.catch((error: Error) => this.fail(error)).finally(() => connection.stream.resume());
  }
}

class CopyIn extends Copy {
  readonly #chunks: AsyncIterable<Buffer>;

  constructor(text: string, chunks: AsyncIterable<Buffer>, done: (error: Error | null, rowCount: number) => void) {
    super(text, done);
    this.#chunks = chunks;
  }

  handleCopyInResponse(connection: CopyConnection): void {
    void this.#send(connection).catch((error: Error) => {
      this.fail(error);
      connection.sendCopyFail(error.message);
    });
  }

  async #send(connection: CopyConnection): Promise<void> {
    for await (const chunk of this.#chunks) {
      connection.sendCopyFromChunk(chunk);
      if (connection.stream.writableNeedDrain)
        await new Promise<void>((resolve) => connection.stream.once('drain', resolve));
    }
    connection.endCopyFrom();
  }
}

function settled(resolve: (count: number) => void, reject: (error: Error) => void) {
  return (error: Error | null, rowCount: number) => (error === null ? resolve(rowCount) : reject(error));
}

/** Rows of a `COPY … TO STDOUT`; `take` may give a promise to be waited for. Returns how many rows there were. */
export function copyOut(
  client: pg.Client,
  text: string,
  take: (chunk: Buffer) => Promise<void> | null,
): Promise<number> {
  return new Promise((resolve, reject) => {
    client.query(new CopyOut(text, take, settled(resolve, reject)) as unknown as pg.Submittable);
  });
}

/** Feeds a `COPY … FROM STDIN`. Returns how many rows were taken. */
export function copyIn(client: pg.Client, text: string, chunks: AsyncIterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    client.query(new CopyIn(text, chunks, settled(resolve, reject)) as unknown as pg.Submittable);
  });
}
