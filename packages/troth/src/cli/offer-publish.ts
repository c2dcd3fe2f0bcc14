/** `troth offer publish`: an offer from a file, or one that is ready-made. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { READY_MADE_OFFERS, type ReadyMadeOffer } from '../rooms/offer/index.ts';
import { freshKey } from './api-caller.ts';
import { CommandRefused } from './fault-text.ts';
import { groupOf } from './merchant-create.ts';
import { type ReachOptions, shopKey, withReach, withTroth } from './reach-troth.ts';

const NAMES = Object.keys(READY_MADE_OFFERS).join(', ');

export function registerOfferPublish(program: Command): void {
  withReach(groupOf(program, 'offer', 'offers 约定模板').command('publish <terms>'))
    .description(`publish an offer: a JSON file, or ready-made: ${NAMES} 发布：文件，或现成的一种`)
    .option('--print', 'print the terms instead, to start a file of your own 只打印，不发布')
    .action(async (asked: string, options: ReachOptions & { readonly print?: true }) => {
      const terms = readTerms(asked);
      if (options.print === true) {
        process.stdout.write(`${JSON.stringify(terms, null, 2)}\n`);
        return;
      }
      await withTroth(options, async (reached) => {
        const made = await reached.api.post('/v1/offers', shopKey(reached, options), terms, freshKey());
        const { offerId, version, acceptPath } = made as { offerId: string; version: number; acceptPath: string };
        process.stdout.write(
          `offer 约定模板  ${offerId}  version ${version}\npage 页面       ${reached.api.url}${acceptPath}\n`,
        );
      });
    });
}

function readTerms(asked: string): object {
  if (Object.hasOwn(READY_MADE_OFFERS, asked)) return READY_MADE_OFFERS[asked as ReadyMadeOffer];
  try {
    return JSON.parse(readFileSync(asked, 'utf8')) as object;
  } catch (cause) {
    const why =
      cause instanceof SyntaxError
        ? `it is not JSON (${cause.message})`
        : `there is no such file, and none of that name is ready-made (${NAMES})`;
    throw new CommandRefused(`${asked}: ${why}. 读不到这份约定模板。`, { cause });
  }
}
