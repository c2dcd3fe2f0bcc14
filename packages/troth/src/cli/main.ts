/** The `troth` command. */
import { Command } from 'commander';
import { readConfig } from '../platform/config.ts';
import { openRunning } from './running.ts';
import { serve } from './serve.ts';

const program = new Command('troth').description('Troth 一诺: kept promises become trust, and trust replaces deposits');

program
  .command('start')
  .description('start everything: database, API, pages')
  .action(async () => {
    const config = readConfig();
    const running = await openRunning(config);
    const served = await serve(running.installation, {
      host: config.host,
      port: config.port,
      requestsPerMinuteMax: 600_000,
    });
    process.stdout.write(`Troth is at ${served.url}\n`);
    let stopping = false;
    const stop = async () => {
      if (stopping) return;
      stopping = true;
      await served.stop();
      await running.stop();
      process.exit(0);
    };
    process.on('SIGINT', () => void stop());
    process.on('SIGTERM', () => void stop());
  });

await program.parseAsync();
