/** The audit at the end of a story: what was lived over HTTP is proved row by row by an implementation that shares no rule with it. */
import assert from 'node:assert/strict';
import { audit } from '../../audit/index.ts';
import { readMigrations } from '../../platform/db/index.ts';
import { PROBLEMS } from './problems.ts';
import type { TestTroth } from './test-troth.ts';

const MIGRATIONS = new URL('../../../../../migrations', import.meta.url).pathname;

/** Fails with everything that the audit finds; facts are followed to their end first. */
export async function assertAudited(troth: TestTroth, what: string): Promise<void> {
  await troth.background.settle(troth.worldId);
  const { findings } = await audit(troth.ownerUrl, {
    vault: troth.installation.vault,
    migrations: readMigrations(MIGRATIONS),
    refusals: new Set(Object.keys(PROBLEMS)),
    world: null,
    onProgress: () => undefined,
  });
  assert.deepEqual(findings.violations, [], what);
  assert.deepEqual(troth.faults, [], what);
}
