import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headcount, peopleOf, ringSizes } from './people.ts';

test('88 % keep, 10 % struggle and 2 % cheat at every size of town', () => {
  assert.deepEqual(headcount(10_000), { keeper: 8800, struggler: 1000, cheat: 200 });
  assert.deepEqual(headcount(60), { keeper: 53, struggler: 6, cheat: 1 });
  assert.deepEqual(headcount(0), { keeper: 0, struggler: 0, cheat: 0 });
});

test('rings have 5 to 12 members and hold half of the cheats, or nobody when too few', () => {
  for (let cheats = 0; cheats <= 400; cheats += 1) {
    const sizes = ringSizes(7, cheats);
    for (const size of sizes) assert.ok(size >= 5 && size <= 12, `${cheats}: ${sizes.join()}`);
    const inRings = sizes.reduce((sum, size) => sum + size, 0);
    assert.equal(inRings, Math.round(cheats / 2) >= 5 ? Math.round(cheats / 2) : 0);
  }
});

test('the same seed makes the same people, and only cheats are in rings', () => {
  const people = peopleOf(3, 2000);
  assert.deepEqual(peopleOf(3, 2000), people);
  assert.notDeepEqual(peopleOf(4, 2000), people);
  assert.ok(people.every((person) => person.ring === null || person.conduct === 'cheat'));
  assert.equal(people.filter((person) => person.ring !== null).length, 20);
  const mean = people.reduce((sum, person) => sum + person.appetite, 0) / people.length;
  assert.ok(Math.abs(mean - 1) < 0.06, `${mean}`);
});
