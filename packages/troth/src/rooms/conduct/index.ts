/** What happened (行为): facts, and the whole numbers per party and context that sum them up. */
export { type Fact, factContent, type FactKind, isAgainst, type Reporter } from './fact.ts';
export { type FactRow, findFolds, findFoldsOfParties, insertFacts, writeFolds } from './queries.ts';
export { foldFromJson, foldToJson } from './fold-row.ts';
export { periodOf, periodStartsAt, PERIOD_DAYS } from './period.ts';
export { type EndSeen, promiseeConduct, promiseeContext } from './promisee-conduct.ts';
