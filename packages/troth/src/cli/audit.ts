/** `troth audit`: everything proved again from the rows themselves, by a second implementation. */
import type { Command } from 'commander';
import { audit, type AuditReport, CHECKS, type CheckName, UNPROVED } from '../audit/index.ts';
import { PROBLEMS } from '../doors/api/problems.ts';
import { randomBytesSource } from '../kernel/index.ts';
import { readConfig } from '../platform/config.ts';
import { readMigrations } from '../platform/db/index.ts';
import { createVault } from '../platform/keys/index.ts';
import { MIGRATIONS_DIRECTORY, reachDatabase } from './running.ts';

export function registerAudit(program: Command): void {
  program
    .command('audit')
    .description('prove everything again, from the rows themselves; exit 1 when anything is not as it must be')
    .option('--world <name>', 'only this world')
    .option('--unproved', 'list what no audit can prove, with the reasons')
    .action(async (options: { world?: string; unproved?: true }) => {
      if (options.unproved) {
        for (const [column, reason] of Object.entries(UNPROVED))
          process.stdout.write(`${column.padEnd(36)} ${reason}\n`);
        return;
      }
      const config = readConfig();
      const database = await reachDatabase(config);
      try {
        const report = await audit(database.ownerUrl, {
          vault: createVault(config.masterKey, randomBytesSource()),
          migrations: readMigrations(MIGRATIONS_DIRECTORY),
          refusals: new Set(Object.keys(PROBLEMS)),
          world: options.world ?? null,
          onProgress: ({ world, partyCount, factCount }) =>
            process.stderr.write(`${world}: ${partyCount} parties, ${factCount} facts\n`),
        });
        process.stdout.write(renderAudit(report));
        if (options.world !== undefined && report.worlds.length === 0) {
          process.stderr.write(`没有叫 ${options.world} 的世界 · There is no world called ${options.world}.\n`);
          process.exitCode = 2;
        } else if (report.findings.violationCount > 0) process.exitCode = 1;
      } finally {
        await database.stop();
      }
    });
}

/** The report as people read it: a line for each check, then every violation, then the verdict. */
export function renderAudit({ findings, worlds, sawBeyondWorlds }: AuditReport): string {
  const lines: string[] = [];
  if (worlds.length === 0) lines.push('There is no world here yet. 这里还没有世界。');
  for (const world of worlds) {
    lines.push(`${world.name}: ${world.partyCount} parties, ${world.factCount} facts`);
    if (world.pendingCount > 0)
      lines.push(
        `  ${world.pendingCount} facts have no place in the logbook yet; nothing is said about theirs · ${world.pendingCount} 件事实还没编入日志册，这次不作判断`,
      );
  }
  lines.push('');
  for (const [name, text] of Object.entries(CHECKS)) {
    const count = findings.counts.get(name as CheckName) ?? { comparedCount: 0, violationCount: 0 };
    const verdict = count.violationCount > 0 ? `${count.violationCount} WRONG` : 'ok';
    lines.push(
      `${name.padEnd(12)} ${String(count.comparedCount).padStart(10)}  ${verdict.padEnd(9)} ${text.zh} · ${text.en}`,
    );
  }
  if (!sawBeyondWorlds)
    lines.push('', 'Rows outside every world could not be looked for: this role stands under row-level security.');
  lines.push('');
  for (const one of findings.violations) {
    lines.push(
      `${one.check} · ${one.world} · ${one.table} ${one.key} · ${one.column}`,
      `  expected ${one.expected}`,
      `  found    ${one.found}`,
    );
  }
  const { violationCount } = findings;
  lines.push(
    violationCount === 0
      ? '账实相符。 Everything is as it must be.'
      : `${violationCount} 处不符。 ${violationCount} things are not as they must be.`,
  );
  return `${lines.join('\n')}\n`;
}
