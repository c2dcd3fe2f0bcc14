// Two people, one order number, at the same instant on two connections: one order is born and the other hears why not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Id, type Outcome, present } from '../kernel/index.ts';
import { createBatcher, openHotConnection, type RunBatch } from '../platform/db/index.ts';
import { askAsOwner } from '../platform/db/test-migrated.ts';
import { type OpenAnswer, type OpenCommand, type OpenRefusal, openPledges } from './open-pledge.ts';
import { consentToAll, GROUND_NOW, openGround, orderOf, worldAt } from './test-ground.ts';

type Answered = Outcome<OpenAnswer, OpenRefusal>;

test('an order number raced for by many is taken once; everybody else is told that it is taken', async () => {
  const ground = await openGround({ seed: 9, peopleCount: 16, shopCount: 1, readyMade: ['umbrella'] });
  await consentToAll(ground, GROUND_NOW);
  const open = () => openHotConnection(ground.ownerUrl);
  // Batches of one on many connections, so that nobody sees the others' numbers before writing.
  const batcher = createBatcher({ open, connectionCount: 4, batchMax: 1, waitingMax: 100 });
  const run: RunBatch<OpenCommand, Answered> = (connection, commands) =>
    openPledges(connection, worldAt(GROUND_NOW), ground.tools, commands);
  try {
    for (let round = 0; round < 5; round += 1) {
      const orders = ground.people.map((personId: Id<'pty'>) => ({
        ...orderOf(`${round} ${personId}`, personId, ground.offer('umbrella'), GROUND_NOW),
        orderNo: `N-${round}`,
      }));
      const said = await Promise.all(orders.map((order) => batcher.submit('open', run, order)));
      const words = said.map((one) => (one.ok ? 'born' : one.reason)).sort();
      assert.deepEqual(words, ['born', ...Array(15).fill('order_number_taken')]);
    }
    const rows = await askAsOwner(ground.ownerUrl, 'select count(*)::int as n from pledges');
    assert.equal(present(rows[0], 'one row').n, 5);
  } finally {
    await batcher.close();
    await ground.close();
  }
});
