/** What went wrong, for the person at the terminal: one sentence of fact and one way out, in both languages. */
import { ConfigRefused } from '../platform/config.ts';
import { MigrationRefused } from '../platform/db/index.ts';
import { DirectoryInUse } from '../platform/postgres/index.ts';
import { ApiRefused, ApiUnreachable } from './api-caller.ts';
import { DatabaseRefused } from './check-database.ts';

/** A command cannot go on; the message is whole. */
export class CommandRefused extends Error {}

interface SystemError extends Error {
  readonly code?: string;
  readonly port?: number;
  readonly address?: string;
  readonly path?: string;
}

/** The text to print; ends with a line break. */
export function faultText(error: unknown): string {
  const known = knownText(error);
  if (known !== null) return `${known}\n`;
  const shown = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Our fault, not yours. 是我们的问题，不是你的。\n${shown}\n`;
}

function knownText(error: unknown): string | null {
  if (error instanceof CommandRefused || error instanceof ConfigRefused || error instanceof DatabaseRefused)
    return error.message;
  if (error instanceof ApiRefused) return error.message;
  if (error instanceof ApiUnreachable)
    return `${error.message} Start Troth with npm start, or name another with --url. 那里没有人应答。`;
  if (error instanceof MigrationRefused)
    return `${error.message}. Use the program that made this database, or a newer one. 数据库与程序不是同一版本。`;
  if (error instanceof DirectoryInUse) return `${error.message} 这个目录里已经有一个 Troth 在运行。`;
  if (error instanceof Error) return systemText(error as SystemError);
  return null;
}

function systemText(error: SystemError): string | null {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${error.port} of ${error.address} is taken by another program. Choose another: PORT=3001 npm start. 端口被占用，请换一个。`;
    case 'EACCES':
      return error.port === undefined
        ? null
        : `This user may not open port ${error.port}. Choose one above 1023: PORT=3000 npm start. 没有权限用这个端口。`;
    case 'EADDRNOTAVAIL':
      return `HOST=${error.address} is not an address of this machine. 这台机器没有这个地址。`;
    case 'ENOSPC':
      return 'The disk is full. Make room and start again; nothing was lost. 磁盘满了，腾出空间再启动。';
    default:
      return null;
  }
}
