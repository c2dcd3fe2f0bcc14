/**
 * Which user PostgreSQL runs as. PostgreSQL refuses to run as root, so root gives its rights up to the owner of an existing
 * data directory or, for a new one, to `nobody`.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';

export type Identity = {
  readonly uid: number;
  readonly gid: number;
  /** The user who starts PostgreSQL and may connect to it. */
  readonly launcherName: string;
  /** What `spawn` needs to change user; empty when nothing changes. */
  readonly spawnAs: { readonly uid?: number; readonly gid?: number };
};

const NOBODY = { uid: 65534, gid: 65534 };

function nobodyOfThisMachine(): { uid: number; gid: number } {
  if (!existsSync('/etc/passwd')) return NOBODY;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid = '', gid = ''] = (line ?? '').split(':');
  return /^\d+$/.test(uid) && /^\d+$/.test(gid) ? { uid: Number(uid), gid: Number(gid) } : NOBODY;
}

/** Chooses the user for a data directory that may not exist yet. Throws when this user may not start it. */
export function identityFor(dataDirectory: string): Identity {
  const uid = process.getuid?.();
  const gid = process.getgid?.();
  if (uid === undefined || gid === undefined) {
    throw new Error('Troth cannot start its own PostgreSQL on this system. Set DATABASE_URL to a PostgreSQL of yours.');
  }
  const owner = existsSync(dataDirectory) ? statSync(dataDirectory) : null;
  if (uid !== 0) {
    if (owner !== null && owner.uid !== uid) {
      throw new Error(
        `The database in ${dataDirectory} belongs to another user (uid ${owner.uid}); you are uid ${uid}. ` +
          'Start Troth as the user who started it first, or choose another directory.',
      );
    }
    return { uid, gid, launcherName: nameOf(uid), spawnAs: {} };
  }
  const target = owner !== null && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobodyOfThisMachine();
  return { ...target, launcherName: nameOf(uid), spawnAs: target };
}

function nameOf(uid: number): string {
  try {
    return userInfo().username;
  } catch (cause) {
    throw new Error(
      `User ${uid} has no name in /etc/passwd, and PostgreSQL needs one. Add the user, or set DATABASE_URL.`,
      { cause },
    );
  }
}

/** Whether that user can pass through every folder down to `target` (which must exist). */
export function isReachable(target: string, identity: Pick<Identity, 'uid' | 'gid'>): boolean {
  if (identity.uid === 0) return true;
  let folder = path.resolve(target);
  while (true) {
    const { uid, gid, mode } = statSync(folder);
    const bit = uid === identity.uid ? 0o100 : gid === identity.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    const parent = path.dirname(folder);
    if (parent === folder) return true;
    folder = parent;
  }
}
