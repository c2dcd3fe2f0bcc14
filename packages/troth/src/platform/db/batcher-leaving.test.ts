import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RunBatch, WAITING_PER_BATCH_OUT } from './batcher.ts';
import { batcherOf, upTo } from './test-batcher.ts';

/** A batch that is out until it is let back. */
function heldBatch() {
  const held = Promise.withResolvers<void>();
  const batches: number[][] = [];
  const run: RunBatch<number, number> = async (_, commands) => {
    batches.push([...commands]);
    if (batches.length === 1) await held.promise;
    return [...commands];
  };
  return { batches, run, back: () => held.resolve() };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('few who come while a batch is out go together when it is back, and not in a small one beside it', async () => {
  const { batcher, opened } = batcherOf({ connectionCount: 3 });
  const { batches, run, back } = heldBatch();
  const answers = [batcher.submit('a', run, 0)];
  await turn();
  for (let n = 1; n < WAITING_PER_BATCH_OUT; n += 1) {
    answers.push(batcher.submit('a', run, n));
    if (n % 8 === 0) await turn();
  }
  assert.deepEqual(batches, [[0]]);
  back();
  await Promise.all(answers);
  assert.deepEqual(batches, [[0], upTo(WAITING_PER_BATCH_OUT).slice(1)]);
  assert.equal(opened.length, 1);
});

test('enough who wait go out beside the batch that is out', async () => {
  const { batcher } = batcherOf({ connectionCount: 3 });
  const { batches, run, back } = heldBatch();
  const answers = [batcher.submit('a', run, 0)];
  await turn();
  answers.push(...upTo(WAITING_PER_BATCH_OUT).map((n) => batcher.submit('a', run, n + 1)));
  await Promise.all(answers.slice(1));
  assert.equal(batches.length, 2);
  back();
  await answers[0];
});

test('nobody waits long for a batch that is stuck', async () => {
  const { batcher } = batcherOf({ connectionCount: 3 });
  const { batches, run, back } = heldBatch();
  const stuck = batcher.submit('a', run, 0);
  await turn();
  assert.equal(await batcher.submit('a', run, 1), 1);
  assert.deepEqual(batches, [[0], [1]]);
  back();
  await stuck;
});

test('those who keep coming do not make the first ones wait for a stuck batch any longer', async () => {
  const { batcher } = batcherOf({ connectionCount: 3 });
  const { batches, run, back } = heldBatch();
  const stuck = batcher.submit('a', run, 0);
  await turn();
  const first = batcher.submit('a', run, 1);
  let isAnswered = false;
  void first.then(() => {
    isAnswered = true;
  });
  const others: Promise<number>[] = [];
  while (!isAnswered && others.length < WAITING_PER_BATCH_OUT - 2) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    others.push(batcher.submit('a', run, 2));
  }
  assert.ok(isAnswered, `not after ${others.length} more had come, 5 ms apart`);
  assert.ok((batches[1]?.length ?? 0) < WAITING_PER_BATCH_OUT);
  back();
  await Promise.all([stuck, ...others]);
});
