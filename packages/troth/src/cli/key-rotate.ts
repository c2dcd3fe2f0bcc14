/** `troth key rotate`: a new key for a shop; the old one works for a day more. `troth key operator`: the operator's own. */
import type { Command } from 'commander';
import { readConfig } from '../platform/config.ts';
import { freshKey } from './api-caller.ts';
import { CommandRefused } from './fault-text.ts';
import { groupOf } from './merchant-create.ts';
import { type ReachOptions, shopKey, withReach, withTroth } from './reach-troth.ts';
import { mainWorldId, openRunning, reachDatabase } from './running.ts';
import { issueOperatorKey, keyIdOf, replaceKeyInFile } from './sandbox.ts';

export function registerKeyRotate(program: Command): void {
  const group = groupOf(program, 'key', 'API keys 钥匙');
  withReach(group.command('rotate'))
    .description('a new key for a shop; the old one works for 24 more hours 换一把钥匙，旧的再用 24 小时')
    .action(async (options: ReachOptions) => {
      await withTroth(options, async (reached) => {
        const old = shopKey(reached, options);
        const keyId = keyIdOf(old);
        if (keyId === null)
          throw new CommandRefused('That is not an API key of Troth: it begins with trk_. 这不是 Troth 的钥匙。');
        const made = await reached.api.post(`/v1/keys/${keyId}/rotate`, old, {}, freshKey());
        const { key, oldKeyWorksUntil } = made as { key: string; oldKeyWorksUntil: string };
        const isKept = replaceKeyInFile(reached.config.directory, old, key);
        process.stdout.write(`key 新钥匙  ${key}\nThe old one works until ${oldKeyWorksUntil}. 旧钥匙用到此时为止。\n`);
        if (isKept) process.stdout.write('The file of the sandbox has the new one. 沙箱文件已更新。\n');
      });
    });
  group
    .command('operator')
    .description('a key for the operator, for whoever holds the database; shown once 运营方的钥匙，只显示一次')
    .action(async () => {
      const config = readConfig();
      const running = await openRunning(config, await reachDatabase(config));
      try {
        const key = await issueOperatorKey(running.installation, mainWorldId(running.installation, config), null);
        process.stdout.write(
          `key 钥匙  ${key}\nKeep the key now: it is not shown again. 钥匙请现在存好，不会再显示。\n`,
        );
      } finally {
        await running.stop();
      }
    });
}
