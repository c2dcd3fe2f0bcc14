import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idFromUuid, randomBytesSource, randomIds } from '../../kernel/index.ts';
import { createVault } from './vault.ts';

const chance = randomBytesSource();
const vault = createVault(Buffer.alloc(32, 7), chance);
const ids = randomIds();
const party = ids.next('pty', 1n);
const shopA = ids.next('pty', 1n);
const shopB = ids.next('pty', 1n);

test('a sealed text opens only with its key, its place and its every byte', () => {
  const { key } = vault.newPartyKey(1, party);
  const sealed = vault.seal(key, '林木子 𠮷', 'name');
  assert.equal(vault.open(key, sealed, 'name').toString(), '林木子 𠮷');
  assert.throws(() => vault.open(key, sealed, 'contact'));
  assert.throws(() => vault.open(Buffer.alloc(32, 1), sealed, 'name'));
  for (let i = 0; i < sealed.length; i += 1) {
    const flipped = Buffer.from(sealed);
    flipped[i] = (flipped[i] as number) ^ 1;
    assert.throws(() => vault.open(key, flipped, 'name'), `byte ${i}`);
  }
});

test('a wrapped key belongs to one party of one world', () => {
  const { key, wrapped } = vault.newPartyKey(1, party);
  assert.deepEqual(vault.unwrap(1, party, wrapped), key);
  assert.throws(() => vault.unwrap(2, party, wrapped));
  assert.throws(() => vault.unwrap(1, shopA, wrapped));
  assert.deepEqual(vault.unwrapHex(1, party, `\\x${wrapped.toString('hex')}`), key);
  const again = vault.newPartyKey(1, party);
  assert.deepEqual(
    vault.unwrapHex(1, party, `\\x${again.wrapped.toString('hex')}`),
    again.key,
    'a replaced key is never answered from memory',
  );
});

test('two shops know one person by two references, and each leads back for its own shop only', () => {
  const a = vault.pairwise(1, shopA, party);
  const b = vault.pairwise(1, shopB, party);
  assert.notEqual(a, b);
  assert.equal(vault.partyOfPairwise(1, shopA, a), party);
  assert.notEqual(vault.partyOfPairwise(1, shopB, a), party);
  assert.notEqual(vault.pairwise(2, shopA, party), a, 'another world, another reference');
  assert.equal(vault.partyOfPairwise(1, shopA, idFromUuid('ref', '0'.repeat(32))).length, party.length);
});

test('the blind index is the same for the same contact, and another in another world', () => {
  assert.deepEqual(vault.blindIndex(1, '+8613800000000'), vault.blindIndex(1, '+8613800000000'));
  assert.notDeepEqual(vault.blindIndex(1, '+8613800000000'), vault.blindIndex(2, '+8613800000000'));
});
