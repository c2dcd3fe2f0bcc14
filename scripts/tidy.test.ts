// The house rules, kept by a test. Every rule is first shown something that breaks it, since a rule that sees nothing
// would be green for ever.
import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { findFunctions } from './tidy/functions.ts';
import { deadFiles, importDirection, importsOf, migrationNumbers, roomPages } from './tidy/import-rules.ts';
import { blankTexts, readRepository, type SourceFile, sourceFile, type Violation } from './tidy/sources.ts';
import { bannedWords, fileNames, fileSizes, foreignMentions, functionSizes, silencers } from './tidy/word-rules.ts';

const repository = readRepository(path.resolve(import.meta.dirname, '..'));
const RULES: Readonly<Record<string, (files: readonly SourceFile[]) => Violation[]>> = {
  'files are at most 300 lines': fileSizes,
  'functions are at most 70 lines': functionSizes,
  'time, chance, settings are handed in, and nothing is `any`': bannedWords,
  'no compiler is told to look away': silencers,
  'file names say what is inside': fileNames,
  'nothing speaks of a builder’s machine': foreignMentions,
  'imports run one way and rooms have one door': importDirection,
  'no file is dead': deadFiles,
  'every room has its page': roomPages,
  'migrations are numbered without gaps': migrationNumbers,
};

describe('the repository', () => {
  test('is really read: its files, its functions and its imports', () => {
    const code = repository.filter((file) => file.path.endsWith('.ts'));
    assert.ok(code.length > 100, `${code.length} files of code`);
    assert.ok(code.flatMap(importsOf).length > 200);
    assert.ok(code.flatMap((file) => findFunctions(file.code)).length > 500);
  });

  for (const [guarantee, rule] of Object.entries(RULES)) {
    test(guarantee, () => {
      const said = rule(repository).map(({ path: name, line, why }) => `${name}:${line}  ${why}`);
      assert.equal(said.length, 0, `\n${said.join('\n')}\n`);
    });
  }
});

/** What a rule says about planted files, shortened to path:line. */
function caught(
  rule: (files: readonly SourceFile[]) => Violation[],
  planted: Readonly<Record<string, string>>,
): string[] {
  const files = Object.entries(planted).map(([name, text]) => sourceFile(name, text));
  return rule(files).map(({ path: name, line }) => `${name}:${line}`);
}

const SRC = 'packages/troth/src';
const lines = (count: number, text: string) => Array.from({ length: count }, () => text).join('\n');

describe('a planted violation is caught:', () => {
  test('a file of 301 lines; one of 501 even with a reason; an excuse nobody needs', () => {
    const sized = (count: number) => [sourceFile('a.ts', `${lines(count, 'x;')}\n`)];
    assert.equal(fileSizes(sized(300), {}).length, 0);
    assert.equal(fileSizes(sized(301), {}).length, 1);
    assert.equal(fileSizes(sized(500), { 'a.ts': 'why' }).length, 0);
    assert.equal(fileSizes(sized(501), { 'a.ts': 'why' }).length, 1);
    assert.equal(fileSizes(sized(300), { 'a.ts': 'why' }).length, 1);
  });

  const body = (count: number) => lines(count - 2, '  x();');
  for (const [kind, write] of Object.entries({
    'a function': (inside: string) => `export function long(a: string): void {\n${inside}\n}\n`,
    'a function that returns a shape': (inside: string) =>
      `function long(): { a: string; b: () => void } {\n${inside}\n}\n`,
    'a generic function': (inside: string) =>
      `function long<T extends { a: 1 }>(a: T): Promise<T | { b: T }> {\n${inside}\n}\n`,
    'an arrow function': (inside: string) => `const long = async (a: string): Promise<void> => {\n${inside}\n};\n`,
    'a method': (inside: string) => `class A { long(a = '}') {\n${inside}\n} }\n`,
    'a callback': (inside: string) => `call('}', (a) => {\n${inside}\n});\n`,
  })) {
    test(`${kind} of 71 lines, not one of 70`, () => {
      assert.equal(caught(functionSizes, { 'a.ts': write(body(71)) }).length, 1);
      assert.equal(caught(functionSizes, { 'a.ts': write(body(70)) }).length, 0);
    });
  }

  test('braces in strings, comments, templates and patterns do not hide a long function', () => {
    const inside = `const a = '}'; // }\n/* } */ const b = \`}\${ c({}) }\`; const d = /[/}]}/.test(b);\n${lines(70, '  x();')}`;
    assert.equal(caught(functionSizes, { 'a.ts': `function long() {\n${inside}\n}` }).length, 1);
  });

  test('the wall clock, chance and the environment outside their homes', () => {
    const text = 'const a = Date.now();\nconst b = new Date();\nconst c = Math.random();\nconst d = process.env.X;\n';
    const all = ['a.ts:1', 'a.ts:2', 'a.ts:3', 'a.ts:4'].map((end) => `${SRC}/rooms/party/${end}`);
    assert.deepEqual(caught(bannedWords, { [`${SRC}/rooms/party/a.ts`]: text }).sort(), all);
    assert.deepEqual(caught(bannedWords, { [`${SRC}/kernel/clock.ts`]: 'Date.now(); new Date();' }), []);
    assert.equal(caught(bannedWords, { [`${SRC}/kernel/clock.ts`]: 'Math.random();' }).length, 1);
    assert.equal(
      caught(bannedWords, { 'sim/town/people.ts': 'Math.random();' }).length,
      1,
      'a seeded town has no chance',
    );
    assert.deepEqual(caught(bannedWords, { [`${SRC}/rooms/party/a.test.ts`]: text }), []);
    assert.deepEqual(
      caught(bannedWords, { [`${SRC}/a.ts`]: "// Date.now()\nconst a = 'Math.random()'; new Date(0);" }),
      [],
    );
  });

  test('`any` in every place a type stands, tests included, and not the word in a text or a name', () => {
    for (const text of ['let a: any;', 'a as any;', 'let a: Array<any>;', 'let a: any[];', 'type A = string | any;']) {
      assert.equal(caught(bannedWords, { 'a.test.ts': text }).length, 1, text);
    }
    for (const text of ['// any', "'any'", 'Promise.any(a);', 'const anyone = 1;', '`select any (x)`;']) {
      assert.equal(caught(bannedWords, { 'a.ts': text }).length, 0, text);
    }
  });

  test('a silenced compiler', () => {
    assert.equal(caught(silencers, { 'a.ts': `// @ts-${'ignore'}\nx;` }).length, 1);
  });

  test('names that say nothing', () => {
    for (const name of [
      'utils.ts',
      'date-helpers.ts',
      'common/a.ts',
      'pledge-service.ts',
      'info.ts',
      'bigName.ts',
      'a_b.ts',
    ]) {
      assert.equal(caught(fileNames, { [`${SRC}/${name}`]: '' }).length, 1, name);
    }
    for (const name of ['prohibited-data.ts', 'pledge.pg.test.ts', 'moves.ts', 'common-room.ts']) {
      assert.equal(caught(fileNames, { [`${SRC}/${name}`]: '' }).length, 0, name);
    }
  });

  test('a builder’s path in a text, a comment or a page', () => {
    for (const text of [`see /wo${'rk/shared'}/x`, `const a = '/wo${'rk/main'}';`, `.lib${'rary/'}README`]) {
      assert.equal(caught(foreignMentions, { 'README.md': text, 'a.ts': text }).length, 2, text);
    }
    assert.equal(
      caught(foreignMentions, { 'README.md': `read ../shared/data, or GET /v1/contexts/wo${'rk/main'}` }).length,
      0,
    );
  });
});

describe('a planted import is caught:', () => {
  const imports = (from: string, target: string, clause = '{ a }') =>
    caught(importDirection, { [`${SRC}/${from}`]: `import ${clause} from '${target}';\n` }).length;

  test('every layer may import what is below, and nothing above', () => {
    const layers = ['kernel', 'platform', 'rooms', 'journeys', 'doors', 'cli'];
    for (const [height, from] of layers.entries()) {
      for (const [depth, to] of layers.entries()) {
        const target = to === 'rooms' ? '../../rooms/party/index.ts' : `../../${to}/a.ts`;
        if (from === 'rooms' && to === 'rooms') continue;
        assert.equal(imports(`${from}/x/a.ts`, target), depth > height ? 1 : 0, `${from} → ${to}`);
      }
    }
    assert.equal(imports('doors/a.ts', '../../../../sim/town.ts'), 1);
    // The audit shares no rule with the product: it sees kernel and platform only, and only the command line calls it.
    assert.equal(imports('audit/a.ts', '../rooms/party/index.ts'), 1);
    assert.equal(imports('audit/a.ts', '../platform/a.ts'), 0);
    assert.equal(imports('journeys/a.ts', '../audit/index.ts'), 1);
    assert.equal(imports('cli/a.ts', '../audit/index.ts'), 0);
    assert.equal(
      caught(importDirection, { 'sim/a.ts': "import { a } from '../packages/troth/src/cli/main.ts';" }).length,
      0,
    );
  });

  test('a room by another way than its door, and a value of another room', () => {
    assert.equal(imports('rooms/score/a.ts', '../party/index.ts', 'type { A }'), 0);
    assert.equal(imports('rooms/score/a.ts', '../party/index.ts', '{ type A, type B }'), 0);
    assert.equal(imports('rooms/score/a.ts', '../party/index.ts', '{ type A, b }'), 1);
    assert.equal(imports('rooms/score/a.ts', '../party/index.ts', '{\n  a,\n  b,\n}'), 1);
    assert.equal(imports('rooms/score/a.ts', '../party/party.ts', 'type { A }'), 1);
    assert.equal(imports('journeys/a.ts', '../rooms/party/queries.ts'), 1);
    assert.equal(imports('rooms/score/a.ts', './b.ts'), 0);
    assert.equal(imports('rooms/score/a.ts', './ready-made/b.ts'), 0);
  });

  test('code for tests in code that runs', () => {
    assert.equal(imports('doors/a.ts', '../platform/postgres/test-database.ts'), 1);
    assert.equal(imports('doors/a.pg.test.ts', '../platform/postgres/test-database.ts'), 0);
  });

  test('re-exports, dynamic imports and programs started by path count as imports; texts do not', () => {
    const text = [
      "export { a } from './a.ts';",
      "export * from './b.ts';",
      "import './c.ts';",
      "await import('./d.ts');",
      "spawn(node, [path.join(here, 'e.ts')]);",
      'const planted = "import x from \'./f.ts\'";',
      "const alsoPlanted = `\nimport x from './g.ts';\n`;",
    ].join('\n');
    const found = importsOf(sourceFile('sim/x.ts', text)).map(({ to }) => to);
    assert.deepEqual(found, ['sim/a.ts', 'sim/b.ts', 'sim/c.ts', 'sim/d.ts', 'sim/e.ts']);
  });
});

describe('planted neglect is caught:', () => {
  test('a file nobody imports, or only its own test', () => {
    const planted = {
      'sim/entry.ts': "import './used.ts';",
      'sim/used.ts': '',
      'sim/dead.ts': '',
      'sim/tested.ts': '',
      'sim/tested.test.ts': "import './tested.ts';\nimport './test-rows.ts';",
      'sim/test-rows.ts': '',
      'sim/test-dead.ts': '',
      'sim/itself.ts': "import './itself.ts';",
    };
    const found = caught((files) => deadFiles(files, ['sim/entry.ts']), planted);
    assert.deepEqual(found.sort(), ['sim/dead.ts:1', 'sim/itself.ts:1', 'sim/test-dead.ts:1', 'sim/tested.ts:1']);
  });

  test('a room without its page or its door', () => {
    const room = `${SRC}/rooms/party`;
    assert.deepEqual(caught(roomPages, { [`${room}/party.ts`]: '' }), [`${room}/README.md:1`, `${room}/index.ts:1`]);
    assert.deepEqual(caught(roomPages, { [`${room}/README.md`]: '', [`${room}/index.ts`]: '' }), []);
  });

  test('a migration number twice, left out or misspelt', () => {
    const numbered = (...names: string[]) =>
      caught(migrationNumbers, Object.fromEntries(names.map((name) => [`migrations/${name}.sql`, '']))).length;
    assert.equal(numbered('0001_a', '0002_b'), 0);
    assert.equal(numbered('0001_a', '0001_b'), 1);
    assert.equal(numbered('0001_a', '0003_b'), 1);
    assert.equal(numbered('0001_a', '2_b'), 1);
  });
});

test('blanking keeps every line and every place', () => {
  for (const { path: name, text } of repository.filter((file) => file.path.endsWith('.ts'))) {
    const code = blankTexts(text);
    assert.equal(code.length, text.length, name);
    assert.equal(code.split('\n').length, text.split('\n').length, name);
    assert.equal(code.split('{').length, code.split('}').length, `braces of ${name} do not pair`);
  }
});
