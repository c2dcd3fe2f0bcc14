import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Bug } from './assert.ts';
import {
  bytesOfId,
  ID_PREFIXES,
  idFromUuid,
  isId,
  randomBytesSource,
  randomIds,
  seededBytes,
  seededIds,
  uuidOf,
} from './ids.ts';

const NOW = 1_795_321_080_000_000n;

test('an id is its prefix and a version 7 uuid', () => {
  const uuid = uuidOf(randomIds().next('plg', NOW));
  assert.match(uuid, /^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
  assert.equal(BigInt(`0x${uuid.slice(0, 12)}`), NOW / 1000n);
});

test('ids made one after another in one millisecond sort in that order, each once', () => {
  const ids = randomIds();
  const made = Array.from({ length: 20_000 }, () => ids.next('fct', NOW));
  assert.deepEqual([...made].sort(), made);
  assert.equal(new Set(made).size, made.length);
});

test('ids of a later millisecond sort behind', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.bigInt({ min: 1000n, max: 10n ** 12n }), (at, later) => {
      const ids = seededIds(1);
      return ids.next('fct', at) < ids.next('fct', at + later);
    }),
  );
});

test('a time that does not fit 48 bits is a bug', () => {
  assert.throws(() => seededIds(1).next('fct', -1000n), Bug);
  assert.throws(() => seededIds(1).next('fct', 2n ** 48n * 1000n), Bug);
});

test('one seed, one stream; another seed, another', () => {
  const of = (seed: number) => {
    const ids = seededIds(seed);
    return [ids.next('plg', NOW), ids.next('plg', NOW), ids.next('plg', NOW + 1000n)];
  };
  assert.deepEqual(of(7), of(7));
  assert.notDeepEqual(of(7), of(8));
});

test('an id survives PostgreSQL’s text form and its bytes', () => {
  const id = randomIds().next('pty', NOW);
  const uuid = uuidOf(id);
  const dashed = [0, 8, 12, 16, 20].map((from, i, all) => uuid.slice(from, all[i + 1])).join('-');
  assert.equal(idFromUuid('pty', dashed), id);
  assert.equal(idFromUuid('pty', uuid), id);
  assert.equal(bytesOfId(id).toString('hex'), uuid);
});

test('only the right prefix before 32 lower-case hex characters is an id', () => {
  const uuid = '0'.repeat(31);
  assert.ok(isId('plg', `plg_${uuid}a`));
  for (const text of [
    `pty_${uuid}a`,
    `plg_${uuid}`,
    `plg_${uuid}aa`,
    `plg_${uuid}A`,
    `plg_${uuid}g`,
    `plg${uuid}a`,
    '',
  ]) {
    assert.ok(!isId('plg', text), text);
  }
});

test('every prefix has three letters, as `uuidOf` counts on', () => {
  for (const prefix of Object.keys(ID_PREFIXES)) assert.equal(prefix.length, 3, prefix);
});

test('chance is as long as asked for and never the same twice, beyond the pool too', () => {
  const bytes = randomBytesSource();
  const taken = [16, 8_176, 1, 32, 9_000, 8_192, 8_192].map((size) => {
    const taking = bytes(size);
    assert.equal(taking.length, size);
    return Buffer.from(taking).toString('hex');
  });
  assert.equal(new Set(taken).size, taken.length);
});

test('what was taken from the pool stays what it was', () => {
  const bytes = randomBytesSource();
  const first = bytes(32);
  const copy = Buffer.from(first);
  for (let i = 0; i < 2_000; i += 1) bytes(16);
  assert.ok(first.equals(copy));
});

test('seeded bytes are as long as asked for', () => {
  for (const size of [0, 1, 7, 8, 9, 32]) assert.equal(seededBytes(3)(size).length, size);
});

test('neighbouring seeds have streams of their own, not one stream a step apart', () => {
  const words = (seed: number) => {
    const bytes = seededBytes(seed);
    return Array.from({ length: 200 }, () => Buffer.from(bytes(8)).toString('hex'));
  };
  const all = [-1, 0, 1, 2, 3, 4, 5].flatMap(words);
  assert.equal(new Set(all).size, all.length);
});
