import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Bug } from './assert.ts';
import { canonicalJson, hmacSha256, hmacSha512, type Json, sha256, sha256Hex } from './canonical.ts';

// RFC 8785, sections 3.2.2 and 3.2.3 and appendix B.
test('the sample of RFC 8785 section 3.2.4, byte for byte', () => {
  const sample = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`);
  const wanted = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
  assert.equal(canonicalJson(sample), wanted);
});

test('members sort by UTF-16 code units, as in RFC 8785 section 3.2.3', () => {
  const sample = JSON.parse(
    String.raw`{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}`,
  );
  const order = Object.values(JSON.parse(canonicalJson(sample)) as object);
  // Numbers as names come first in any object, so the text itself is looked at.
  assert.equal(order.length, 7);
  const names = [...canonicalJson(sample).matchAll(/:"([^"]+)"/g)].map((match) => match[1]);
  assert.deepEqual(names, [
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ]);
});

test('numbers of RFC 8785 appendix B', () => {
  const read = (hex: string) => Buffer.from(hex, 'hex').readDoubleBE();
  for (const [hex, text] of [
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ] as const) {
    assert.equal(canonicalJson(read(hex)), text, hex);
  }
});

const SAID = fc.jsonValue({ noUnicodeString: false }) as fc.Arbitrary<Json>;

test('any JSON agrees with the independent `canonicalize` package', async (context) => {
  const other = await import('canonicalize').catch(() => null);
  if (other === null) return context.skip('the package canonicalize is not installed');
  const canonicalize = other.default as unknown as (value: unknown) => string;
  fc.assert(fc.property(SAID, (value) => canonicalJson(value) === canonicalize(value)));
});

test('canonical text reads back as the same value, and writing it again changes nothing', () => {
  fc.assert(
    fc.property(SAID, (value) => {
      const text = canonicalJson(value);
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      assert.equal(canonicalJson(JSON.parse(text)), text);
    }),
  );
});

test('the order in which members were added changes nothing', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (members) => {
      const reversed = Object.fromEntries(Object.entries(members).reverse());
      return canonicalJson(members) === canonicalJson(reversed);
    }),
  );
});

test('what JSON cannot say exactly is a bug', () => {
  for (const wrong of [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '\ud800',
    undefined,
    { a: undefined },
    [undefined],
    1n,
    () => 1,
  ]) {
    assert.throws(() => canonicalJson(wrong as Json), Bug, String(wrong));
  }
  assert.throws(() => canonicalJson({ '\ud800': 1 }), Bug, 'a name with a lone surrogate');
});

test('hashes and keyed hashes are those of the standards', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  assert.equal(sha256Hex('abc'), abc);
  assert.equal(sha256('abc').toString('hex'), abc);
  assert.equal(sha256(Buffer.from('abc')).toString('hex'), abc);
  // RFC 4231, test case 2.
  const key = Buffer.from('Jefe');
  const text = 'what do ya want for nothing?';
  assert.equal(
    hmacSha256(key, text).toString('hex'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
  assert.equal(
    hmacSha512(key, text).toString('hex'),
    '164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
  );
});
