/** Databases: the quick way in for journeys, the ordinary way in for the rest, and how the schema comes to be. */
export { type Batcher, type BatcherOptions, createBatcher, type RunBatch } from './batcher.ts';
export { type ColdDatabase, openColdDatabase, readInstant, type Scope } from './cold.ts';
export { coldCall } from './cold-call.ts';
export { asUnavailable, faultKind, Unavailable } from './faults.ts';
export {
  type Answer,
  type Call,
  type HotConnection,
  openHotConnection,
  type Row,
  type Statement,
} from './hot-connection.ts';
export { BEGIN, beginInWorld, COMMIT, ROLLBACK } from './transaction.ts';
export { type Migration, MigrationRefused, migrate, readMigrations } from './migrate.ts';
