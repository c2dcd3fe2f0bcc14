/** `troth merchant create`: a new shop and its first key, shown once. */
import type { Command } from 'commander';
import { freshKey } from './api-caller.ts';
import { type ReachOptions, withReach, withTroth } from './reach-troth.ts';

export function registerMerchantCreate(program: Command): void {
  withReach(groupOf(program, 'merchant', 'shops 店铺').command('create <name>'))
    .description('enrol a shop; its key is shown once 登记一家店，钥匙只显示一次')
    .option('--zh <name>', 'its name in Chinese 中文店名')
    .action(async (name: string, options: ReachOptions & { readonly zh?: string }) => {
      const made = await withTroth(options, ({ api, operatorKey }) =>
        api.post('/v1/merchants', operatorKey, { name: { zh: options.zh ?? name, en: name } }, freshKey()),
      );
      const { merchantId, key } = made as { merchantId: string; key: string };
      process.stdout.write(
        `shop 店铺  ${merchantId}\nkey 钥匙   ${key}\nKeep the key now: it is not shown again. 钥匙请现在存好，不会再显示。\n`,
      );
    });
}

/** The command that groups others, made by whoever comes first. */
export function groupOf(program: Command, name: string, description: string): Command {
  return program.commands.find((command) => command.name() === name) ?? program.command(name).description(description);
}
