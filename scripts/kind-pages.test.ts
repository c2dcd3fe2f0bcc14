// The pages of docs/kinds say what the kinds and the table of moves say today; and no rule of a running pledge asks for the kind.
import assert from 'node:assert/strict';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { OWN_KINDS, type OfferTerms, READY_MADE_OFFERS } from '../packages/troth/src/rooms/offer/index.ts';
import { isMove } from '../packages/troth/src/rooms/pledge/find-moves.ts';
import { PART_NAMES, partsOf, withParts } from './kind-pages/generated-parts.ts';
import { lifeOfTerms } from './kind-pages/life-of-terms.ts';
import { differences, examplesOf, filledIn } from './kind-pages/test-page-examples.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const KINDS_FOLDER = path.join(ROOT, 'docs', 'kinds');
const pageOf = (kind: string) => readFileSync(path.join(KINDS_FOLDER, `${kind}.md`), 'utf8');

test('every kind has its page, every page its kind, and the index names them all', () => {
  const pages = readdirSync(KINDS_FOLDER).filter((name) => name !== 'README.md');
  assert.deepEqual(pages.sort(), [...OWN_KINDS.keys()].map((kind) => `${kind}.md`).sort());
  for (const name of pages) assert.ok(pageOf('README').includes(`](${name})`), name);
});

for (const kind of OWN_KINDS.values()) {
  test(`the page of ${kind.kind} says what its data and the table of moves say`, () => {
    assert.equal(pageOf(kind.kind), withParts(pageOf(kind.kind), kind), 'run scripts/kind-pages.ts');
    assert.deepEqual([...partsOf(pageOf(kind.kind))].sort(), [...PART_NAMES].sort());
  });
}

test('a page whose written part was changed by hand is told', () => {
  const kind = OWN_KINDS.get('borrow');
  assert.ok(kind !== undefined);
  const page = pageOf('borrow').replace('"countMax": 2', '"countMax": 3');
  assert.notEqual(page, withParts(page, kind));
  assert.throws(() => withParts('<!-- written: poem -->\n<!-- end -->', kind), /nobody writes poem/);
});

test('an answer that differs, is longer or lacks a member is told; a request without an answer or with an unknown name is too', () => {
  assert.deepEqual(differences({ a: 1, b: [{ c: 2 }] }, { a: 1, b: [{ c: 2, d: 3 }], e: 4 }), []);
  assert.equal(differences({ a: 1 }, { a: 2 }).length, 1);
  assert.equal(differences({ a: 1 }, {}).length, 1);
  assert.equal(differences({ b: [] }, { b: [1] }).length, 1);
  assert.throws(() => examplesOf('```http\nGET /a\nAuthorization: Bearer {{shop}}\n```\n'), /without an answer/);
  assert.throws(() => examplesOf('```http\nGET /a\n```\n```text\n200\n```\n'), /not an example/);
  assert.throws(() => filledIn('{{a}}', new Map()), /not known yet/);
});

/** Terms of which nobody may read the kind. */
function nameless(terms: OfferTerms): OfferTerms {
  const { kind: _kind, ...rest } = terms;
  return Object.defineProperty({ ...rest }, 'kind', {
    enumerable: false,
    get: () => assert.fail('somebody asked for the kind'),
  }) as OfferTerms;
}

const everyTerms: readonly (readonly [string, OfferTerms])[] = [
  ...Object.entries<OfferTerms>(READY_MADE_OFFERS),
  ...[...OWN_KINDS.values()].map(({ kind, terms }) => [`kind ${kind}`, terms] as const),
];
for (const [name, terms] of everyTerms) {
  test(`every life of ${name} is lived without anybody asking for its kind`, () => {
    const steps = lifeOfTerms(nameless(terms));
    assert.deepEqual(steps, lifeOfTerms({ ...terms, kind: 'something_else' }));
    assert.ok(steps.some(({ to }) => to === 'kept'));
    for (const { from, to, move, by } of steps) {
      const [before = '', line = '1'] = from.split(' ');
      const obligor = terms.obligations[Number(line) - 1]?.owedBy ?? 'promisor';
      const [after = ''] = to.split(' ');
      const args = [move, by, before, after, obligor] as Parameters<typeof isMove>;
      assert.ok(isMove(...args), `${from} --${move} by ${by}--> ${to} is a row of the table`);
    }
  });
}

/** Ways to ask for the kind of an offer. A charge, a fact and a change of consent have kinds of their own. */
const ASKING = [
  /\bfindKind\b|\bOWN_KINDS\b|\bKinds?\b(?=\s*[,}].*from '.*offer)/,
  /\b(?:terms|offer|version)\??\.kind\b/,
  /\bterms\s*->>?\s*'kind'/,
  /\{[^{}=]*\bkind\b[^{}=]*\}\s*=\s*[\w.]*\b(?:terms|offer|version)\b(?!\w)/,
];
const RULES = ['rooms/pledge', 'rooms/ledger', 'rooms/settlement', 'rooms/score', 'rooms/admission', 'journeys'];

test('no rule of a pledge, of the books, of settlement or of a journey asks for the kind of an offer', () => {
  const source = path.join(ROOT, 'packages/troth/src');
  const files = RULES.flatMap((room) => globSync(`${room}/**/*.ts`, { cwd: source }));
  const rules = files.filter((file) => !/\.test\.ts$|\/test-/.test(file));
  assert.ok(rules.length > 50, `${rules.length} files`);
  const asks = rules.filter((file) => {
    const text = readFileSync(path.join(source, file), 'utf8');
    return ASKING.some((way) => way.test(text));
  });
  assert.deepEqual(asks, []);
});

test('each way to ask for the kind is seen', () => {
  for (const asking of [
    "if (rules.terms.kind === 'rental') return;",
    "select v.terms ->> 'kind' from offer_versions v",
    'const { kind, context } = version.terms;',
    "import { OWN_KINDS } from '../offer/index.ts';",
  ])
    assert.ok(
      ASKING.some((way) => way.test(asking)),
      asking,
    );
});
