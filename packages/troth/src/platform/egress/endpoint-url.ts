/**
 * Whether a URL that somebody outside gave us may be called at all. This looks at the text only; the addresses behind the name
 * are checked again at every call, because a name can answer differently each time.
 */
import { isIP } from 'node:net';
import { ok, refuse, type Outcome } from '../../kernel/index.ts';
import { reachOf } from './addresses.ts';

/**
 * How far out a call may go. `public`: https to the public internet, the only way of a live world. With `loopbackPorts`, which
 * an operator configures for test worlds, also http or https to `localhost`, `127.0.0.1` or `[::1]` on these ports.
 */
export type EgressReach = 'public' | { readonly loopbackPorts: readonly number[] | 'any_port' };

export type UrlRefusal =
  | 'url_does_not_parse'
  | 'url_too_long'
  | 'url_scheme_refused'
  | 'url_carries_credentials'
  | 'url_host_spelled_oddly'
  | 'url_host_is_not_public'
  | 'url_port_refused';

const URL_LENGTH_MAX = 2_048;
/** Ports that web servers answer on; databases, caches and mail are elsewhere. */
export const PUBLIC_PORTS: readonly number[] = [443, 8443, 80, 8080];
const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
/** Endings that never lead to the public internet (RFC 6761, 6762, 7686, 8375, 9476). */
const INSIDE_ENDINGS = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|onion|invalid|alt)$/;
/** Scheme, optional credentials, host as written. Control characters, spaces and backslashes are what parsers disagree about. */
const WRITTEN = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/?#:]*)(?::\d*)?(?:[/?#]|$)/i;
const AMBIGUOUS = /[\p{Cc} \\]/u;

/** The host of a URL without the brackets of IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname;
}

export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

/** Whether the URL names this very machine, literally. A name that merely resolves to it does not count. */
export function isLiteralLoopback(url: URL): boolean {
  return LOOPBACK_HOSTS.includes(url.hostname);
}

function refuseAs(reason: UrlRefusal, detail: string): Outcome<never, UrlRefusal> {
  return refuse(reason, { detail });
}

/** The URL as it may be called, or the first rule it breaks, in the order of {@link UrlRefusal}. */
export function checkEndpointUrl(text: string, reach: EgressReach): Outcome<URL, UrlRefusal> {
  if (text.length > URL_LENGTH_MAX) return refuseAs('url_too_long', `at most ${URL_LENGTH_MAX} characters`);
  const url = AMBIGUOUS.test(text) ? null : URL.parse(text);
  if (url === null) return refuse('url_does_not_parse');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refuseAs('url_scheme_refused', url.protocol);
  const written = WRITTEN.exec(text)?.[1];
  if (written === undefined) return refuse('url_does_not_parse');
  if (url.username !== '' || url.password !== '' || /^[^/?#]*\/\/[^/?#]*@/.test(text))
    return refuse('url_carries_credentials');

  const isAddress = isIP(hostOf(url)) !== 0;
  // 127.1, 0x7f.1, 2130706433 and full-width digits all become 127.0.0.1: whoever means an address writes it plainly.
  const isPlain = isAddress ? written.toLowerCase() === url.hostname : !/[%\u3002\uff0e\uff61]/.test(written);
  if (!isPlain || url.hostname.endsWith('.')) return refuseAs('url_host_spelled_oddly', written.slice(0, 80));

  if (reach !== 'public' && isLiteralLoopback(url)) {
    if (reach.loopbackPorts === 'any_port' || reach.loopbackPorts.includes(portOf(url))) return ok(url);
    return refuseAs('url_port_refused', String(portOf(url)));
  }
  if (url.protocol !== 'https:') return refuseAs('url_scheme_refused', url.protocol);
  if (
    isAddress ? reachOf(hostOf(url)) !== 'public' : !url.hostname.includes('.') || INSIDE_ENDINGS.test(url.hostname)
  ) {
    return refuseAs('url_host_is_not_public', url.hostname.slice(0, 80));
  }
  if (!PUBLIC_PORTS.includes(portOf(url))) return refuseAs('url_port_refused', String(portOf(url)));
  return ok(url);
}
