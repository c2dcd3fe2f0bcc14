import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderAccept } from './accept.ts';
import { renderChart } from './chart.ts';
import { renderCoverage } from './coverage.ts';
import { dial } from './dial.ts';
import { renderError, renderLinkLanding, renderSignIn, renderSignInSent } from './doors.ts';
import { acceptExample, acceptStates, liveShell, shell, to } from './test-examples.ts';
import { coverageExample, errorExample, frontExample } from './test-examples-doors.ts';
import { moves, myWordExample, points, thin, whyExample } from './test-examples-number.ts';
import { pledgeExample, situations } from './test-examples-pledge.ts';
import { renderFront } from './front.ts';
import { htmlText } from './html.ts';
import { stepsFrom } from './moves-list.ts';
import { byDue, renderMyWord } from './my-word.ts';
import { renderPledge } from './pledge.ts';
import { PAGE_CONTENT_SECURITY_POLICY, trothCss } from './stylesheet.ts';
import { renderWhy } from './why.ts';
import { langTag, LOCALES } from './words.ts';
import type { Locale } from './words.ts';

function acceptPages(locale: Locale): readonly (readonly [string, string])[] {
  return Object.entries(acceptStates(locale)).map(([name, state]) => [
    `accept ${name} ${locale}`,
    renderAccept(acceptExample(locale, state)),
  ]);
}

function everyPage(locale: Locale): readonly (readonly [string, string])[] {
  return [
    ...acceptPages(locale),
    ...situations.map(
      ([situation, actions]) =>
        [`pledge ${situation.kind}`, renderPledge(pledgeExample(locale, situation, actions))] as const,
    ),
    ...situations.map(
      ([situation, actions]) =>
        [
          `attend ${situation.kind}`,
          renderPledge({ ...pledgeExample(locale, situation, actions), deed: 'attend', cost: null }),
        ] as const,
    ),
    ...[points, thin, null].map((number, i) => [`why ${i}`, renderWhy(whyExample(locale, number))] as const),
    ...[points, thin, null].map((number, i) => [`my word ${i}`, renderMyWord(myWordExample(locale, number))] as const),
    ...[400, 401, 403, 404, 409, 410, 413, 422, 429, 500, 503].map(
      (status) => [`error ${status}`, renderError(errorExample(locale, status))] as const,
    ),
    ['front', renderFront(frontExample(locale))],
    ['chart', renderChart(liveShell(locale))],
    ['coverage', renderCoverage(coverageExample(locale))],
    ['no coverage', renderCoverage({ ...coverageExample(locale), shops: [] })],
    ['sign in', renderSignIn({ shell: liveShell(locale), signIn: { kind: 'live', target: to('/sign-in') } })],
    ['sent', renderSignInSent({ shell: liveShell(locale), validMinutes: 10, againHref: '/sign-in' })],
    [
      'link',
      renderLinkLanding({ shell: liveShell(locale), link: { kind: 'usable', target: to('/link'), name: null } }),
    ],
    ['link used', renderLinkLanding({ shell: liveShell(locale), link: { kind: 'used', againHref: '/sign-in' } })],
  ];
}

test('every page in every state renders in both languages, without script, inline style or handler', () => {
  for (const locale of LOCALES) {
    for (const [name, page] of everyPage(locale)) {
      assert.match(page, new RegExp(`^<!doctype html>\\n<html lang="${langTag[locale]}">`), name);
      assert.doesNotMatch(page, /<script|<style|\sstyle=|\son[a-z]+="|javascript:|undefined|\[object|NaN/i, name);
      assert.equal(page.match(/<h1[ >]/g)?.length, 1, `${name} has one h1`);
      const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
      assert.equal(new Set(ids).size, ids.length, `${name} has no id twice`);
    }
  }
  assert.doesNotMatch(trothCss, /url\(|@import/);
  assert.doesNotMatch(PAGE_CONTENT_SECURITY_POLICY, /unsafe|script-src/);
});

test('nothing is ticked, chosen or filled in beforehand', () => {
  for (const [name, page] of LOCALES.flatMap(everyPage))
    assert.doesNotMatch(
      page,
      /<(input|option)[^>]*\s(checked|selected)[\s>=]|<textarea[^>]*>[^<]|<input type="text"[^>]*\svalue=/,
      name,
    );
});

test('no page that a shop may look at speaks of a score', () => {
  for (const locale of LOCALES) {
    const shown = [
      ...acceptPages(locale),
      ...situations.map(
        ([situation, actions]) => [situation.kind, renderPledge(pledgeExample(locale, situation, actions))] as const,
      ),
    ];
    for (const [name, page] of shown) {
      const without = page.replace(/看不到分数和档案|No score, no file|(不再|从不)(计|扣)分|costs points/g, '');
      assert.doesNotMatch(without, /score|points|分数|评分|\b(350|950)\b|dial/i, name);
    }
  }
});

test('every form is a POST to this server with its token and its key', () => {
  for (const [name, page] of LOCALES.flatMap(everyPage)) {
    for (const [form, method, action] of page.matchAll(
      /<form method="(\w+)" action="([^"]*)"[^>]*>(?=<input type="hidden" name="csrf" value="csrf-token"><input type="hidden" name="idempotency_key" value="key-0001">)|<form/g,
    )) {
      assert.equal(method, 'post', `${name}: ${form}`);
      assert.match(String(action), /^\/[^/]/, name);
    }
  }
});

test('names with markup, quotes, other directions and prototype words are printed as names', () => {
  const nasty = [
    '<script>alert(1)</script>',
    `"><img src=x onerror=alert(1)>`,
    `' onmouseover='x`,
    'محمد\u202E<b>',
    '__proto__',
    '{{constructor}}',
    '𠮷野家 é',
  ];
  for (const locale of LOCALES) {
    for (const name of nasty) {
      const base = shell(locale);
      const text = { zh: name, en: name };
      const target = { ...to('/x'), csrf: name, idempotencyKey: name, hidden: [[name, name]] as const };
      const own = { ...base, person: { name, homeHref: '/me', signOut: target } };
      const accept = acceptExample(locale, acceptStates(locale).full as never);
      const [situation, actions] = situations[4] as (typeof situations)[number];
      const rendered = [
        renderAccept({ ...accept, shell: own, offer: { ...accept.offer, title: text, merchantName: name } }),
        renderPledge({
          ...pledgeExample(locale, situation, { ...actions, answer: target }),
          shell: own,
          title: text,
          merchantName: name,
        }),
        renderFront({
          ...frontExample(locale),
          shops: [{ name, note: text, offers: [{ title: text, note: text, href: '/a/x', deed: 'attend' }] }],
        }),
        renderError({ ...errorExample(locale, 422), requestId: name, toFix: [text] }),
      ];
      for (const page of rendered)
        assert.doesNotMatch(page, /<script|<img|<b>|"\s*onmouseover|'\s*onmouseover|\u202e/, name);
    }
  }
});

test('a thin file shows a dash, never a number', () => {
  const drawn = htmlText(dial(thin, 'en')).replace(/<text[^>]*class="dial-end">\d+<\/text>/g, '');
  assert.doesNotMatch(drawn, />\d+</);
  assert.match(drawn, /No score yet/);
});

test('the number stands inside its interval and never without what it rests on', () => {
  assert.throws(
    () => dial({ ...points, kind: 'points', low: 730 } as typeof points, 'en'),
    /points_lie_in_their_interval/,
  );
  assert.match(renderMyWord(myWordExample('en', points)), /Rests on 14 pledges with 6 shops here since/);
  assert.match(renderMyWord(myWordExample('zh', thin)), /凭这里的 1 个约定、1 家店/);
});

test('a contested move is shown and moves nothing', () => {
  const steps = stepsFrom(712, moves);
  assert.equal(steps.at(-1)?.to, 721);
  assert.match(renderMyWord(myWordExample('en', points)), /set aside/);
});

test('the nearest due stands on top', () => {
  assert.deepEqual(
    byDue(myWordExample('en', points).pledges).map((line) => line.href),
    ['/p/1', '/p/2', '/p/3'],
  );
});

test('the live world shows no clock', () => {
  assert.doesNotMatch(
    renderSignIn({ shell: liveShell('en'), signIn: { kind: 'live', target: to('/sign-in') } }),
    /ribbon|name="hours"/,
  );
});
