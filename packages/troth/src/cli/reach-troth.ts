/**
 * Whom a command speaks to. A server that runs is always asked over HTTP, because it keeps clocks and offers in memory. Where none
 * runs, the command opens the installation itself, on a port nobody knows, and speaks to that in the same words.
 */
import type { Command } from 'commander';
import { type Config, readConfig } from '../platform/config.ts';
import { findRunningPostgres } from '../platform/postgres/index.ts';
import { type ApiCaller, ApiUnreachable, apiCaller } from './api-caller.ts';
import { CommandRefused } from './fault-text.ts';
import { mainWorldId, openRunning, postgresDirectory, reachDatabase } from './running.ts';
import { findShop, issueOperatorKey } from './sandbox.ts';
import { readSandboxFile, type SandboxFile } from './sandbox-file.ts';
import { serve } from './serve.ts';

/** What every command that speaks to a Troth may be told. */
export interface ReachOptions {
  readonly url?: string;
  readonly key?: string;
  readonly shop?: string;
}

export interface Reached {
  readonly config: Config;
  readonly api: ApiCaller;
  /** Speaks for the operator. */
  readonly operatorKey: string;
  stop(): Promise<void>;
}

/** Adds the options that say whom to speak to, and for which shop. */
export function withReach(command: Command): Command {
  return command
    .option('--url <address>', 'a Troth that runs elsewhere 别处的 Troth')
    .option('--key <key>', 'the API key to speak with 用哪把钥匙')
    .option('--shop <name>', 'a shop of the sandbox, by name or id (default: the first) 沙箱里的哪家店');
}

/** Runs `work` with somebody to speak to, and tidies up. */
export async function withTroth<T>(options: ReachOptions, work: (reached: Reached) => Promise<T>): Promise<T> {
  const config = readConfig();
  const reached = (await reachServer(config, options)) ?? (await openHere(config, options.key));
  try {
    return await work(reached);
  } finally {
    await reached.stop();
  }
}

/** The key of the shop that the command is about: the one given, or one of the sandbox. */
export function shopKey({ config }: Reached, options: ReachOptions): string {
  if (options.key !== undefined) return options.key;
  const file = readSandboxFile(config.directory);
  if (config.mode === 'live' || file === null)
    throw new CommandRefused('Whose offer or pledge is it? Give the shop’s key with --key. 请用 --key 说明是哪家店。');
  const shop = findShop(file, options.shop);
  if (shop === null)
    throw new CommandRefused(
      `No shop of the sandbox is called ${options.shop}. There are: ${namesOf(file)}. 沙箱里没有这家店。`,
    );
  return shop.key;
}

function namesOf(file: SandboxFile): string {
  return file.shops.map((shop) => `${shop.name.en} ${shop.name.zh}`).join(', ');
}

const nothingToStop = async () => undefined;

async function reachServer(config: Config, options: ReachOptions): Promise<Reached | null> {
  if (options.url !== undefined) {
    const file = readSandboxFile(config.directory);
    const operatorKey = options.key ?? (file?.url === options.url.replace(/\/+$/, '') ? file.operatorKey : undefined);
    if (operatorKey === undefined)
      throw new CommandRefused('--url needs a --key to speak with. 用 --url 时请同时给 --key。');
    return { config, api: apiCaller(options.url), operatorKey, stop: nothingToStop };
  }
  const file = config.mode === 'live' ? null : readSandboxFile(config.directory);
  if (file === null) return null;
  const api = apiCaller(file.url);
  try {
    await api.get('/v1/clock', file.operatorKey);
  } catch (error) {
    if (error instanceof ApiUnreachable) return null;
    // Somebody answers there, but not the server of this file: another program, or another database.
    return null;
  }
  return { config, api, operatorKey: options.key ?? file.operatorKey, stop: nothingToStop };
}

async function openHere(config: Config, key: string | undefined): Promise<Reached> {
  if (
    config.mode === 'sandbox' &&
    config.databaseUrl === null &&
    findRunningPostgres(postgresDirectory(config)) !== null
  )
    throw new CommandRefused(
      `A Troth runs in ${config.directory} but does not answer yet. Try again in a moment. 它正在启动，请稍后再试。`,
    );
  const running = await openRunning(config, await reachDatabase(config));
  try {
    const served = await serve(running.installation, {
      host: '127.0.0.1',
      port: 0,
      requestsPerMinuteMax: 600_000,
      sendLink: null,
    });
    const operatorKey =
      key ?? (await issueOperatorKey(running.installation, mainWorldId(running.installation, config), 1n));
    return {
      config,
      api: apiCaller(served.url),
      operatorKey,
      async stop() {
        await served.stop();
        await running.stop();
      },
    };
  } catch (error) {
    await running.stop();
    throw error;
  }
}
