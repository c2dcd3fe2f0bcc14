/** What PostgreSQL's error codes mean to the write path (PostgreSQL documentation, appendix A). */

/** The database cannot be asked or cannot take writes now; the caller may try again later with the same key. */
export class Unavailable extends Error {
  readonly retryAfterSeconds: number;
  readonly what: 'database_unreachable' | 'storage_full' | 'read_only' | 'overloaded';
  constructor(what: Unavailable['what'], retryAfterSeconds: number, cause: unknown) {
    super(`unavailable: ${what}`, { cause });
    this.name = 'Unavailable';
    this.what = what;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export type FaultKind = 'retry' | 'raced' | 'unreachable' | 'storage_full' | 'read_only' | 'poisoned';

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/**
 * Sorts an error: retry the same batch, answer 503, or look for the one command that poisons the batch. `raced`: somebody else took
 * a unique number between our look and our write; a second look finds it taken.
 */
export function faultKind(error: unknown): FaultKind {
  const code = codeOf(error);
  if (code === '40001' || code === '40P01') return 'retry';
  if (code === '23505') return 'raced';
  if (code === '53100' || code === '58030' || code === 'ENOSPC') return 'storage_full';
  if (code === '25006') return 'read_only';
  if (code.startsWith('08') || code.startsWith('57P') || code === '53300' || code === '57014') return 'unreachable';
  if (/^E[A-Z]+$/.test(code)) return 'unreachable';
  if (
    error instanceof Error &&
    /Connection terminated|not queryable|Client has encountered|Connection ended|timeout/i.test(error.message)
  )
    return 'unreachable';
  return 'poisoned';
}

/** A 503 in the making, or the error itself when it is a fault of another kind. */
export function asUnavailable(error: unknown): unknown {
  switch (faultKind(error)) {
    case 'unreachable':
      return new Unavailable('database_unreachable', 2, error);
    case 'storage_full':
      return new Unavailable('storage_full', 30, error);
    case 'read_only':
      return new Unavailable('read_only', 30, error);
    default:
      return error;
  }
}
