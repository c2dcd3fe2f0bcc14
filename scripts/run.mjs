// Plain JavaScript on purpose: any Node from 18 on can read this file. It makes a fresh clone usable (installs once
// from the lockfile) and then runs the rest under a Node that reads TypeScript.
//   node scripts/run.mjs <file.ts> [arguments]      node scripts/run.mjs --test "glob" [more globs]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.troth-installed');
const lockFile = path.join(root, '.troth-install.lock');
/** A lock nobody has touched for this long belongs to a dead installer. */
const LOCK_STALE_MS = 15_000;
const LOCK_TOUCH_MS = 3_000;

const wantedStamp = () =>
  createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');

function isInstalled() {
  if (existsSync(stampFile)) return readFileSync(stampFile, 'utf8').trim() === wantedStamp();
  return isInstalledByHand();
}

/** Somebody ran `npm ci` themselves: npm's own record of what it installed says whether it is the same tree. */
function isInstalledByHand() {
  const record = path.join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  const missing = Object.entries(wanted).filter(
    ([name, entry]) => entry.integrity && !entry.optional && present[name]?.integrity !== entry.integrity,
  );
  if (missing.length > 0) return false;
  writeFileSync(stampFile, `${wantedStamp()}\n`);
  return true;
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function fail(message) {
  process.stderr.write(`\ntroth: ${message}\n`);
  process.exit(1);
}

function takeLock() {
  try {
    const handle = openSync(lockFile, 'wx');
    writeFileSync(handle, `${process.pid}\n`);
    closeSync(handle);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') {
      fail(`cannot write to ${root}: ${error.message}. Troth installs itself there once; please make it writable.`);
    }
    return false;
  }
}

function dropStaleLock() {
  try {
    const isOld = Date.now() - statSync(lockFile).mtimeMs > LOCK_STALE_MS;
    if (isOld || isGone(Number(readFileSync(lockFile, 'utf8')))) rmSync(lockFile, { force: true });
  } catch {
    // The holder removed it between our two looks: the next attempt takes it.
  }
}

/** Somebody pressed Ctrl-C while installing. An empty lock is one being written. */
function isGone(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

async function install() {
  let waitingToldAt = 0;
  while (!takeLock()) {
    dropStaleLock();
    if (waitingToldAt === 0) process.stderr.write('troth: another process is installing, waiting for it…\n');
    waitingToldAt = 1;
    await sleep(300);
  }
  const touch = setInterval(() => utimesSync(lockFile, new Date(), new Date()), LOCK_TOUCH_MS);
  try {
    if (isInstalled()) return;
    process.stderr.write('troth: first run, installing from package-lock.json (about 200 MB, once)…\n');
    await npmCi();
    mkdirSync(modules, { recursive: true });
    writeFileSync(stampFile, `${wantedStamp()}\n`);
    process.stderr.write('troth: installed.\n');
  } finally {
    clearInterval(touch);
    rmSync(lockFile, { force: true });
  }
}

/** Runs npm with its output on the terminal. Signals reach npm through the terminal's process group. */
function npmCi() {
  const npmCli = process.env.npm_execpath;
  const direct = npmCli !== undefined && /npm-cli\.c?js$/.test(npmCli);
  const [command, first] = direct ? [process.execPath, [npmCli]] : ['npm', []];
  const flags = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...flags], {
      cwd: root,
      // stdout of a command may be read by a program; npm's chatter belongs to stderr.
      stdio: ['ignore', 2, 2],
      shell: !direct && process.platform === 'win32',
    });
    child.once('error', (cause) => reject(new Error(`npm could not be started (${cause.message}); is it on PATH?`)));
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`npm ci ended with ${signal ?? `code ${code}`}; its message is above.`));
    });
  });
}

/** Type stripping without a flag came with 22.18 and 23.6; odd lines are not supported by anybody for long. */
function readsTypeScript(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return (major === 22 && minor >= 18) || major >= 24;
}

function findNode() {
  if (readsTypeScript(process.versions.node)) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const pinned = path.join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(pinned)) return pinned;
  return fail(
    `this machine has Node ${process.versions.node} and no Node 24 is packaged for ${process.platform}-${process.arch}. ` +
      'Please install Node 22.18, 24 or newer (https://nodejs.org) and run the same command again.',
  );
}

/** True when Ctrl-C reaches the child without us: we are in the foreground group of a terminal. */
function isInForeground() {
  if (process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY) return true;
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return group === foreground;
  } catch {
    return false;
  }
}

/**
 * Runs the command as a child. A terminal sends Ctrl-C to the whole process group, so the child already has it: we only
 * stay alive until it ends. A signal sent to us alone (kill, a supervisor) is handed on, once.
 */
function runUnder(node, args) {
  const leash = pathToFileURL(path.join(root, 'scripts', 'leash.mjs')).href;
  // Nearly everything dies with its request. A larger nursery is emptied less often, but then everybody waits twenty milliseconds for it.
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16', `--import=${leash}`, ...args],
    {
      stdio: 'inherit',
      env: { ...process.env, TROTH_RUNNER_PID: String(process.pid) },
    },
  );
  const handedOn = new Set();
  const handOn = (signal) => {
    if (handedOn.has(signal) || (signal === 'SIGINT' && isInForeground())) return;
    handedOn.add(signal);
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => handOn(signal));
  if (process.env.npm_lifecycle_event !== undefined) stopWithNpm(() => handOn('SIGTERM'));
  child.once('error', (cause) => fail(`cannot start ${node}: ${cause.message}`));
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 1)));
}

/** npm killed with -9 tells nobody; without this the server would live on unseen. */
function stopWithNpm(stop) {
  const npm = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === npm) return;
    clearInterval(watch);
    stop();
  }, 500);
}

const args = process.argv.slice(2);
if (args.length === 0) fail('usage: node scripts/run.mjs <file.ts> [arguments]');
try {
  if (!isInstalled()) await install();
} catch (error) {
  fail(`could not install. ${error.message}`);
}
runUnder(findNode(), args);
