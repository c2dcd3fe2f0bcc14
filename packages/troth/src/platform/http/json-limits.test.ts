import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JSON_LIMITS, JSON_LIMITS_BULK, parseJsonStrict, type JsonRefusal } from './json-limits.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const manyKeys = (count: number): string =>
  `{${Array.from({ length: count }, (_, index) => `"k${index}":${index}`).join(',')}}`;

const refused: readonly (readonly [string, string | Buffer, JsonRefusal])[] = [
  ['a body one byte too large', `"${'x'.repeat(JSON_LIMITS.bodyBytesMax - 1)}"`, 'body_too_large'],
  ['a body of few characters and many bytes', `"${'信'.repeat(100_000)}"`, 'body_too_large'],
  ['a truncated UTF-8 sequence', Buffer.from([0x22, 0xe4, 0xbf, 0x22]), 'json_not_utf8'],
  ['an overlong encoding', Buffer.from([0x22, 0xc0, 0xaf, 0x22]), 'json_not_utf8'],
  ['a surrogate encoded in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]), 'json_not_utf8'],
  ['a lone surrogate in a string', '{"a":"\ud800"}', 'json_not_utf8'],
  ['an escaped lone surrogate', '{"a":["x","\\ud83d"]}', 'json_not_utf8'],
  ['an escaped lone surrogate in a key', '{"\\udc00":1}', 'json_not_utf8'],
  ['17 levels', nested(17), 'json_too_deep'],
  ['a depth bomb', '['.repeat(200_000), 'json_too_deep'],
  ['1001 keys', manyKeys(1001), 'json_too_many_keys'],
  ['2^53', '{"a":9007199254740992}', 'json_number_not_exact'],
  ['2^53 + 1', '{"a":9007199254740993}', 'json_number_not_exact'],
  ['−2^53', '[-9007199254740992]', 'json_number_not_exact'],
  ['1e400', '{"amountMinor":1e400}', 'json_number_not_exact'],
  ['1e-400', '[1e-400]', 'json_number_not_exact'],
  ['1e16', '[1e16]', 'json_number_not_exact'],
  ['a fraction longer than the machine keeps', '[0.1000000000000000055]', 'json_number_not_exact'],
  ['a negative zero', '[-0]', 'json_number_not_exact'],
  ['NaN', '{"a":NaN}', 'json_does_not_parse'],
  ['Infinity', '[Infinity]', 'json_does_not_parse'],
  ['Arabic-Indic digits', '{"a":١٠}', 'json_does_not_parse'],
  ['full-width digits', '{"a":１０}', 'json_does_not_parse'],
  ['a leading zero', '[01]', 'json_does_not_parse'],
  ['a byte order mark', Buffer.from('\ufeff{}'), 'json_does_not_parse'],
  ['nothing', '', 'json_does_not_parse'],
  ['two values', '{}{}', 'json_does_not_parse'],
  ['an unclosed string', '{"a', 'json_does_not_parse'],
  ['a line break inside a string', '"a\nb"', 'json_does_not_parse'],
  ['__proto__', '{"__proto__":{"admin":true}}', 'json_forbidden_key'],
  ['an escaped __proto__', '{"\\u005f_proto__":1}', 'json_forbidden_key'],
  ['constructor.prototype', '{"item":{"constructor":{"prototype":{"a":1}}}}', 'json_forbidden_key'],
  ['a key twice', '{"a":1,"b":{"c":1},"a":2}', 'json_duplicate_key'],
  ['a key twice, once escaped', '{"a":1,"\\u0061":2}', 'json_duplicate_key'],
  ['a key twice, deep', '[{"x":{"y":[{"z":1,"z":1}]}}]', 'json_duplicate_key'],
];

for (const [name, body, reason] of refused) {
  test(`strict JSON refuses ${name}: ${reason}`, () => {
    const outcome = parseJsonStrict(body, JSON_LIMITS);
    assert.equal(outcome.ok, false);
    assert.equal(!outcome.ok && outcome.reason, reason);
    assert.equal(({} as Record<string, unknown>).admin, undefined);
  });
}

const accepted: readonly (readonly [string, string])[] = [
  ['16 levels', nested(16)],
  ['1000 keys', manyKeys(1000)],
  ['2^53 − 1', '{"a":9007199254740991,"b":-9007199254740991}'],
  ['fractions as written', '[0.1,1.50,2e3,12E-2,-0.75,0,0.0,100000000000000,1.0]'],
  ['a rare Han character and an emoji', '{"name":"𠮷野 𬎆 👨‍👩‍👧"}'],
  ['an escaped pair of surrogates', '{"name":"\\ud842\\udfb7"}'],
  ['structural characters inside strings', '{"a":"{\\"b\\":[1e999,{","c\\\\":":"}'],
  ['white space', ' {\r\n\t"a" : [ 1 , 2 ] } '],
  ['the same key in neighbours', '[{"a":1},{"a":2}]'],
];

for (const [name, body] of accepted) {
  test(`strict JSON accepts ${name}`, () => {
    assert.deepEqual(parseJsonStrict(body, JSON_LIMITS), { ok: true, value: JSON.parse(body) });
    assert.deepEqual(parseJsonStrict(Buffer.from(body), JSON_LIMITS), { ok: true, value: JSON.parse(body) });
  });
}

test('the message names the key that came twice', () => {
  const outcome = parseJsonStrict('{"a":"b","b":{"orderNo":1,"orderNo":2}}', JSON_LIMITS);
  assert.deepEqual(outcome, { ok: false, reason: 'json_duplicate_key', detail: 'orderNo' });
});

test('a bulk body of 128 orders of twenty members fits its limits', () => {
  const order = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`member${index}`, index]));
  const body = JSON.stringify({ orders: Array.from({ length: 128 }, () => order) });
  assert.equal(parseJsonStrict(body, JSON_LIMITS_BULK).ok, true);
});

test('whatever JSON.stringify writes within the limits is read back as it was', () => {
  const roomy = { bodyBytesMax: 1e7, depthMax: 100, keyCountMax: 1e6 };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const text = JSON.stringify(value);
      const outcome = parseJsonStrict(text, roomy);
      const forbidden = /"(?:__proto__|constructor|prototype)":/.test(text);
      const inexact = JSON.stringify(value, (_, inner) =>
        typeof inner === 'number' && Number.isInteger(inner) && !Number.isSafeInteger(inner) ? 'INEXACT' : inner,
      ).includes('INEXACT');
      if (outcome.ok) assert.deepEqual(outcome.value, JSON.parse(text));
      else assert.ok(forbidden || inexact || outcome.reason === 'json_not_utf8', outcome.reason);
    }),
    { numRuns: 300 },
  );
});

test('no text makes the reader throw, and what it accepts JSON.parse accepts too', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":,\\u0dDe19.-+ tn\ud800a'), maxLength: 60 }), (text) => {
      const outcome = parseJsonStrict(text, JSON_LIMITS);
      if (outcome.ok) JSON.parse(text);
    }),
    { numRuns: 2_000 },
  );
});
