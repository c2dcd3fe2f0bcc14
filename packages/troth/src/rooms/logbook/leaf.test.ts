// What has been hashed can never change: these values are for ever, and were computed once more with Python's hmac.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HOUR_US, isoFromInstant, sha256 } from '../../kernel/index.ts';
import { factContent } from '../conduct/index.ts';
import { commitment, type Leaf, leafEntry, leafHash, leafKey, leafSecrets } from './leaf.ts';

const PARTY_KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i));
const KEY = leafKey(PARTY_KEY);
const FACT = {
  factId: 'fct_0199a1b2c3d47000800000000000000a',
  partyId: 'pty_0199a1b2c3d47000800000000000000b',
  merchantId: 'pty_0199a1b2c3d47000800000000000000c',
  subjectId: 'plg_0199a1b2c3d47000800000000000000d',
  kind: 'kept',
  context: 'retail',
  reporter: 'merchant',
  effectiveAt: 1_795_321_080_000_000n,
  recordedAt: 1_795_324_680_000_001n,
  weightMilli: 1000,
  detail: '{"after":{"state":"kept"}}',
  leafSeq: 1,
} as const;

test('the leaf key of a party key', () => {
  assert.equal(KEY.toString('hex'), 'f3413dbe107c315d3e951b1381f9fd1c31390f46a6d67c08077ba6a7e109cb8c');
  assert.equal(leafKey(PARTY_KEY), KEY, 'and it is derived once');
});

test('tags and openings by number', () => {
  for (const [seq, tag, opening] of [
    [
      0,
      '836fe3729589984576eb8aed411cdb1f9ea8d6d9b84dddee41274a1badb06feb',
      'c3d7344bcce0bf28ceaf213851633071449218f51c08628abcc302e1bd7e71b4',
    ],
    [
      1,
      '9dc78e8ebd281c97721b5fbb0dd61d38a78f18018e75be80784219e4c42ed6c7',
      '90ce5f670aca5f28cc9442aec41211793692426cfbdd0e1287c4d606c7c71721',
    ],
    [
      255,
      '525e98f3c7098ab74089094efd332e82fe150749757c0c6baebc806d998f85c3',
      '6a8ba374856225fbe06d3d65d8bf5680ce5f563989ca3525e05673501d4ac6af',
    ],
    [
      Number.MAX_SAFE_INTEGER,
      'fc7c506d5262f83c705e2297fff3b9c0f22f9e05aff9235e9131a21155a1aa58',
      '3ba5ceb3ec12ff508fcea4fe0c2091d3d130ad4c54adbd7713d2467f7191214e',
    ],
  ] as const) {
    const secrets = leafSecrets(KEY, seq);
    assert.deepEqual([secrets.tag.toString('hex'), secrets.opening.toString('hex')], [tag, opening], String(seq));
  }
});

test('a whole leaf, from the fact to the hash that enters the tree', () => {
  const { tag, opening } = leafSecrets(KEY, FACT.leafSeq);
  const committed = commitment(opening, factContent(3, FACT));
  assert.equal(committed.toString('hex'), '2894a50013f378d9ae59ab6d5bd28ce6b7ecff8305e91950d858f94c544c12a9');
  const entry = leafEntry({
    class: 'pledge',
    tag: tag.toString('base64'),
    commitment: committed.toString('base64'),
    issuer: 'troth.local/test/sandbox',
    recordedAt: FACT.recordedAt,
  });
  assert.equal(
    entry.toString(),
    '{"class":"pledge","commitment":"KJSlABPzeNmuWattW9KM5rfs/4MF6RlQ2Fj5TFRMEqk=","hour":"2026-11-22T05:00:00Z","issuer":"troth.local/test/sandbox","tag":"nceOjr0oHJdyG1+7DdYdOKePGAGOdb6AeEIZ5MQu1sc=","v":1}',
  );
  assert.equal(leafHash(entry), '9f5f62af80a87ab7cea69d64a48db53e2718fac65c23a15fc9612cf1e60bf288');
});

test('the hash of an empty leaf is that of RFC 6962', () => {
  assert.equal(leafHash(Buffer.alloc(0)), '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
});

test('tags of one party look unrelated: no two alike, half of their bits different, and each bit as often set as not', () => {
  const count = 2_000;
  const tags = Array.from({ length: count }, (_, seq) => leafSecrets(KEY, seq).tag);
  assert.equal(new Set(tags.map((tag) => tag.toString('hex'))).size, count);
  const bits = (a: Buffer) => [...a].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
  const distance = (a: Buffer, b: Buffer) => bits(Buffer.from(a.map((byte, i) => byte ^ (b[i] as number))));
  const distances = tags.slice(1).map((tag, i) => distance(tag, tags[i] as Buffer));
  const mean = distances.reduce((a, b) => a + b, 0) / distances.length;
  assert.ok(Math.abs(mean - 128) < 1.5, `neighbours differ in ${mean} of 256 bits`);
  assert.ok(Math.min(...distances) > 80, `${Math.min(...distances)}`);
  for (let place = 0; place < 256; place += 1) {
    const set = tags.filter((tag) => ((tag[place >> 3] as number) >> (place & 7)) & 1).length;
    assert.ok(Math.abs(set - count / 2) < 6 * Math.sqrt(count / 4), `bit ${place} is set in ${set} of ${count}`);
  }
});

test('an opening opens its own leaf and no other: of another number, another party, or another content', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), fc.string(), fc.string(), (seq, other, content, otherContent) => {
      const { opening } = leafSecrets(KEY, seq);
      const committed = commitment(opening, content);
      assert.ok(commitment(leafSecrets(KEY, seq).opening, content).equals(committed));
      if (other !== seq) assert.ok(!commitment(leafSecrets(KEY, other).opening, content).equals(committed));
      if (otherContent !== content) assert.ok(!commitment(opening, otherContent).equals(committed));
      const stranger = leafSecrets(leafKey(sha256('another party')), seq);
      assert.ok(!commitment(stranger.opening, content).equals(committed));
    }),
  );
});

test('an entry shows neither kind, shop, amount nor the minute', () => {
  const leaf: Leaf = {
    class: 'consent',
    tag: Buffer.alloc(32).toString('base64'),
    commitment: Buffer.alloc(32).toString('base64'),
    issuer: 'x',
    recordedAt: FACT.recordedAt,
  };
  const shown = JSON.parse(leafEntry(leaf).toString());
  assert.deepEqual(Object.keys(shown), ['class', 'commitment', 'hour', 'issuer', 'tag', 'v']);
  for (const recordedAt of [0n, 1n, HOUR_US - 1n])
    assert.equal(
      leafEntry({ ...leaf, recordedAt })
        .toString()
        .includes(isoFromInstant(0n)),
      true,
    );
  assert.ok(
    leafEntry({ ...leaf, recordedAt: HOUR_US })
      .toString()
      .includes(isoFromInstant(HOUR_US)),
  );
});

test('a leaf has a number that is whole and not below zero', () => {
  for (const seq of [-1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1])
    assert.throws(() => leafSecrets(KEY, seq), /leaf_sequence/);
});
