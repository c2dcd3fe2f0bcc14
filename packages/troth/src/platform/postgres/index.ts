/** The door of this folder. */
export { DirectoryInUse } from './directory-lock.ts';
export { findRunningPostgres, type PostgresOptions, type RunningPostgres, startPostgres } from './launcher.ts';
export { DEFAULT_SETTINGS, DISPOSABLE_SETTINGS, type Settings } from './settings.ts';
