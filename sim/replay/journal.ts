/**
 * How far a replay has come, one line of JSON for each step done. A step is written after it is done; a step cut off by a crash
 * is done again with the same idempotency keys, which changes nothing that was done already.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Journal<Step> {
  /** Steps done before this run, oldest first. */
  readonly done: readonly Step[];
  append(step: Step): void;
}

/** Complete lines of the file and how many bytes they take; what follows the last line break was cut off. */
function readLines(path: string): { readonly lines: readonly string[]; readonly bytes: number } {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const end = text.lastIndexOf('\n') + 1;
  return { lines: text.slice(0, end).split('\n').slice(0, -1), bytes: Buffer.byteLength(text.slice(0, end)) };
}

/** Opens the journal of one replay, made if there is none. Only its owner may read it: it holds the key of a test world. */
export function openJournal<Step>(path: string): Journal<Step> {
  mkdirSync(dirname(path), { recursive: true });
  const { lines, bytes } = readLines(path);
  if (existsSync(path)) truncateSync(path, bytes);
  return {
    done: lines.map((line) => JSON.parse(line) as Step),
    append: (step) => appendFileSync(path, `${JSON.stringify(step)}\n`, { mode: 0o600 }),
  };
}
