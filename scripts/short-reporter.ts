// One line per test file, every failure in full, every skip with its reason; closes with Node's own lines.
import path from 'node:path';
import type { TestEvent } from 'node:test/reporters';
import { inspect } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '..');

type Failure = { readonly place: string; readonly text: string };
type Failed = Extract<TestEvent, { type: 'test:fail' }>['data'];

function placeOf(data: { file?: string | undefined; line?: number | undefined }): string {
  return data.file === undefined ? '' : `${path.relative(ROOT, data.file)}${data.line ? `:${data.line}` : ''}`;
}

function seconds(durationMs: number): string {
  return durationMs < 1_000 ? `${Math.round(durationMs)} ms` : `${(durationMs / 1_000).toFixed(1)} s`;
}

/** A file or suite fails with its subtests, and those have been reported already. */
function isOnlyTheParent(data: Failed): boolean {
  const error = data.details.error as { failureType?: string };
  return error.failureType === 'subtestsFailed';
}

function reasonOf(data: Failed): string {
  const cause: unknown = data.details.error.cause ?? data.details.error;
  const text = typeof cause === 'string' ? cause : inspect(cause, { depth: 6 });
  return text
    .split('\n')
    .filter((line) => !/^\s+at .*node:internal/.test(line))
    .map((line) => `    ${line}`)
    .join('\n');
}

export default async function* shortReport(source: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const failures: Failure[] = [];
  for await (const { type, data } of source) {
    if (type === 'test:stdout' || type === 'test:stderr') {
      yield data.message;
    } else if (type === 'test:fail') {
      if (isOnlyTheParent(data)) continue;
      const failure = { place: placeOf(data), text: `${data.name}\n${reasonOf(data)}` };
      if (data.todo === undefined) failures.push(failure);
      yield `✖ ${failure.place}  ${failure.text}\n`;
    } else if (type === 'test:pass' && data.skip !== undefined) {
      yield `﹣ skipped: ${placeOf(data)}  ${data.name}${typeof data.skip === 'string' ? ` (${data.skip})` : ''}\n`;
    } else if (type === 'test:summary' && data.file !== undefined) {
      const count = `${data.counts.tests} ${data.counts.tests === 1 ? 'test' : 'tests'}`;
      yield `${data.success ? '✔' : '✖'} ${placeOf(data)}  ${count}, ${seconds(data.duration_ms)}\n`;
    } else if (type === 'test:diagnostic') {
      const isClosing = data.file === undefined && /^tests \d+$/.test(data.message);
      if (isClosing && failures.length > 0) yield failureList(failures);
      yield `ℹ ${data.message}\n`;
    }
  }
}

function failureList(failures: readonly Failure[]): string {
  const lines = failures.map(({ place, text }) => `✖ ${place}  ${text.split('\n')[0]}\n`);
  return `\n✖ failing tests:\n${lines.join('')}\n`;
}
