import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { packEntries, unpackEntries } from './bundle.ts';

const ENTRIES = fc.array(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 256 },
);

test('what is packed comes out again, in order, empty entries too', () => {
  fc.assert(
    fc.property(ENTRIES, (entries) => {
      const out = unpackEntries(packEntries(entries));
      assert.deepEqual(
        out.map((entry) => entry.toString('hex')),
        entries.map((entry) => entry.toString('hex')),
      );
    }),
  );
});

test('an entry stands behind its length in two bytes, the greater first', () => {
  assert.equal(
    packEntries([Buffer.from('ab'), Buffer.alloc(258, 1)])
      .subarray(0, 6)
      .toString('hex'),
    '000261620102',
  );
  assert.equal(packEntries([]).length, 0);
});

test('the longest entry is 65,535 bytes', () => {
  assert.equal(unpackEntries(packEntries([Buffer.alloc(65_535)]))[0]?.length, 65_535);
  assert.throws(() => packEntries([Buffer.alloc(65_536)]), /entry_fits/);
});

test('a bundle that was cut short is refused wherever it was cut inside an entry', () => {
  const bundle = packEntries([Buffer.from('abc'), Buffer.from('defg')]);
  for (let length = 0; length < bundle.length; length += 1) {
    const cut = bundle.subarray(0, length);
    if (length === 0 || length === 5) assert.equal(unpackEntries(cut).length, length === 0 ? 0 : 1);
    else assert.throws(() => unpackEntries(cut), /bundle_is_whole/, String(length));
  }
});
