import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanText, comparableText, NAME_LIMITS, NOTE_LIMITS, type TextRefusal } from './clean-text.ts';

const kept: readonly (readonly [string, string, string])[] = [
  ['a plain name', 'Zhang San', 'Zhang San'],
  ['a decomposed accent, composed', 'Ame\u0301lie', 'Am\u00e9lie'],
  ['Hangul letters, composed', '\u1112\u1161\u11ab', '한'],
  ['rare Han of four bytes', '𠮷野𬎆𰻝', '𠮷野𬎆𰻝'],
  ['a Han character with a variation selector', '邉\u{e0101}', '邉\u{e0101}'],
  ['a right-to-left name with its marks', '\u200fعبد الله', '\u200fعبد الله'],
  ['Persian with a zero-width non-joiner', 'می\u200cخواهم', 'می\u200cخواهم'],
  ['a family emoji', '👨‍👩‍👧‍👦', '👨‍👩‍👧‍👦'],
  ['a name that looks like a key', '__proto__', '__proto__'],
  ['a private-use character of older Chinese systems', '\ue863', '\ue863'],
  ['white space around it, dropped', '\u3000 王伟\n', '王伟'],
];

for (const [name, text, stored] of kept) {
  test(`text keeps ${name}`, () => assert.deepEqual(cleanText(text, NAME_LIMITS), { ok: true, value: stored }));
}

const refused: readonly (readonly [string, string, TextRefusal])[] = [
  ['half a character', 'a\udc00', 'text_not_well_formed'],
  ['a NUL', 'a\u0000b', 'text_has_control_characters'],
  ['an escape sequence', '\u001b[31mred', 'text_has_control_characters'],
  ['a C1 control', 'a\u0085b', 'text_has_control_characters'],
  ['a line separator', 'a\u2028b', 'text_has_control_characters'],
  ['a code point that is never a character', 'a\uffffb', 'text_has_control_characters'],
  ['a right-to-left override', 'invoice\u202efdp.exe', 'text_has_bidi_overrides'],
  ['an isolate', '\u2066abc\u2069', 'text_has_bidi_overrides'],
  ['two lines in a name', 'a\nb', 'text_has_line_breaks'],
  ['nothing', '', 'text_is_empty'],
  ['only invisible characters', '\u200b\u2060\u3164 ', 'text_is_empty'],
  ['81 letters', 'a'.repeat(81), 'text_too_long'],
  ['81 rare characters', '𠮷'.repeat(81), 'text_too_long'],
  ['accents stacked without end', `a${'\u0301'.repeat(2_000)}`, 'text_too_long'],
  ['a megabyte', 'x'.repeat(1 << 20), 'text_too_long'],
];

for (const [name, text, reason] of refused) {
  test(`text refuses ${name}: ${reason}`, () => {
    const outcome = cleanText(text, NAME_LIMITS);
    assert.equal(!outcome.ok && outcome.reason, reason);
  });
}

test('80 family emoji are 80 characters to a reader and fit', () => {
  assert.equal(cleanText('👨‍👩‍👧‍👦'.repeat(80), NAME_LIMITS).ok, true);
});

test('a note may have lines, and every line ends the same way', () => {
  assert.deepEqual(cleanText('一\r\n二\r三', NOTE_LIMITS), { ok: true, value: '一\n二\n三' });
});

test('what is stored is stored the same when it is cleaned again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const once = cleanText(text, NOTE_LIMITS);
      if (once.ok) assert.deepEqual(cleanText(once.value, NOTE_LIMITS), once);
    }),
    { numRuns: 500 },
  );
});

for (const [a, b] of [
  ['ＡＢＣ１２３', 'abc123'],
  ['Straße', 'STRASSE'],
  ['ΟΔΟΣ', 'οδος'],
  ['STRAẞE', 'strasse'],
  ['ﬁn', 'FIN'],
  ['Ame\u0301lie', 'AMÉLIE'],
  ['zero\u200bwidth', 'zerowidth'],
  ['a\u00a0 b', 'A B'],
  ['가', '\u1100\u1161'],
] as const) {
  test(`${a} and ${b} compare as equal`, () => assert.equal(comparableText(a), comparableText(b)));
}

test('comparing the comparable form changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const once = comparableText(text);
      assert.equal(comparableText(once), once);
    }),
    { numRuns: 500 },
  );
});

test('comparing the comparable form of any single character changes nothing', () => {
  const unstable: string[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const once = comparableText(String.fromCodePoint(code));
    if (comparableText(once) !== once) unstable.push(code.toString(16));
  }
  assert.deepEqual(unstable, []);
});
