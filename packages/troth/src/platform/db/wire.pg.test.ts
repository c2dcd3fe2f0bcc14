// The binary parameters of the write path against PostgreSQL itself: what is bound is what arrives.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { instantFromIso, isoFromInstant } from '../../kernel/index.ts';
import type { TestDatabase } from '../postgres/test-database.ts';
import { type HotConnection, openHotConnection, type Row, type Statement } from './hot-connection.ts';
import { createMigratedDatabase } from './test-migrated.ts';
import type { Argument, ElementType, Parameter } from './wire.ts';

let database: TestDatabase;
let connection: HotConnection;
before(async () => {
  database = await createMigratedDatabase();
  connection = await openHotConnection(database.ownerUrl);
});
after(async () => {
  await connection.end();
  await database.drop();
});

async function ask(statement: Statement, ...values: Argument[]): Promise<Row[]> {
  const [answer] = await connection.run([[statement, ...values]]);
  return answer?.rows ?? [];
}

const echo = (type: ElementType): Statement => ({
  name: `echo_${type}`,
  text: `select v::text from unnest($1::${type}[]) with ordinality u(v, i) order by i`,
  types: [`${type}[]`],
});
const one = (type: ElementType): Statement => ({
  name: `one_${type}`,
  text: `select $1::${type}::text`,
  types: [type],
});

/** Values with the text PostgreSQL gives them, at every limit of the type. */
const VALUES: { readonly [T in ElementType]: readonly (readonly [Parameter, string])[] } = {
  uuid: [
    ['0'.repeat(32), '00000000-0000-0000-0000-000000000000'],
    ['f'.repeat(32), 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
    ['0123456789abcdef0123456789abcdef', '01234567-89ab-cdef-0123-456789abcdef'],
  ],
  int2: [-32_768, -1, 0, 1, 32_767].map((n) => [n, String(n)] as const),
  int4: [-2_147_483_648, -1, 0, 1, 2_147_483_647].map((n) => [n, String(n)] as const),
  int8: [
    ...[Number.MIN_SAFE_INTEGER, -1, 0, 1, Number.MAX_SAFE_INTEGER].map((n) => [n, String(n)] as const),
    [-(2n ** 63n), '-9223372036854775808'],
    [2n ** 63n - 1n, '9223372036854775807'],
  ],
  text: ['', 'a', '中文', '😀𝒳', '\'"\\\n\t{},', '{NULL}', 'NULL', 'é', 'é'].map((text) => [text, text] as const),
  timestamptz: [
    [0n, '1970-01-01 00:00:00+00'],
    [946_684_800_000_000n, '2000-01-01 00:00:00+00'],
    [946_684_799_999_999n, '1999-12-31 23:59:59.999999+00'],
    [1_795_321_080_000_001n, '2026-11-22 04:18:00.000001+00'],
    [253_402_300_799_999_999n, '9999-12-31 23:59:59.999999+00'],
  ],
  bytea: [
    [Buffer.alloc(0), '\\x'],
    [Buffer.from([0, 255, 92, 39]), '\\x00ff5c27'],
  ],
  jsonb: [
    ['{}', '{}'],
    ['{"CNY":{"open":1,"limit":2}}', '{"CNY": {"open": 1, "limit": 2}}'],
    ['"😀"', '"😀"'],
    ['null', 'null'],
  ],
  bool: [
    [true, 'true'],
    [false, 'false'],
  ],
};

for (const [type, pairs] of Object.entries(VALUES) as [ElementType, readonly (readonly [Parameter, string])[]][]) {
  test(`${type}: every value arrives as it is, alone and in an array, nulls between`, async () => {
    for (const [value, text] of pairs) assert.deepEqual(await ask(one(type), value), [[text]]);
    assert.deepEqual(await ask(one(type), null), [[null]]);
    const mixed = pairs.flatMap(([value]) => [value, null]);
    const wanted = pairs.flatMap(([, text]) => [[text], [null]]);
    assert.deepEqual(await ask(echo(type), mixed), wanted);
  });

  test(`${type}: an empty array is empty, and an array of nulls is as long as it was`, async () => {
    assert.deepEqual(await ask(echo(type), []), []);
    assert.deepEqual(await ask(echo(type), [null, null]), [[null], [null]]);
  });
}

test('any text without NUL arrives byte for byte, 4-byte characters too', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 40 }).filter((said) => !said.includes('\0'));
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 20 }), async (texts) => {
      const rows = await ask(echo('text'), texts);
      assert.deepEqual(
        rows.map(([said]) => said),
        texts,
      );
    }),
    { numRuns: 60 },
  );
});

test('any instant of this era arrives to the microsecond', async () => {
  const at = fc.bigInt({ min: 0n, max: 253_402_300_799_999_999n });
  await fc.assert(
    fc.asyncProperty(fc.array(at, { minLength: 1, maxLength: 20 }), async (instants) => {
      const rows = await ask(echo('timestamptz'), instants);
      assert.deepEqual(
        rows.map(([said]) => instantFromIso(said as string)),
        instants,
        isoFromInstant(instants[0] as bigint),
      );
    }),
    { numRuns: 40 },
  );
});

test('a batch of several megabytes arrives whole: the buffer grows while it is written', async () => {
  const texts = Array.from({ length: 4_000 }, (_, i) => `${i}${'誠😀a'.repeat(i % 200)}`);
  const rows = await ask(echo('text'), texts);
  assert.deepEqual(
    rows.map(([said]) => said),
    texts,
  );
  const content = Buffer.alloc(3_000_000, 7);
  assert.deepEqual(await ask({ name: 'size', text: 'select length($1)::text', types: ['bytea'] }, content), [
    ['3000000'],
  ]);
});

test('around the first 64 KiB no byte is lost', async () => {
  for (let size = 65_536 - 120; size <= 65_536 + 20; size += 7) {
    const text = 'x'.repeat(size);
    assert.deepEqual(
      await ask({ name: 'md5', text: 'select length($1)::text || right($1, 1)', types: ['text'] }, text),
      [[`${size}x`]],
    );
  }
});

test('many statements in one round trip are answered each in its place', async () => {
  const answers = await connection.run(Array.from({ length: 300 }, (_, i) => [one('int4'), i] as const));
  assert.deepEqual(
    answers.map((answer) => answer.rows),
    answers.map((_, i) => [[String(i)]]),
  );
});

test('a value that cannot be written is a bug, and leaves nothing behind for the next round trip', async () => {
  await assert.rejects(
    connection.run([
      [one('int4'), 1],
      [one('uuid'), 'zz'],
    ]),
    /uuid_has_32_hex_characters/,
  );
  await assert.rejects(connection.run([[{ ...one('int2'), name: 'fresh_int2' }, 40_000]]), RangeError);
  await assert.rejects(connection.run([[one('int4'), 1, 2]]), /as_many_values_as_types/);
  assert.deepEqual(await ask(one('int4'), 5), [['5']]);
  assert.deepEqual(await ask({ ...one('int2'), name: 'fresh_int2' }, 4), [['4']]);
});

const TAKEN: Statement = {
  name: 'taken',
  text: 'select count(*) from unnest($1::taken_order_number[])',
  types: [{ rows: 'taken_order_number', columns: ['uuid', 'text', 'uuid', 'uuid'] }],
};
const [A, B] = ['a'.repeat(32), 'b'.repeat(32)];

test('rows arrive whole, in order, with their nulls, and none is an empty array', async () => {
  const columns = 'merchant_id::text, order_no, party_id::text, pledge_id::text';
  const asked: Statement = {
    ...TAKEN,
    name: 'rows',
    text: `select ${columns} from unnest($1::taken_order_number[]) r`,
  };
  const dashed = (uuid: string) => uuid.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const rows = [
    [A, 'N-1 号', B, null],
    [null, null, null, null],
    [B, '', A, A],
  ];
  const wanted = rows.map((row) => row.map((value) => (value?.length === 32 ? dashed(value) : value)));
  assert.deepEqual(await ask(asked, rows), wanted);
  assert.deepEqual(await ask(asked, []), []);
});

test('a row that is too short, and a type that the schema does not have, are bugs that send nothing', async () => {
  await assert.rejects(ask(TAKEN, [[A, 'N-1', B]]), /a_row_has_the_columns_of_its_type/);
  const unknown: Statement = { name: 'unknown', text: 'select 1', types: [{ rows: 'no_such_type', columns: [] }] };
  await assert.rejects(ask(unknown, []), /the_schema_has_the_row_type/);
  assert.deepEqual(await ask({ name: 'after', text: 'select 1', types: [] }), [['1']]);
});
