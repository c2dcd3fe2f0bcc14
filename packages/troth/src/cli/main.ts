/** The `troth` command. */
import { Command } from 'commander';
import { registerAudit } from './audit.ts';
import { registerClockAdvance } from './clock-advance.ts';
import { faultText } from './fault-text.ts';
import { registerKeyRotate } from './key-rotate.ts';
import { registerMerchantCreate } from './merchant-create.ts';
import { registerOfferPublish } from './offer-publish.ts';
import { registerPledgeShow } from './pledge-show.ts';
import { registerStart } from './start.ts';

const program = new Command('troth').description(
  'Troth 一诺: kept promises become trust, and trust replaces deposits 守住的约定成为信任，信任代替押金',
);
registerStart(program);
registerMerchantCreate(program);
registerKeyRotate(program);
registerOfferPublish(program);
registerClockAdvance(program);
registerPledgeShow(program);
registerAudit(program);

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(faultText(error));
  process.exit(1);
}
