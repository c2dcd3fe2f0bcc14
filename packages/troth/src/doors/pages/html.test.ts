import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { escapeText, html, htmlText, local, named } from './html.ts';
import type { Hole } from './html.ts';

test('every hole is escaped, in content and in attributes', () => {
  const name = `<script>alert("x")</script>'"&\``;
  assert.equal(htmlText(html`<p title="${name}">${name}</p>`).includes('<script'), false);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const inside = htmlText(html`<b title="${text}">${text}</b>`);
      assert.match(inside, /^<b title="[^"<>]*">[^<>]*<\/b>$/);
    }),
  );
});

test('what is printed says the same when a browser reads it back', () => {
  const read = (text: string): string =>
    text.replace(
      /&(lt|gt|quot|#39|#96|amp);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`', amp: '&' })[name] as string,
    );
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => assert.equal(read(escapeText(text)), text)),
  );
  assert.equal(read(escapeText('青禾 & <𠮷野家> "é"')), '青禾 & <𠮷野家> "é"');
});

test('nothing that looks like markup is taken for markup unless the tag made it', () => {
  for (const forged of [
    { html: '<b>' },
    { __proto__: { '<b>': 1 } },
    JSON.parse('{"__proto__":{"x":"<b>"}}'),
    Object.create(html`<b></b>`),
  ]) {
    assert.throws(() => html`${forged as Hole}`, /only_text_or_html_may_be_printed/);
  }
  assert.equal(htmlText(html`${'__proto__'} ${'constructor'}`), '__proto__ constructor');
});

test('a name cannot turn the writing direction of what stands around it', () => {
  assert.equal(htmlText(named('abc\u202Egnp.exe\u2066')), '<bdi>abcgnp.exe</bdi>');
  assert.equal(htmlText(named('محمد')), '<bdi>محمد</bdi>');
});

test('control characters and half characters are not printed', () => {
  assert.equal(escapeText('a\u0000b\u001bc\ud800'), 'abc\ufffd');
});

test('an attribute without quotes is a bug', () => {
  assert.throws(() => html`<a href=${'/x'}>`, /attribute_holes_must_be_quoted/);
});

test('a link leads only to this server', () => {
  for (const path of ['/', '/a/b?lang=zh', '#contest', '/p/plg_1#x', '?lang=en']) assert.equal(local(path), path);
  for (const path of [
    'javascript:alert(1)',
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '',
    '/a b',
    '/a\nb',
    'data:text/html,x',
    '/a\\b',
  ]) {
    assert.throws(() => local(path), /page_links_must_be_local_paths/, path);
  }
});
