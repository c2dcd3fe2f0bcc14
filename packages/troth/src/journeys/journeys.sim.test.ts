// A seeded town against a naive model. A failure names its seed and step; many seeds: npm run simulate -- --seeds 50
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { test } from 'node:test';
import { simulate } from './test-simulation.ts';

const STEPS = 120;

for (const seed of [1, randomInt(2 ** 31)]) {
  test(`after every step the tables hold what the facts say, and no more (seed ${seed})`, async (context) => {
    const lived = await simulate(seed, STEPS);
    context.diagnostic(`seed ${seed}: ${JSON.stringify(lived)}`);
    assert.ok(lived.pledgeCount > 30, `${lived.pledgeCount} pledges`);
    assert.ok(Object.keys(lived.facts).length >= 10, JSON.stringify(lived.facts));
    assert.ok(Object.keys(lived.refusals).length >= 4, JSON.stringify(lived.refusals));
  });
}
