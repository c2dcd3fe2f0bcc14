import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RunBatch, WAITING_PER_BATCH_OUT } from './batcher.ts';
import { Unavailable } from './faults.ts';
import { batcherOf, doubling, fakeConnection, upTo } from './test-batcher.ts';

const fault = (code: string) => Object.assign(new Error(`database says ${code}`), { code });

test('a lone command is a batch of one and waits for nobody', async () => {
  const { batcher } = batcherOf();
  const batches: number[][] = [];
  assert.equal(await batcher.submit('a', doubling(batches), 21), 42);
  assert.deepEqual(batches, [[21]]);
});

test('what is asked in the same turn goes together, and every answer finds its asker', async () => {
  const { batcher } = batcherOf();
  const batches: number[][] = [];
  const run = doubling(batches);
  const answers = await Promise.all(upTo(100).map((n) => batcher.submit('a', run, n)));
  assert.deepEqual(
    answers,
    upTo(100).map((n) => n * 2),
  );
  assert.equal(batches.length, 1);
});

for (const [asked, sizes] of [
  [127, [127]],
  [128, [128]],
  [129, [128, 1]],
  [300, [128, 128, 44]],
] as const) {
  test(`${asked} commands at once leave in batches of at most 128`, async () => {
    const { batcher } = batcherOf();
    const batches: number[][] = [];
    const run = doubling(batches);
    await Promise.all(upTo(asked).map((n) => batcher.submit('a', run, n)));
    assert.deepEqual(
      batches.map((batch) => batch.length),
      sizes,
    );
  });
}

test('lanes never share a batch, and keep the order of asking within themselves', async () => {
  const { batcher } = batcherOf();
  const a: number[][] = [];
  const b: number[][] = [];
  const inA = doubling(a);
  const inB = doubling(b);
  await Promise.all(upTo(10).map((n) => batcher.submit(n % 2 === 0 ? 'a' : 'b', n % 2 === 0 ? inA : inB, n)));
  assert.deepEqual([a, b], [[[0, 2, 4, 6, 8]], [[1, 3, 5, 7, 9]]]);
});

test('no more batches run at once than there are connections, and each connection is opened once', async () => {
  const { batcher, opened } = batcherOf({ connectionCount: 3, batchMax: 1 });
  let running = 0;
  let most = 0;
  const run: RunBatch<number, number> = async (_, commands) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return [...commands];
  };
  await Promise.all(upTo(5 * WAITING_PER_BATCH_OUT).map((n) => batcher.submit('a', run, n)));
  assert.equal(most, 3);
  assert.equal(opened.length, 3);
});

test('one poisoned command is refused alone; all of its neighbours are answered', async () => {
  const { batcher, opened } = batcherOf();
  const batches: number[][] = [];
  const run = doubling(batches, (commands) => {
    if (commands.includes(77)) throw fault('22021');
  });
  const answers = await Promise.allSettled(upTo(128).map((n) => batcher.submit('a', run, n)));
  for (const [n, answer] of answers.entries()) {
    if (n === 77) assert.equal((answer as PromiseRejectedResult).reason.code, '22021');
    else assert.deepEqual(answer, { status: 'fulfilled', value: n * 2 }, String(n));
  }
  assert.ok(batches.length <= 1 + 2 * 7, `${batches.length} tries: halved, not one by one`);
  assert.equal(opened[0]?.rolledBack, 8);
});

for (const code of ['40001', '40P01']) {
  test(`${code} is tried again as a whole, and nobody notices`, async () => {
    const { batcher, opened } = batcherOf();
    const batches: number[][] = [];
    const run = doubling(batches, () => {
      if (batches.length < 5) throw fault(code);
    });
    assert.deepEqual(await Promise.all([1, 2].map((n) => batcher.submit('a', run, n))), [2, 4]);
    assert.deepEqual(batches, Array(5).fill([1, 2]));
    assert.equal(opened[0]?.rolledBack, 4);
  });

  test(`${code} five times over is answered "try again later", not "failed"`, async () => {
    const { batcher } = batcherOf();
    const batches: number[][] = [];
    const run = doubling(batches, () => {
      throw fault(code);
    });
    await assert.rejects(
      batcher.submit('a', run, 1),
      (error) => error instanceof Unavailable && error.what === 'overloaded',
    );
    assert.equal(batches.length, 5);
  });
}

test('a number that somebody else took in between is found taken on the second look', async () => {
  const { batcher } = batcherOf();
  const batches: number[][] = [];
  const run = doubling(batches, () => {
    if (batches.length === 1) throw fault('23505');
  });
  assert.deepEqual(await Promise.all([1, 2].map((n) => batcher.submit('a', run, n))), [2, 4]);
  assert.equal(batches.length, 2);
});

test('a number that is never found taken fails alone, and its neighbours are answered', async () => {
  const { batcher } = batcherOf();
  const run = doubling([], (commands) => {
    if (commands.includes(3)) throw fault('23505');
  });
  const answers = await Promise.allSettled(upTo(8).map((n) => batcher.submit('a', run, n)));
  assert.deepEqual(
    answers.map((answer) => answer.status === 'fulfilled'),
    upTo(8).map((n) => n !== 3),
  );
});

for (const [code, what] of [
  ['57P01', 'database_unreachable'],
  ['08006', 'database_unreachable'],
  ['ECONNRESET', 'database_unreachable'],
  ['53300', 'database_unreachable'],
  ['53100', 'storage_full'],
  ['25006', 'read_only'],
] as const) {
  test(`${code} answers the whole batch with 503 ${what}, and does not try it twice`, async () => {
    const { batcher } = batcherOf();
    const batches: number[][] = [];
    const run = doubling(batches, () => {
      throw fault(code);
    });
    const answers = await Promise.allSettled([1, 2].map((n) => batcher.submit('a', run, n)));
    for (const answer of answers) assert.equal((answer as PromiseRejectedResult).reason.what, what);
    assert.equal(batches.length, 1);
  });
}

test('a dead connection is replaced before the next batch', async () => {
  const { batcher, opened } = batcherOf();
  const batches: number[][] = [];
  await batcher.submit('a', doubling(batches), 1);
  opened[0]?.kill();
  assert.equal(await batcher.submit('a', doubling(batches), 2), 4);
  assert.equal(opened.length, 2);
});

test('a database that cannot be reached is answered 503, and asked again with the next batch', async () => {
  let tries = 0;
  const open = async () => {
    tries += 1;
    if (tries === 1) throw fault('ECONNREFUSED');
    return fakeConnection();
  };
  const { batcher } = batcherOf({ open });
  await assert.rejects(batcher.submit('a', doubling([]), 1), Unavailable);
  assert.equal(await batcher.submit('a', doubling([]), 2), 4);
});

test('beyond so many waiting, the next is answered at once, and those waiting still are', async () => {
  const { batcher } = batcherOf({ waitingMax: 3 });
  const waiting = upTo(3).map((n) => batcher.submit('a', doubling([]), n));
  assert.equal(batcher.waitingCount, 3);
  await assert.rejects(
    batcher.submit('a', doubling([]), 9),
    (error) => error instanceof Unavailable && error.retryAfterSeconds === 1,
  );
  assert.deepEqual(await Promise.all(waiting), [0, 2, 4]);
  assert.equal(await batcher.submit('a', doubling([]), 5), 10);
});

test('closing answers what was asked, refuses what comes after, and closes every connection', async () => {
  const { batcher, opened } = batcherOf({ connectionCount: 2, batchMax: 1 });
  const asked = upTo(5).map((n) => batcher.submit('a', doubling([]), n));
  const closing = batcher.close();
  await assert.rejects(batcher.submit('a', doubling([]), 9), Unavailable);
  assert.deepEqual(await Promise.all(asked), [0, 2, 4, 6, 8]);
  await closing;
  assert.ok(opened.length > 0 && opened.every((connection) => !connection.alive));
});

test('commands for a row that a batch holds wait in the queue, and nobody else waits with them', async () => {
  const held: string[] = [];
  let seenTogether = 0;
  const { batcher } = batcherOf({ connectionCount: 3 });
  const run = async (_: unknown, commands: readonly { row: string }[]) => {
    const rows = [...new Set(commands.map((one) => one.row))];
    if (rows.some((row) => held.includes(row))) seenTogether += 1;
    held.push(...rows);
    await new Promise((resolve) => setTimeout(resolve, 2));
    for (const row of rows) held.splice(held.indexOf(row), 1);
    return commands.map((one) => one.row);
  };
  const asked = upTo(300).map((n) => ({ row: n % 3 === 0 ? 'hot' : `row ${n % 40}` }));
  const answers = await Promise.all(asked.map((one) => batcher.submit('a', run, one, one.row)));
  assert.deepEqual(
    answers,
    asked.map((one) => one.row),
  );
  assert.equal(seenTogether, 0);
  await batcher.close();
});
