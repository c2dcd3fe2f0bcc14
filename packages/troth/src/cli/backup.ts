/** `troth backup <file>`: everything, in one file, while everything goes on. */
import type { Command } from 'commander';
import { BackupRefused, writeBackup } from '../platform/backup/index.ts';
import { readConfig } from '../platform/config.ts';
import { CommandRefused } from './fault-text.ts';
import { reachDatabase } from './running.ts';

export function registerBackup(program: Command): void {
  program
    .command('backup')
    .argument('<file>', 'a file that does not exist yet')
    .description('write everything into one compressed, checksummed file 备份到一个文件')
    .action(async (file: string) => {
      const database = await reachDatabase(readConfig());
      try {
        const { rows, sha256 } = await refusalsAsText(() => writeBackup(database.ownerUrl, file));
        const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
        process.stdout.write(`${file}: ${total} rows 行, ${Object.keys(rows).length} tables 张表, sha256 ${sha256}\n`);
        process.stdout.write(
          'The master key is not in it: keep TROTH_MASTER_KEY elsewhere. 主密钥不在里面，请另外保管。\n',
        );
      } finally {
        await database.stop();
      }
    });
}

export async function refusalsAsText<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BackupRefused)
      throw new CommandRefused(`${capital(error.message)}. Nothing was changed. 什么都没有改动。`, { cause: error });
    throw error;
  }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
