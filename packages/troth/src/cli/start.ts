/** `troth start`: database, worlds, sandbox, server, in this order; and everything back in the other when it is stopped. */
import type { Command } from 'commander';
import { isoFromInstant } from '../kernel/index.ts';
import { type Config, readConfig } from '../platform/config.ts';
import { DirectoryInUse } from '../platform/postgres/index.ts';
import { placeOf } from './check-database.ts';
import { CommandRefused } from './fault-text.ts';
import { mainWorldId, openDatabase, openRunning, type Running } from './running.ts';
import { ensureSandbox } from './sandbox.ts';
import { readSandboxFile } from './sandbox-file.ts';
import type { SandboxSeed } from './sandbox-seed.ts';
import { linkSender } from './send-link.ts';
import { type Served, serve } from './serve.ts';
import { welcomeText } from './welcome-text.ts';

/** Enough for any one caller of an honest size; a flood is told to wait. */
const REQUESTS_PER_MINUTE_MAX = 600_000;

export function registerStart(program: Command, seed: SandboxSeed): void {
  program
    .command('start')
    .description('start everything: database, API, pages 启动：数据库、接口、页面')
    .addHelpText('after', HELP)
    .action(async () => {
      const stopping = whenAskedToStop();
      const config = readConfig();
      const opened = await open(config);
      const { running, served } = opened;
      try {
        process.stdout.write(await introduce(config, running, served, seed));
        await stopping;
      } finally {
        await served.stop();
        await running.stop();
      }
      // A slow receiver of a webhook must not hold the process.
      process.exit(0);
    });
}

const HELP = `
Environment 环境变量:
  PORT, HOST          where to listen (3000, 127.0.0.1) 监听地址
  DATABASE_URL        your own PostgreSQL, 15 or newer; without it Troth starts its own 用你自己的数据库
  TROTH_DIRECTORY     where its files live (.troth) 文件放在哪里
  TROTH_MODE          sandbox or live 沙箱或正式
  TROTH_MASTER_KEY    32 bytes as 64 hex characters; needed by live 主密钥，正式模式必须有
  TROTH_PUBLIC_URL    the address people reach it by, behind a proxy 对外地址
  TROTH_LINK_GATEWAY  where one-time links are POSTed to be mailed or texted 由谁把链接发给本人
  TROTH_KINDS         a folder with kinds of offers of your own 自己的约定种类放在哪里`;

const NO_GATEWAY =
  'Nobody can sign in by a one-time link until TROTH_LINK_GATEWAY is set. 设置 TROTH_LINK_GATEWAY 之后，本人才能用链接登录。\n';

/** Resolves at the first Ctrl-C or SIGTERM, also when it comes while things are still starting. */
function whenAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
}

async function open(config: Config): Promise<{ running: Running; served: Served }> {
  const database = await openDatabase(config).catch((error: unknown) => {
    if (!(error instanceof DirectoryInUse)) throw error;
    const url = readSandboxFile(config.directory)?.url;
    throw new CommandRefused(
      `${error.message}${url === undefined ? '' : ` It is at ${url}.`} 这个目录里已经有一个 Troth 在运行。`,
      { cause: error },
    );
  });
  const running = await openRunning(config, database);
  let served: Served | null = null;
  try {
    served = await serve(running.installation, {
      host: config.host,
      port: config.port,
      requestsPerMinuteMax: REQUESTS_PER_MINUTE_MAX,
      sendLink: linkSender(config, () => served?.url ?? ''),
    });
    return { running, served };
  } catch (error) {
    await running.stop();
    throw error;
  }
}

async function introduce(config: Config, running: Running, served: Served, seed: SandboxSeed): Promise<string> {
  const { installation } = running;
  const database =
    config.databaseUrl === null
      ? `its own PostgreSQL in ${config.directory}/postgres`
      : `PostgreSQL at ${placeOf(config.databaseUrl)}`;
  if (config.mode === 'live')
    return `Troth 一诺 · live · ${served.url} · ${database}\n${config.linkGateway === null ? NO_GATEWAY : ''}`;
  const file = await ensureSandbox(config, installation, served.url, seed);
  const now = isoFromInstant(installation.worlds.now(mainWorldId(installation, config)));
  return welcomeText({ file, now, database, directory: config.directory });
}
