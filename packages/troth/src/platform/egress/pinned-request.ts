/**
 * The only way out of the house to an address that somebody else chose. The name is resolved once, every address is checked, and
 * the connection goes to exactly those addresses while TLS and `Host` still speak the name. Redirects are answers, never followed.
 * The whole call has one deadline and a bounded answer, however slowly the other side speaks.
 */
import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { ok, refuse, type Outcome } from '../../kernel/index.ts';
import { reachOf } from './addresses.ts';
import {
  checkEndpointUrl,
  hostOf,
  isLiteralLoopback,
  portOf,
  type EgressReach,
  type UrlRefusal,
} from './endpoint-url.ts';
import { resolveByDns, type ResolveName } from './resolve-name.ts';

export interface EgressRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** For everything together: resolving, connecting, sending and the last byte of the answer. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
  readonly allow: EgressReach;
}

export interface EgressResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** `cut` when the answer went on beyond `maxResponseBytes`: what was read must not be trusted to be all. */
  readonly bodyEnd: 'complete' | 'cut';
}

export type EgressRefusal =
  | UrlRefusal
  | 'name_does_not_resolve'
  | 'address_is_not_public'
  | 'connection_failed'
  | 'tls_failed'
  | 'answer_is_not_http'
  | 'timed_out';

interface Target {
  readonly url: URL;
  readonly addresses: readonly string[];
}

const HEADER_BYTES_MAX = 16_384;
/** Names with dozens of addresses exist to be tried one after the other; four are enough. */
const ADDRESS_COUNT_MAX = 4;

/** Resolves once and checks every address: one bad address spoils the name, for the next answer might start with it. */
async function findTarget(url: URL, allow: EgressReach, resolve: ResolveName): Promise<Outcome<Target, EgressRefusal>> {
  if (allow !== 'public' && isLiteralLoopback(url)) {
    return ok({ url, addresses: url.hostname === 'localhost' ? ['127.0.0.1', '::1'] : [hostOf(url)] });
  }
  if (isIP(hostOf(url)) !== 0) return ok({ url, addresses: [hostOf(url)] });
  let addresses: readonly string[];
  try {
    addresses = await resolve(url.hostname);
  } catch {
    return refuse('name_does_not_resolve', { detail: url.hostname });
  }
  if (addresses.length === 0) return refuse('name_does_not_resolve', { detail: url.hostname });
  // The address itself stays unsaid: whoever registered the URL must not map our network with it.
  if (!addresses.every((address) => reachOf(address) === 'public'))
    return refuse('address_is_not_public', { detail: url.hostname });
  return ok({ url, addresses: addresses.slice(0, ADDRESS_COUNT_MAX) });
}

/** A lookup that knows only the checked addresses, whatever it is asked for. */
function pinnedLookup(addresses: readonly string[]): LookupFunction {
  const pinned = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, options, callback) => {
    const [first] = pinned;
    if (options.all === true) callback(null, pinned);
    else if (first !== undefined) callback(null, first.address, first.family);
    else callback(new Error('no address'), '');
  };
}

function reasonOf(error: Error & { code?: string }): EgressRefusal {
  const code = error.code ?? '';
  if (code.startsWith('HPE_')) return 'answer_is_not_http';
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS') || /CERT|EPROTO|SELF_SIGNED|UNABLE_TO_/.test(code))
    return 'tls_failed';
  return 'connection_failed';
}

function startRequest(target: Target, sent: EgressRequest): ClientRequest {
  const { url } = target;
  const options = {
    host: hostOf(url),
    port: portOf(url),
    path: `${url.pathname}${url.search}`,
    method: sent.method,
    headers: {
      ...sent.headers,
      host: url.host,
      'accept-encoding': 'identity',
      'content-length': Buffer.byteLength(sent.body),
    },
    lookup: pinnedLookup(target.addresses),
    maxHeaderSize: HEADER_BYTES_MAX,
    insecureHTTPParser: false,
  };
  // An agent of its own: no connection is shared, so none opened for one name ever serves another.
  if (url.protocol === 'http:') return httpRequest({ ...options, agent: new HttpAgent({ keepAlive: false }) });
  const servername = isIP(hostOf(url)) === 0 ? { servername: url.hostname } : {};
  const agent = new HttpsAgent({ keepAlive: false, maxCachedSessions: 0 });
  return httpsRequest({ ...options, ...servername, agent, minVersion: 'TLSv1.2', rejectUnauthorized: true });
}

function readAnswer(
  answer: IncomingMessage,
  maxBytes: number,
  settle: (outcome: Outcome<EgressResponse, EgressRefusal>) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (bodyEnd: EgressResponse['bodyEnd']): void => {
    const body = Buffer.concat(chunks).subarray(0, maxBytes);
    settle(ok({ status: answer.statusCode ?? 0, headers: answer.headers, body, bodyEnd }));
  };
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) finish('cut');
  });
  answer.once('end', () => finish('complete'));
  answer.once('error', () => settle(refuse('connection_failed')));
}

/** Sends to checked addresses. Exported for the tests of pinning only; callers use {@link pinnedRequest}. */
export function sendToPinned(target: Target, sent: EgressRequest): Promise<Outcome<EgressResponse, EgressRefusal>> {
  return new Promise((resolve) => {
    const request = startRequest(target, sent);
    const settle = (outcome: Outcome<EgressResponse, EgressRefusal>): void => {
      clearTimeout(deadline);
      resolve(outcome);
      request.destroy();
    };
    const deadline = setTimeout(() => settle(refuse('timed_out')), sent.timeoutMs);
    // A late error after the answer was read finds the promise settled and changes nothing.
    request.on('error', (error) => settle(refuse(reasonOf(error))));
    request.once('response', (answer) => readAnswer(answer, sent.maxResponseBytes, settle));
    request.once('close', () => settle(refuse('connection_failed')));
    request.end(sent.body);
  });
}

/** One call out. A URL, name or answer that is not acceptable is a refusal; this never throws for what the other side does. */
export async function pinnedRequest(
  sent: EgressRequest,
  resolveName: ResolveName = resolveByDns,
): Promise<Outcome<EgressResponse, EgressRefusal>> {
  const checked = checkEndpointUrl(sent.url, sent.allow);
  if (!checked.ok) return checked;
  const startedAtMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Outcome<Target, EgressRefusal>>((resolve) => {
    timer = setTimeout(() => resolve(refuse('timed_out')), sent.timeoutMs);
  });
  const target = await Promise.race([findTarget(checked.value, sent.allow, resolveName), tooLate]);
  clearTimeout(timer);
  if (!target.ok) return target;
  const timeoutMs = Math.max(1, sent.timeoutMs - (performance.now() - startedAtMs));
  return sendToPinned(target.value, { ...sent, timeoutMs });
}
