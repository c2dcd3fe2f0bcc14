import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCsv } from './csv.ts';

const read = (text: string): unknown => {
  const table = readCsv(Buffer.from(text));
  return table.ok ? [table.value.header, ...table.value.rows] : `${table.reason} ${table.detail ?? ''}`.trim();
};

test('cells are taken as they stand: no trimming, no numbers, either line ending, with or without the last one', () => {
  const table = [
    ['a', 'b'],
    ['1', ' x '],
    ['', ''],
  ];
  for (const text of ['a,b\n1, x \n,\n', 'a,b\r\n1, x \r\n,\r\n', 'a,b\n1, x \n,', '\uFEFFa,b\n1, x \n,\n']) {
    assert.deepEqual(read(text), table, JSON.stringify(text));
  }
});

test('quoted cells may hold commas, quotes and line breaks', () => {
  assert.deepEqual(read('a,b\n"1,2","say ""hi""\nthere"\n'), [
    ['a', 'b'],
    ['1,2', 'say "hi"\nthere'],
  ]);
});

test('a row that is too wide or too narrow is refused with its line, counted through quoted line breaks', () => {
  assert.equal(read('a,b\n1\n'), 'csv_row_width line 2');
  assert.equal(read('a,b\n"x\ny",2\n1,2,3\n'), 'csv_row_width line 4');
  assert.equal(read('a,b\n\n1,2\n'), 'csv_row_width line 2');
});

test('a quote out of place, a lone carriage return, wrong bytes and nothing at all are refused by name', () => {
  assert.equal(read('a,b\n1,x"y\n'), 'csv_quote_misplaced line 2');
  assert.equal(read('a,b\n1,"x"y\n'), 'csv_quote_misplaced line 2');
  assert.equal(read('a,b\n1,"x\n'), 'csv_quote_open line 2');
  assert.equal(read('a,b\r1,2\n'), 'csv_quote_misplaced line 1');
  assert.equal(read(''), 'csv_empty');
  const bad = readCsv(Uint8Array.from([0x61, 0xff]));
  assert.equal(bad.ok ? '' : bad.reason, 'csv_not_utf8');
});

test('whatever is written by the rules is read back unchanged', () => {
  const cell = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
      const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')).join('\n');
      assert.deepEqual(
        read(text),
        rows.map((row) => [...row]),
      );
    }),
  );
});
