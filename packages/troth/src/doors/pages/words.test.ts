import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookWords } from './words-books.ts';
import { acceptWords } from './words-accept.ts';
import { deedWords } from './words-deeds.ts';
import { doorWords } from './words-doors.ts';
import { pledgeWords } from './words-pledge.ts';
import { stageWords } from './words-stage-rows.ts';
import { whyWords } from './words-why.ts';
import { commonWords, LOCALES } from './words.ts';

const books = {
  common: commonWords,
  deeds: deedWords,
  stages: stageWords,
  accept: acceptWords,
  pledge: pledgeWords,
  why: whyWords,
  doors: doorWords,
  books: bookWords,
};

const SAME_IN_BOTH = new Set(['common.otherLanguage', 'doors.frontOpenApi', 'stages.progress']);

/** Stands in every hole: a number, and a list of one where a list is wanted. */
const hole = Object.assign([2], { valueOf: () => 2, toString: () => '2' });

/** Every word with its path; a word with holes is spoken with `2` in each. */
function spoken(value: unknown, path: string): readonly (readonly [string, string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(...Array.from({ length: value.length }, () => hole)))]];
  return Object.entries(value as object).flatMap(([key, inner]) => spoken(inner, `${path}.${key}`));
}

test('both languages say the same things, and none says nothing', () => {
  for (const [name, book] of Object.entries(books)) {
    const [zh, en] = LOCALES.map((locale) => spoken(book[locale], name)) as [
      ReturnType<typeof spoken>,
      ReturnType<typeof spoken>,
    ];
    assert.deepEqual(
      zh.map(([path]) => path),
      en.map(([path]) => path),
    );
    for (const [path, text] of [...zh, ...en]) assert.notEqual(text.trim(), '', path);
    for (const [path, text] of zh) if (!SAME_IN_BOTH.has(path)) assert.match(text, /\p{Script=Han}/u, path);
    for (const [path, text] of en)
      if (path !== 'common.otherLanguage') assert.doesNotMatch(text, /\p{Script=Han}/u, path);
  }
});

test('no word judges a person, shouts or pleads', () => {
  const never =
    /失信|黑名单|信用等级|违约者|额度不足|bad credit|violation|unlock|boost|better than|please be advised|are you sure|excellent|[!！]/i;
  for (const locale of LOCALES) {
    for (const [path, text] of Object.values(books).flatMap((book) => spoken(book[locale], '')))
      assert.doesNotMatch(text, never, path);
  }
});
