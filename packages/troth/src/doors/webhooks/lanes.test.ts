import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Id } from '../../kernel/index.ts';
import { createLanes } from './lanes.ts';

const endpoint = (n: number): Id<'whe'> => `whe_${n}`;
const delivery = (n: number | string): Id<'whd'> => `whd_${n}`;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Calls that end only when told to. */
function heldCalls() {
  const open: { readonly name: string; end(pace: 'prompt' | 'slow'): void }[] = [];
  return {
    open,
    call: (name: string) => () => new Promise<'prompt' | 'slow'>((end) => open.push({ name, end })),
    names: () => open.map((one) => one.name).join(),
  };
}

test('one endpoint never has more calls at once than its bound, and all together never more than theirs', async () => {
  const lanes = createLanes({ perEndpointMax: 2, callCountMax: 3 });
  const held = heldCalls();
  for (let n = 0; n < 6; n += 1) void lanes.run(endpoint(1), delivery(`a${n}`), held.call(`a${n}`));
  for (let n = 0; n < 2; n += 1) void lanes.run(endpoint(2), delivery(`b${n}`), held.call(`b${n}`));
  await settle();
  assert.equal(held.names(), 'a0,a1,b0');
  held.open[0]?.end('prompt');
  await settle();
  assert.equal(held.names(), 'a0,a1,b0,a2');
});

test('endpoints that were slow share half of the places', async () => {
  const lanes = createLanes({ perEndpointMax: 1, callCountMax: 4 });
  const held = heldCalls();
  for (let n = 0; n < 4; n += 1) void lanes.run(endpoint(n), delivery(`first${n}`), held.call(`first${n}`));
  await settle();
  for (const one of held.open.splice(0)) one.end('slow');
  await settle();
  for (let n = 0; n < 4; n += 1) void lanes.run(endpoint(n), delivery(`again${n}`), held.call(`again${n}`));
  void lanes.run(endpoint(9), delivery('quick'), held.call('quick'));
  await settle();
  assert.equal(held.names(), 'again0,again1,quick');
  for (const one of held.open.splice(0)) one.end('prompt');
  await settle();
  assert.equal(held.names(), 'again2,again3', 'the others follow when a place is free');
});

test('a lane with sixteen waiting is full, and a delivery is under way until its call has ended', async () => {
  const lanes = createLanes({ perEndpointMax: 1, callCountMax: 4 });
  const held = heldCalls();
  for (let n = 0; n < 16; n += 1) void lanes.run(endpoint(1), delivery(n), held.call(String(n)));
  await settle();
  assert.deepEqual(lanes.fullEndpoints(), []);
  void lanes.run(endpoint(1), delivery(16), held.call('16'));
  assert.deepEqual(lanes.fullEndpoints(), [endpoint(1)]);
  assert.equal(lanes.isUnderWay(delivery(0)), true);
  held.open[0]?.end('prompt');
  await settle();
  assert.deepEqual([lanes.isUnderWay(delivery(0)), lanes.fullEndpoints().length], [false, 0]);
});

test('a call that throws gives its place back', async () => {
  const lanes = createLanes({ perEndpointMax: 1, callCountMax: 1 });
  await assert.rejects(
    lanes.run(endpoint(1), delivery(1), () => Promise.reject(new Error('bug'))),
    /bug/,
  );
  let ran = false;
  await lanes.run(endpoint(1), delivery(2), async () => {
    ran = true;
    return 'prompt';
  });
  assert.equal(ran, true);
});

test('more than four calls at once to one endpoint cannot be configured', () => {
  assert.throws(() => createLanes({ perEndpointMax: 5, callCountMax: 32 }), /one_to_four/);
});
