/** The product's own audit over the same world, as `troth audit` runs it. */
import { audit } from '../../packages/troth/src/audit/index.ts';
import { MIGRATIONS_DIRECTORY } from '../../packages/troth/src/cli/running.ts';
import { PROBLEMS } from '../../packages/troth/src/doors/api/problems.ts';
import { randomBytesSource } from '../../packages/troth/src/kernel/index.ts';
import { SANDBOX_MASTER_KEY } from '../../packages/troth/src/platform/config.ts';
import { readMigrations } from '../../packages/troth/src/platform/db/index.ts';
import { createVault } from '../../packages/troth/src/platform/keys/index.ts';
import { WORLD_NAME } from '../settings.ts';
import type { Findings } from './law.ts';

export async function trothAudit(ownerUrl: string, findings: Findings): Promise<void> {
  const report = await audit(ownerUrl, {
    vault: createVault(SANDBOX_MASTER_KEY, randomBytesSource()),
    migrations: readMigrations(MIGRATIONS_DIRECTORY),
    refusals: new Set(Object.keys(PROBLEMS)),
    world: WORLD_NAME,
    onProgress: () => undefined,
  });
  const comparedCount = [...report.findings.counts.values()].reduce((sum, count) => sum + count.comparedCount, 0);
  const violations = report.findings.violations.map(
    ({ check, table, key, column, expected, found }) =>
      `${check}: ${table} ${key}, ${column}: is ${found}, should be ${expected}`,
  );
  findings.takeOver('audit', comparedCount, violations);
  findings.equal('audit', 'violations', report.findings.violationCount, 0);
}
