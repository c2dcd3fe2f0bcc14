import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeAgenda } from './agenda.ts';

test('what is planned is taken once, in order of its stop and then of planning, and nothing early', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9)), fc.array(fc.nat(9)), (plans, takes) => {
      const agenda = makeAgenda<number>();
      for (const [index, stop] of plans.entries()) agenda.plan(BigInt(stop), index);
      const taken: number[] = [];
      for (const at of takes.toSorted()) {
        const items = agenda.take(BigInt(at));
        assert.ok(items.every((index) => (plans[index] as number) <= at));
        taken.push(...items);
      }
      const left = agenda.nextAt();
      taken.push(...agenda.take(100n));
      assert.deepEqual(
        taken.toSorted((a, b) => a - b),
        [...plans.keys()],
      );
      for (const [place, index] of taken.entries()) {
        const before = taken[place - 1];
        if (before === undefined) continue;
        const [one, other] = [plans[before] as number, plans[index] as number];
        assert.ok(one < other || (one === other && before < index));
      }
      assert.equal(agenda.nextAt(), null);
      assert.ok(left === null || plans.includes(Number(left)));
    }),
  );
});
