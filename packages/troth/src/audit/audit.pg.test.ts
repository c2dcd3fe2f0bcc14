import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PROBLEMS } from '../doors/api/problems.ts';
import { openTestTroth, type TestTroth } from '../doors/api/test-troth.ts';
import { readMigrations } from '../platform/db/index.ts';
import { audit, type AuditOptions } from './index.ts';
import { buildTown } from './test-town.ts';

let troth: TestTroth;
before(async () => {
  troth = await openTestTroth();
});
after(() => troth.close());

function optionsOf(): AuditOptions {
  return {
    vault: troth.installation.vault,
    migrations: readMigrations(new URL('../../../../migrations', import.meta.url).pathname),
    refusals: new Set(Object.keys(PROBLEMS)),
    world: null,
    onProgress: () => undefined,
  };
}

test('a world in which everything has happened is as it must be', async () => {
  await buildTown(troth);
  const report = await audit(troth.ownerUrl, optionsOf());
  assert.deepEqual(report.findings.violations, []);
  assert.ok([...report.findings.counts.values()].every(({ comparedCount }) => comparedCount > 0));
});
