/**
 * What the client remembers, outside the system under test: every request before it is sent, every answer when it arrives. A line
 * is on disk before its sender goes on; lines that come together share one fsync.
 */
import { closeSync, fdatasync, openSync, readFileSync, writeSync } from 'node:fs';

export interface Journal {
  /** Resolves when the line is on disk. */
  append(line: object): Promise<void>;
  close(): Promise<void>;
}

export function openJournal(file: string): Journal {
  const fd = openSync(file, 'a', 0o600);
  let waiting: { text: string; resolve: () => void; reject: (error: Error) => void }[] = [];
  let writing: Promise<void> | null = null;

  const writeAll = async (): Promise<void> => {
    // A turn of the event loop gathers those who come at the same time.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      try {
        writeSync(fd, group.map((one) => one.text).join(''));
        await new Promise<void>((resolve, reject) => fdatasync(fd, (error) => (error ? reject(error) : resolve())));
        for (const one of group) one.resolve();
      } catch (error) {
        for (const one of group) one.reject(error as Error);
      }
    }
    writing = null;
  };

  return {
    append: (line) =>
      new Promise((resolve, reject) => {
        waiting.push({ text: `${JSON.stringify(line)}\n`, resolve, reject });
        writing ??= writeAll();
      }),
    async close() {
      await writing;
      closeSync(fd);
    },
  };
}

/** The lines of a journal, oldest first. A last line that was cut short by a kill was never acted on. */
export function readJournal<T>(file: string): T[] {
  const text = readFileSync(file, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
