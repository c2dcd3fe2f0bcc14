/** A refusal asked for twice with the same key: the second answer is the first one, to the letter, and nothing is written. */
import assert from 'node:assert/strict';
import { freshKey } from './test-routes.ts';
import { assertNothingWritten, readAllRows } from './test-rows.ts';
import type { TestTroth } from './test-troth.ts';

export interface Asked {
  readonly token: string;
  readonly path: string;
  readonly body: object;
}

export async function assertSameAgain(troth: TestTroth, code: string, asked: Asked): Promise<void> {
  const key = freshKey();
  const ask = () => troth.call('POST', asked.path, { token: asked.token, key, body: asked.body });
  const first = await ask();
  assert.equal(first.body.code, code, JSON.stringify(first.body));
  const rows = await readAllRows(troth);
  const again = await ask();
  assert.deepEqual([again.status, again.body], [first.status, first.body], code);
  assertNothingWritten(rows, await readAllRows(troth), code);
}
