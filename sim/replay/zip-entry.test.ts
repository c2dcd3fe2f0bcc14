import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, deflateRawSync } from 'node:zlib';
import { readZipEntry } from './zip-entry.ts';

interface MadeEntry {
  readonly name: string;
  readonly content: string;
  readonly method: 0 | 8 | 12;
  readonly flags?: number;
  readonly claimedBytes?: number;
}

/** A small archive made by hand, so that each field can be made wrong. */
function zipOf(entries: readonly MadeEntry[], comment = ''): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, method, flags = 0, claimedBytes } of entries) {
    const full = Buffer.from(content);
    const packed = method === 8 ? deflateRawSync(full) : full;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const row = Buffer.alloc(46);
    row.writeUInt32LE(0x02014b50, 0);
    row.writeUInt16LE(flags, 8);
    row.writeUInt16LE(method, 10);
    row.writeUInt32LE(crc32(full), 16);
    row.writeUInt32LE(packed.length, 20);
    row.writeUInt32LE(claimedBytes ?? full.length, 24);
    row.writeUInt16LE(name.length, 28);
    row.writeUInt32LE(offset, 42);
    bodies.push(local, Buffer.from(name), packed);
    directory.push(row, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const rows = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(rows.length, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...bodies, rows, end, Buffer.from(comment)]);
}

const reasonOf = (zip: Buffer, bytesMax = 1000): string => {
  const entry = readZipEntry(zip, '.csv', bytesMax);
  return entry.ok ? entry.value.content.toString() : entry.reason;
};

test('a stored and a deflated table come out as they went in, with a comment behind the archive too', () => {
  for (const method of [0, 8] as const) {
    assert.equal(reasonOf(zipOf([{ name: 'a.csv', content: 'x,y\n1,2\n', method }], 'made by hand')), 'x,y\n1,2\n');
  }
});

test('the first table is taken, not the shadow of one', () => {
  const shadow = { name: '__MACOSX/._a.csv', content: 'shadow', method: 0 } as const;
  assert.equal(
    reasonOf(
      zipOf([shadow, { name: 'A.CSV', content: 'table', method: 8 }, { name: 'b.csv', content: 'b', method: 0 }]),
    ),
    'table',
  );
});

test('what is no archive, holds no table, is locked or packed in another way is refused by name', () => {
  assert.equal(reasonOf(Buffer.alloc(0)), 'zip_not_an_archive');
  assert.equal(reasonOf(Buffer.from('PK but not an archive at all, only text')), 'zip_not_an_archive');
  assert.equal(reasonOf(zipOf([{ name: 'a.txt', content: 'x', method: 0 }])), 'zip_entry_missing');
  assert.equal(reasonOf(zipOf([{ name: 'a.csv', content: 'x', method: 0, flags: 1 }])), 'zip_entry_encrypted');
  assert.equal(reasonOf(zipOf([{ name: 'a.csv', content: 'x', method: 12 }])), 'zip_entry_method_unknown');
});

test('an entry may be as large as allowed and not one byte larger, even if it lies about its size', () => {
  const content = 'x'.repeat(1000);
  assert.equal(reasonOf(zipOf([{ name: 'a.csv', content, method: 8 }]), 1000), content);
  assert.equal(reasonOf(zipOf([{ name: 'a.csv', content, method: 8 }]), 999), 'zip_entry_too_large');
  assert.equal(reasonOf(zipOf([{ name: 'a.csv', content, method: 8, claimedBytes: 10 }]), 999), 'zip_entry_too_large');
});

test('a flipped byte of the packed table is noticed or changes nothing, never the table', () => {
  const zip = zipOf([{ name: 'a.csv', content: 'one,two,three\n1,2,3\n', method: 8 }]);
  const packedBytes = deflateRawSync(Buffer.from('one,two,three\n1,2,3\n')).length;
  for (let offset = 35; offset < 35 + packedBytes; offset += 1) {
    const bad = Buffer.from(zip);
    bad[offset] = (bad[offset] as number) ^ 0x10;
    const outcome = reasonOf(bad);
    assert.ok(
      ['zip_entry_damaged', 'zip_entry_too_large', 'one,two,three\n1,2,3\n'].includes(outcome),
      `${offset}: ${outcome}`,
    );
  }
});
