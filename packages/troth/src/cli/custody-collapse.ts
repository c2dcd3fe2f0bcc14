/** `troth custody collapse`: a shop has folded; whose deposits it holds, what custody pays each, and what is missing for each. */
import type { Command } from 'commander';
import { type Currency, formatMoney, isId } from '../kernel/index.ts';
import { freshKey } from './api-caller.ts';
import { CommandRefused } from './fault-text.ts';
import { groupOf } from './merchant-create.ts';
import { type ReachOptions, withReach, withTroth } from './reach-troth.ts';
import { readSandboxFile } from './sandbox-file.ts';
import { findShop } from './sandbox.ts';

interface CurrencyList {
  readonly currency: Currency;
  readonly heldMinor: number | null;
  readonly owedMinor: number;
  readonly paidMinor: number;
  readonly shortMinor: number;
  readonly creditors: readonly {
    readonly promisor: string;
    readonly owedMinor: number;
    readonly paidMinor: number;
    readonly shortMinor: number;
  }[];
}

export function registerCustodyCollapse(program: Command): void {
  withReach(groupOf(program, 'custody', 'deposits held for people 存管的押金').command('collapse'))
    .description(
      'a shop has folded: list its creditors and pay out, pro rata, what custody holds 店家倒了：列出债权人，按比例退押金',
    )
    .option('--list', 'list only, pay nothing 只列出，不退')
    .action(async (options: ReachOptions & { readonly list?: true }) => {
      await withTroth(options, async ({ api, operatorKey, config }) => {
        const { shop } = options;
        if (shop === undefined) throw new CommandRefused('Which shop? Give --shop. 请用 --shop 说明是哪家店。');
        const file = isId('pty', shop) ? null : readSandboxFile(config.directory);
        const merchantId = file === null ? shop : findShop(file, shop)?.merchantId;
        if (merchantId === undefined) throw new CommandRefused(`No shop is called ${shop}. 没有这家店。`);
        const path = `/v1/merchants/${encodeURIComponent(merchantId)}/custody`;
        const answer =
          options.list === true
            ? await api.get(`${path}-claims`, operatorKey)
            : await api.post(`${path}-payouts`, operatorKey, {}, freshKey());
        process.stdout.write(creditorsText((answer as { currencies: readonly CurrencyList[] }).currencies));
      });
    });
}

/** The list of creditors, people by the reference under which the shop knew them. */
export function creditorsText(currencies: readonly CurrencyList[]): string {
  if (currencies.length === 0) return 'Nobody is owed a deposit by this shop. 这家店不欠任何人押金。\n';
  return currencies
    .map(({ currency, heldMinor, owedMinor, paidMinor, shortMinor, creditors }) => {
      const money = (amountMinor: number) => formatMoney({ amountMinor, currency }, 'en');
      const held = heldMinor === null ? 'nobody has shown any 没有对账单' : money(heldMinor);
      const rows = creditors.map(
        (one) =>
          `  ${one.promisor}  owed 欠 ${money(one.owedMinor)}  paid 退 ${money(one.paidMinor)}  missing 还差 ${money(one.shortMinor)}`,
      );
      const sum = `Σ owed 欠 ${money(owedMinor)}, paid 退 ${money(paidMinor)}, missing 还差 ${money(shortMinor)}`;
      return `${currency}, custody holds 存管有 ${held}\n${rows.join('\n')}\n  ${sum}\n`;
    })
    .join('');
}
