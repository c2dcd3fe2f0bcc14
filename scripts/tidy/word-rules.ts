// Rules about single files: how long, which words, which names.
import { HOMES, LONG_FILES } from './exceptions.ts';
import { findFunctions } from './functions.ts';
import { isForTests, isTest, lineOf, type SourceFile, type Violation } from './sources.ts';

const FILE_LINES_MAX = 300;
const FILE_LINES_NEVER = 500;
const FUNCTION_LINES_MAX = 70;

const isCode = (file: SourceFile) => /\.(ts|mjs|sh)$/.test(file.path);
const linesOf = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

export function fileSizes(files: readonly SourceFile[], exceptions = LONG_FILES): Violation[] {
  const violations: Violation[] = [];
  for (const file of files.filter(isCode)) {
    const lines = linesOf(file.text);
    const excused = file.path in exceptions && lines <= FILE_LINES_NEVER;
    if (lines <= FILE_LINES_MAX || excused) continue;
    const why = `${lines} lines; at most ${FILE_LINES_MAX}, or ${FILE_LINES_NEVER} with a reason in exceptions.ts`;
    violations.push({ rule: 'file_size', path: file.path, line: lines, why });
  }
  for (const path of Object.keys(exceptions)) {
    const file = files.find((candidate) => candidate.path === path);
    if (file !== undefined && linesOf(file.text) > FILE_LINES_MAX) continue;
    violations.push({ rule: 'file_size', path, line: 1, why: 'is excused in exceptions.ts and needs no excuse' });
  }
  return violations;
}

/** Test files are excused: what stands in a `describe` is a table of contents, not a function. */
export function functionSizes(files: readonly SourceFile[]): Violation[] {
  return files
    .filter((file) => isCode(file) && !file.path.endsWith('.sh') && !isTest(file.path))
    .flatMap((file) =>
      findFunctions(file.code).flatMap(({ name, start, end }) => {
        const first = lineOf(file.code, start);
        const lines = lineOf(file.code, end) - first + 1;
        if (lines <= FUNCTION_LINES_MAX) return [];
        const why = `${name} has ${lines} lines; at most ${FUNCTION_LINES_MAX}`;
        return [{ rule: 'function_size', path: file.path, line: first, why }];
      }),
    );
}

type BannedWord = {
  readonly thing: string;
  readonly pattern: RegExp;
  readonly why: string;
  /** Where the ban does not hold. */
  readonly isFree: (path: string) => boolean;
};

const isTool = (path: string) => /^(scripts|bench|torture|e2e)\//.test(path);
const never = () => false;

const BANNED_WORDS: readonly BannedWord[] = [
  { thing: 'wall clock', pattern: /\bDate\.now\(|\bnew Date\(\s*\)/g, why: 'time is handed in', isFree: isTool },
  { thing: 'chance', pattern: /\bMath\.random\b/g, why: 'chance is handed in', isFree: isTool },
  { thing: 'environment', pattern: /\bprocess\.env\b/g, why: 'settings come from platform/config.ts', isFree: isTool },
  {
    thing: 'any',
    pattern: /(?<![\w$.'"-])any(?![\w$('":-])/g,
    why: '`any` switches the type check off',
    isFree: never,
  },
];

export function bannedWords(files: readonly SourceFile[]): Violation[] {
  return files
    .filter((file) => /\.(ts|mjs)$/.test(file.path))
    .flatMap((file) =>
      BANNED_WORDS.filter(
        ({ thing, isFree }) =>
          thing === 'any' || !(isForTests(file.path) || isFree(file.path) || HOMES[thing]?.includes(file.path)),
      ).flatMap(({ pattern, why }) =>
        [...file.code.matchAll(pattern)].map((match) => ({
          rule: 'banned_word',
          path: file.path,
          line: lineOf(file.code, match.index),
          why: `${match[0]}: ${why}`,
        })),
      ),
    );
}

const SILENCERS = /@ts-(ignore|nocheck|expect-error)/g;

/** A compiler told to look away; tests may, to show what must not compile. */
export function silencers(files: readonly SourceFile[]): Violation[] {
  return files
    .filter((file) => /\.(ts|mjs)$/.test(file.path) && !isForTests(file.path) && !file.path.startsWith('scripts/tidy/'))
    .flatMap((file) =>
      [...file.text.matchAll(SILENCERS)].map((match) => ({
        rule: 'silencer',
        path: file.path,
        line: lineOf(file.text, match.index),
        why: `${match[0]}: make the types true instead`,
      })),
    );
}

const EMPTY_NAMES = /^(?:(?:.*-)?(?:utils?|helpers?|managers?|services?)|common|data|info|misc)$/;

/** A name says what is inside. `prohibited-data.ts` does; `data.ts` and `date-helpers.ts` do not. */
export function fileNames(files: readonly SourceFile[]): Violation[] {
  return files.filter(isCode).flatMap((file) => {
    const violations: Violation[] = [];
    const parts = file.path.split('/');
    const bare = (parts.at(-1) ?? '').replace(/\..*$/, '');
    const said = [...parts.slice(0, -1), bare].find((part) => EMPTY_NAMES.test(part));
    if (said !== undefined) {
      violations.push({
        rule: 'file_name',
        path: file.path,
        line: 1,
        why: `"${said}" says nothing about what is inside`,
      });
    }
    if (bare !== bare.toLowerCase() || bare.includes('_')) {
      violations.push({ rule: 'file_name', path: file.path, line: 1, why: 'file names are kebab-case' });
    }
    return violations;
  });
}

// Put together from pieces, so that this file does not break its own rule.
const FOREIGN = new RegExp(
  [
    '(?<![\\w.])/wo' + 'rk/(?:main|shared|\\.lib)',
    '\\.lib' + 'rary/',
    '/tmp/bri' + 'ef',
    '\\bissues sh' + 'ow\\b',
  ].join('|'),
  'g',
);

/** The repository speaks to its users; the place where it was built is none of theirs. */
export function foreignMentions(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) =>
    [...file.text.matchAll(FOREIGN)].map((match) => ({
      rule: 'foreign_mention',
      path: file.path,
      line: lineOf(file.text, match.index),
      why: `"${match[0]}" exists only on a builder's machine`,
    })),
  );
}
