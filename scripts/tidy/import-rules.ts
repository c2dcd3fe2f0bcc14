// Rules about the whole: who may import whom, what nobody imports, what every room has.
import path from 'node:path';
import { ENTRIES } from './exceptions.ts';
import { isForTests, isTest, lineOf, type SourceFile, type Violation } from './sources.ts';

export type Import = {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly kind: 'type' | 'value';
};

const STATEMENT = /^\s*(?:import|export)\b([^;'"`]*?)\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]/gm;
/** `import('./x.ts')`, `new URL('./x.ts', …)`, and a program started by its path: `path.join(here, 'x.ts')`. */
const AT_RUN_TIME =
  /(?:\bimport\(|\bnew URL\(|\bimport\.meta\.resolve\(|\bpath\.(?:join|resolve)\([\w.]+,)\s*['"]([^'"]+)['"]/g;

/** Every import of a file of ours, by the path it leads to. */
export function importsOf(file: SourceFile): readonly Import[] {
  const found: Import[] = [];
  const add = (target: string | undefined, offset: number, kind: Import['kind']) => {
    if (target === undefined || !/\.(ts|mjs|js)$/.test(target) || (!target.startsWith('.') && target.includes('/')))
      return;
    const to = path.posix.join(path.posix.dirname(file.path), target);
    found.push({ from: file.path, to, line: lineOf(file.text, offset), kind });
  };
  for (const match of file.text.matchAll(STATEMENT)) {
    const offset = match.index + match[0].search(/\S/);
    // A statement inside a string (a test that plants one) is not an import: there the blanked code is empty.
    if (!/^(?:import|export)/.test(file.code.slice(offset, offset + 6))) continue;
    add(match[2] ?? match[3], offset, isTypeOnly(match[1] ?? '') ? 'type' : 'value');
  }
  for (const match of file.text.matchAll(AT_RUN_TIME)) {
    if (file.code[match.index] !== ' ') add(match[1], match.index, 'value');
  }
  return found;
}

/** `import type {…}`, or braces in which every name says `type`. */
function isTypeOnly(clause: string): boolean {
  if (/^\s*type\b/.test(clause)) return true;
  const names = /\{([^}]*)\}/
    .exec(clause)?.[1]
    ?.split(',')
    .map((name) => name.trim());
  return (
    names !== undefined && !/\w\s*,?\s*\{/.test(clause) && names.every((name) => name === '' || /^type\s/.test(name))
  );
}

/** The audit stands beside the product: it sees none of its rules, and only the command line calls it. */
const LAYERS = ['kernel', 'platform', 'audit', 'rooms', 'journeys', 'doors', 'cli'];
const AUDIT = LAYERS.indexOf('audit');
const INSIDE = /^packages\/troth\/src\/([^/]+)\//;
const ROOM = /^packages\/troth\/src\/rooms\/([^/]+)\//;

/** 0 for the kernel upwards; everything outside the package (sim, bench, scripts…) stands above it. */
function layerOf(filePath: string): number {
  const name = INSIDE.exec(filePath)?.[1];
  if (name === undefined) return LAYERS.length;
  const layer = LAYERS.indexOf(name);
  return layer === -1 ? LAYERS.length : layer;
}

const layerName = (filePath: string) => LAYERS[layerOf(filePath)] ?? 'outside';

/** kernel ← platform ← rooms ← journeys ← doors ← cli ← everything outside. Tests may look anywhere. */
export function importDirection(files: readonly SourceFile[]): Violation[] {
  return productionImports(files).flatMap((found) => {
    const why = reasonAgainst(found);
    return why === null ? [] : [{ rule: 'import_direction', path: found.from, line: found.line, why }];
  });
}

function productionImports(files: readonly SourceFile[]): Import[] {
  return files.filter((file) => /\.(ts|mjs)$/.test(file.path) && !isForTests(file.path)).flatMap(importsOf);
}

function reasonAgainst({ from, to, kind }: Import): string | null {
  if (isForTests(to) && !from.startsWith('scripts/')) return `${to} is for tests only`;
  if (layerOf(to) === AUDIT && layerOf(from) > AUDIT && layerName(from) !== 'cli' && layerName(from) !== 'outside')
    return `only the command line calls the audit: ${to}`;
  if (layerOf(to) > layerOf(from)) return `${layerName(from)} may not import ${layerName(to)}: ${to}`;
  const [room, other] = [ROOM.exec(from)?.[1], ROOM.exec(to)?.[1]];
  if (other === undefined || room === other) return null;
  if (!to.endsWith(`/rooms/${other}/index.ts`)) return `a room has one door, rooms/${other}/index.ts: ${to}`;
  if (room !== undefined && kind === 'value') return `rooms import types of rooms only; what crosses them is a journey`;
  return null;
}

/** A file that only its own test imports is dead too. Code for tests may live from tests. */
export function deadFiles(files: readonly SourceFile[], entries: readonly string[] = ENTRIES): Violation[] {
  const code = files.filter((file) => /\.(ts|mjs)$/.test(file.path));
  const living = new Set(entries);
  const livingInTests = new Set<string>();
  for (const file of code) {
    for (const { to } of importsOf(file)) {
      if (to === file.path) continue;
      (isForTests(file.path) ? livingInTests : living).add(to);
    }
  }
  return code
    .filter(({ path: name }) => !isTest(name) && !living.has(name) && !(isForTests(name) && livingInTests.has(name)))
    .map(({ path: name }) => ({ rule: 'dead_file', path: name, line: 1, why: 'nothing that runs imports it' }));
}

/** Every room has its page and its door. */
export function roomPages(files: readonly SourceFile[]): Violation[] {
  const present = new Set(files.map((file) => file.path));
  const rooms = new Set(files.flatMap((file) => ROOM.exec(file.path)?.[1] ?? []));
  return [...rooms].flatMap((room) =>
    ['README.md', 'index.ts']
      .map((name) => `packages/troth/src/rooms/${room}/${name}`)
      .filter((wanted) => !present.has(wanted))
      .map((wanted) => ({ rule: 'room_page', path: wanted, line: 1, why: `the room "${room}" lacks it` })),
  );
}

/** 0001_name.sql, 0002_name.sql …: each number once and none left out. */
export function migrationNumbers(files: readonly SourceFile[]): Violation[] {
  const names = files
    .map((file) => file.path)
    .filter((name) => /^migrations\/.*\.sql$/.test(name))
    .sort();
  return names.flatMap((name, index) => {
    const number = /^migrations\/(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
    if (number === undefined) return [{ rule: 'migration_number', path: name, line: 1, why: 'is not 0001_a_name.sql' }];
    if (Number(number) === index + 1) return [];
    const why = `is number ${Number(number)} and stands at place ${index + 1}: a number twice, or one left out`;
    return [{ rule: 'migration_number', path: name, line: 1, why }];
  });
}
