/** The `troth` command, put together: what it can do, and how it says that it cannot. */
import { Command } from 'commander';
import { registerAudit } from './audit.ts';
import { registerBackup } from './backup.ts';
import { registerBooks } from './books.ts';
import { registerBooksReconcile } from './books-reconcile.ts';
import { registerClockAdvance } from './clock-advance.ts';
import { registerCustodyCollapse } from './custody-collapse.ts';
import { faultText } from './fault-text.ts';
import { registerKeyRotate } from './key-rotate.ts';
import { registerMerchantCreate } from './merchant-create.ts';
import { registerMembers } from './members.ts';
import { registerMembersReconcile } from './members-reconcile.ts';
import { registerOfferPublish } from './offer-publish.ts';
import { registerPledgeShow } from './pledge-show.ts';
import { registerRestore } from './restore.ts';
import type { SandboxSeed } from './sandbox-seed.ts';
import { registerStart } from './start.ts';
import { registerTour } from './tour.ts';

/** Every command of the product; `seed` fills the sandbox of a first start. */
export function trothProgram(seed: SandboxSeed): Command {
  const program = new Command('troth').description(
    'Troth 一诺: kept promises become trust, and trust replaces deposits 守住的约定成为信任，信任代替押金',
  );
  registerStart(program, seed);
  registerTour(program);
  registerMerchantCreate(program);
  registerKeyRotate(program);
  registerOfferPublish(program);
  registerClockAdvance(program);
  registerPledgeShow(program);
  registerBooks(program);
  registerBooksReconcile(program);
  registerMembers(program);
  registerMembersReconcile(program);
  registerCustodyCollapse(program);
  registerAudit(program);
  registerBackup(program);
  registerRestore(program);

  return program;
}

/** Runs what was asked for; a refusal or fault is told in a sentence, and the process ends with 1. */
export async function runTroth(program: Command): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    process.stderr.write(faultText(error));
    process.exit(1);
  }
}
