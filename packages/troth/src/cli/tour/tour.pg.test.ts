import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { elapsedMs } from '../../kernel/index.ts';
import { readMigrations } from '../../platform/db/index.ts';
import { OWN_KINDS } from '../../rooms/offer/index.ts';
import { PROBLEMS } from '../../doors/api/problems.ts';
import { openTestTroth, type TestTroth } from '../../doors/api/test-troth.ts';
import { audit } from '../../audit/index.ts';
import { apiCaller } from '../api-caller.ts';
import { MIGRATIONS_DIRECTORY } from '../running.ts';
import { issueOperatorKey } from '../sandbox.ts';
import type { Ending } from './ending.ts';
import { kindsWithoutStory, TOUR_STARTS_AT, walkKinds } from './walk-kinds.ts';

let troth: TestTroth;
const told = { zh: [] as string[], en: [] as string[] };
const endings = new Map<'zh' | 'en', readonly Ending[]>();

before(async () => {
  troth = await openTestTroth();
  for (const locale of ['zh', 'en'] as const) {
    const world = await troth.installation.worlds.create({
      name: `tour-${locale}`,
      mode: 'test',
      clockAt: TOUR_STARTS_AT,
    });
    assert.ok(world.ok);
    const startedMs = elapsedMs();
    const walked = await walkKinds({
      api: apiCaller(troth.url),
      operatorKey: await issueOperatorKey(troth.installation, world.value.worldId, 1n),
      kinds: OWN_KINDS,
      locale,
      print: (line) => told[locale].push(line),
    });
    endings.set(locale, walked);
    process.stdout.write(`the tour in ${locale} took ${((elapsedMs() - startedMs) / 1000).toFixed(1)} s\n`);
  }
});
after(() => troth?.close());

const end = (kind: string) => (endings.get('en') ?? []).find((one) => one.kind === kind);

test('every kind that is described is walked, once and to its end, in both languages', () => {
  assert.deepEqual(kindsWithoutStory(OWN_KINDS), []);
  for (const locale of ['zh', 'en'] as const)
    assert.deepEqual(
      (endings.get(locale) ?? []).map((one) => one.kind),
      [...OWN_KINDS.keys()],
    );
});

test('each story ends as it is told', () => {
  const ends = (endings.get('en') ?? []).map((one) => [one.kind, one.state, one.chargedMinor, one.verdict]);
  assert.deepEqual(ends, [
    ['rental', 'kept', 36_000, 'kept'],
    ['stay', 'kept', 43_800, 'kept'],
    ['trial', 'kept', 0, 'kept'],
    ['postpay', 'kept', 4_830, 'kept'],
    ['membership', 'unmet', 4_800, 'none'],
    ['instalment', 'kept', 250_000, 'kept'],
    ['borrow', 'kept', 0, 'kept'],
    ['attend', 'kept', 0, 'kept'],
    ['welfare', 'kept', 0, 'kept'],
    ['escrow', 'let_down', 0, 'kept'],
    ['custody', 'kept', 1_000, 'kept_late'],
  ]);
});

test('what is held apart goes back, less what was charged to it', () => {
  assert.deepEqual([end('escrow')?.heldMinor, end('escrow')?.backMinor], [86_000, 86_000]);
  assert.deepEqual([end('custody')?.heldMinor, end('custody')?.backMinor], [10_000, 9_000]);
  assert.equal((endings.get('en') ?? []).filter((one) => one.heldMinor > 0).length, 2);
});

test('the tour speaks one language at a time and leaves no gap in a sentence', () => {
  // The words of the kinds' names in code stand beside the Chinese ones.
  assert.doesNotMatch(told.en.join('\n'), /[\u4e00-\u9fff]/);
  assert.doesNotMatch(told.zh.join('\n'), /[A-Za-z]{3,} [A-Za-z]{3,}/);
  for (const line of [...told.zh, ...told.en]) assert.doesNotMatch(line, /undefined|NaN|\bto \.|\{|我答应。/, line);
});

test('it says how far it has come, and ends with a table of all kinds', () => {
  for (const locale of ['zh', 'en'] as const) {
    const steps = told[locale].flatMap((line) => /^\[[#·]+\] +(\d+)\/(\d+) {2}/.exec(line)?.slice(1, 3) ?? []);
    assert.deepEqual(
      steps,
      [...OWN_KINDS.keys()].flatMap((_, i) => [String(i + 1), String(OWN_KINDS.size)]),
    );
    const table = told[locale].slice(-OWN_KINDS.size);
    for (const [i, kind] of [...OWN_KINDS.values()].entries())
      assert.match(table[i] ?? '', new RegExp(kind.name[locale]));
  }
});

test('the audit finds everything of the tour as it must be', async () => {
  for (const world of ['tour-zh', 'tour-en']) {
    const { findings } = await audit(troth.ownerUrl, {
      vault: troth.installation.vault,
      migrations: readMigrations(MIGRATIONS_DIRECTORY),
      refusals: new Set(Object.keys(PROBLEMS)),
      world,
      onProgress: () => undefined,
    });
    assert.deepEqual(findings.violations, []);
  }
});
