/** How one-time sign-in links reach people: the terminal of a sandbox, or the operator's own gateway for mail and messages. */
import type { Config } from '../platform/config.ts';
import type { SendLink } from '../doors/api/index.ts';

const GATEWAY_WITHIN_MS = 10_000;

/** `serverUrl`: where the server answers, known once it listens; a public address, when one is set, goes before it. */
export function linkSender(config: Config, serverUrl: () => string): SendLink | null {
  const absolute = (path: string) => `${(config.publicUrl ?? serverUrl()).replace(/\/+$/, '')}${path}`;
  const { linkGateway } = config;
  if (linkGateway !== null) {
    return async ({ contact, path, locale, validMinutes }) => {
      const body = JSON.stringify({ contact, url: absolute(path), locale, validMinutes });
      const signal = AbortSignal.timeout(GATEWAY_WITHIN_MS);
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(linkGateway, { method: 'POST', headers, body, signal, redirect: 'error' });
      if (!answer.ok) throw new Error(`the link gateway answered ${answer.status}`);
    };
  }
  if (config.mode === 'live') return null;
  return async ({ contact, path, validMinutes }) => {
    process.stdout.write(`link 一次性链接  ${contact}  ${absolute(path)}  (${validMinutes} min)\n`);
  };
}
