/** `troth restore <file>`: a backup into an empty database. */
import type { Command } from 'commander';
import { restoreBackup } from '../platform/backup/index.ts';
import { readConfig } from '../platform/config.ts';
import { readMigrations } from '../platform/db/index.ts';
import { refusalsAsText } from './backup.ts';
import { MIGRATIONS_DIRECTORY, openDatabase } from './running.ts';

export function registerRestore(program: Command): void {
  program
    .command('restore')
    .argument('<file>', 'a file that troth backup made')
    .description('restore a backup into an empty database 恢复到一个空的数据库')
    .action(async (file: string) => {
      const database = await openDatabase(readConfig());
      try {
        const { manifest, migrated } = await refusalsAsText(() =>
          restoreBackup(database.ownerUrl, file, readMigrations(MIGRATIONS_DIRECTORY)),
        );
        const total = Object.values(manifest.rows).reduce((sum, count) => sum + count, 0);
        const forward = migrated.length === 0 ? '' : `, migrated forward 结构已升级: ${migrated.join(', ')}`;
        process.stdout.write(`${total} rows restored 行已恢复${forward}. Prove them 核对: troth audit\n`);
        process.stdout.write(
          'Whoever was erased after the backup was made is back: erase them again. 备份之后才抹去的人又回来了，请再抹去一次。\n',
        );
      } finally {
        await database.stop();
      }
    });
}
