// Reads the repository for the tidy rules, and blanks what is not code, so that a rule about words never trips over a
// comment or a text. Every character keeps its place: line numbers stay true.
import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

export type SourceFile = {
  /** From the root of the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The text with comments, strings and regular expressions blanked; the same as `text` for files that are not code. */
  readonly code: string;
};

export type Violation = { readonly rule: string; readonly path: string; readonly line: number; readonly why: string };

const SKIPPED = /(^|\/)(node_modules|\.git|\.troth|coverage)(\/|$)/;
const READ = /\.(ts|mjs|sh|sql|md|json|html|css)$|^\.ci\/run$/;

export function sourceFile(filePath: string, text: string): SourceFile {
  return { path: filePath, text, code: /\.(ts|mjs)$/.test(filePath) ? blankTexts(text) : text };
}

export function readRepository(root: string): readonly SourceFile[] {
  return globSync(['**/*', '.ci/*'], { cwd: root, exclude: (name) => SKIPPED.test(name) })
    .map((name) => name.split(path.sep).join('/'))
    .filter((name) => READ.test(name) && name !== 'package-lock.json' && statSync(path.join(root, name)).isFile())
    .sort()
    .map((name) => sourceFile(name, readFileSync(path.join(root, name), 'utf8')));
}

export function isTest(filePath: string): boolean {
  return /\.test\.(ts|mjs)$/.test(filePath);
}

/** Code that only tests use: `test-database.ts`, and these rules. */
export function isForTests(filePath: string): boolean {
  return isTest(filePath) || /(^|\/)test-[^/]*\.ts$|^scripts\/tidy\//.test(filePath);
}

export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}

const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%~^<>]|\b(?:return|typeof|case|in|of|do|else|void|yield|await))\s*$/;
const blank = (text: string) => text.replace(/[^\n]/g, ' ');

/** Blanks comments, strings, templates (not the code inside `${}`) and regular expressions. */
export function blankTexts(text: string): string {
  let out = '';
  let at = 0;
  // For every open `${`: how many braces are open inside it.
  const holes: number[] = [];
  const take = (length: number, visible: 'visible' | 'blank') => {
    const piece = text.slice(at, at + length);
    out += visible === 'visible' ? piece : blank(piece);
    at += length;
  };
  while (at < text.length) {
    const char = text[at] ?? '';
    const two = text.slice(at, at + 2);
    const depth = holes.length - 1;
    if (two === '//') take(lengthUntil(text, at, /\n/g), 'blank');
    else if (two === '/*') take(lengthThrough(text, at + 2, /\*\//g) + 2, 'blank');
    else if (char === '"' || char === "'") take(stringLength(text, at), 'blank');
    else if (char === '/' && BEFORE_REGEX.test(out.slice(-80))) take(regexLength(text, at), 'blank');
    else if (char === '`' || (char === '}' && holes[depth] === 0)) {
      if (char === '}') holes.pop();
      const length = templateLength(text, at + 1) + 1;
      const opensHole = text.slice(at, at + length).endsWith('${');
      take(length, 'blank');
      if (opensHole) holes.push(0);
    } else {
      if (depth >= 0 && char === '{') holes[depth] = (holes[depth] ?? 0) + 1;
      if (depth >= 0 && char === '}') holes[depth] = (holes[depth] ?? 0) - 1;
      take(1, 'visible');
    }
  }
  return out;
}

function lengthUntil(text: string, from: number, end: RegExp): number {
  end.lastIndex = from;
  return (end.exec(text)?.index ?? text.length) - from;
}

function lengthThrough(text: string, from: number, end: RegExp): number {
  end.lastIndex = from;
  const found = end.exec(text);
  return (found === null ? text.length : found.index + found[0].length) - from;
}

function stringLength(text: string, from: number): number {
  const quote = text[from];
  let at = from + 1;
  while (at < text.length && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return Math.min(at + 1, text.length) - from;
}

/** To the closing backtick, or to the next `${` with it. */
function templateLength(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (text[at] === '\\') at += 2;
    else if (text[at] === '`') return at + 1 - from;
    else if (text[at] === '$' && text[at + 1] === '{') return at + 2 - from;
    else at += 1;
  }
  return text.length - from;
}

function regexLength(text: string, from: number): number {
  let at = from + 1;
  let isInClass = false;
  while (at < text.length && text[at] !== '\n' && (isInClass || text[at] !== '/')) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '[') isInClass = true;
    else if (text[at] === ']') isInClass = false;
    at += 1;
  }
  return Math.min(at + 1, text.length) - from;
}
