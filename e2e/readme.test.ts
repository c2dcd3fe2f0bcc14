// The README is a program: a copy of the repository is started as a person would, and every command of the story is run in order.
// A `text` block after a `sh` block lists what its output must contain, in this order.
import assert from 'node:assert/strict';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';

const ROOT = path.resolve(import.meta.dirname, '..');
const COPIED = ['packages', 'scripts', 'sim', 'migrations', 'package.json', 'package-lock.json', '.npmrc', 'README.md'];
const READY_WITHIN_MS = 120_000;
const MARK = '---- end of a block ----';

interface Block {
  readonly commands: string;
  readonly expected: readonly string[];
}

/** Every `sh` block with the `text` block that follows it directly. */
function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```sh\n([\s\S]*?)^```\n(?:```text\n([\s\S]*?)^```\n)?/gm)].map((match) => ({
    commands: match[1] ?? '',
    expected: (match[2] ?? '').split('\n').filter((line) => line !== ''),
  }));
}

let copy = '';
let server: ChildProcess;

before(async () => {
  copy = mkdtempSync(path.join(tmpdir(), 'troth-readme-'));
  const isOurs = (from: string) => !from.includes('node_modules');
  for (const name of COPIED) cpSync(path.join(ROOT, name), path.join(copy, name), { recursive: true, filter: isOurs });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  server = spawn('npm', ['start'], { cwd: copy, env: environment({ PORT: '0' }), stdio: ['ignore', 'pipe', 'pipe'] });
  await untilItSays(server, /Ctrl-C/);
});
after(async () => {
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  await gone;
  rmSync(copy, { recursive: true, force: true });
});

/** As in a terminal of somebody's own: nothing of the test run's settings. */
function environment(more: Record<string, string>): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, TROTH_DIRECTORY: _place, NODE_TEST_CONTEXT: _test, ...rest } = process.env;
  const inherited = Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('npm_')));
  return { ...inherited, ...more };
}

function untilItSays(child: ChildProcess, words: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`not ready: ${said}`)), READY_WITHIN_MS);
    const listen = (part: Buffer) => {
      said += part;
      if (!words.test(said)) return;
      clearTimeout(late);
      resolve();
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said}`)));
  });
}

function bash(script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      'bash',
      ['-e', '-u', '-c', script],
      { cwd: copy, env: environment({}), maxBuffer: 1 << 24 },
      (error, out, err) => (error === null ? resolve(out) : reject(new Error(`${err}\n${out}`, { cause: error }))),
    );
  });
}

test('the story of the README happens as it is told', async () => {
  const blocks = blocksOf(readFileSync(path.join(copy, 'README.md'), 'utf8'));
  assert.ok(blocks.length >= 8, 'the story is there');
  const out = (await bash(blocks.map((block) => `${block.commands}\necho '${MARK}'\n`).join(''))).split(`${MARK}\n`);
  for (const [at, { commands, expected }] of blocks.entries()) {
    let from = 0;
    const said = out[at] ?? '';
    for (const words of expected) {
      const found = said.indexOf(words, from);
      assert.ok(found >= 0, `after\n${commands}\nthere is no ${words} in\n${said}`);
      from = found + words.length;
    }
  }
});

test('every file that a page of the documentation points to is there', () => {
  // What the benchmarks write is there once they have run.
  const made = new Set(['RESULTS.md', 'FLOOR.md'].map((name) => path.join(ROOT, 'bench', name)));
  const pages = globSync('**/*.md', { cwd: ROOT, exclude: (name) => name === 'node_modules' || name.startsWith('.') });
  assert.ok(pages.length > 20, `${pages.length} pages`);
  for (const page of pages) {
    const text = readFileSync(path.join(ROOT, page), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)) {
      const place = path.resolve(ROOT, path.dirname(page), target);
      assert.ok(existsSync(place) || made.has(place), `${page} points to ${target}`);
    }
  }
});
