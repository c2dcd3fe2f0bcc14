/** Reads HTTP/1.1 replies with JSON bodies out of the bytes of a socket. */

export interface HttpReply {
  readonly status: number;
  readonly retryAfterSeconds: number | null;
  /** Parsed JSON; null when the body is empty. */
  readonly body: unknown;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Reads one reply out of what has arrived; null while it is incomplete. */
export function parseReply(
  bytes: Buffer,
): { readonly reply: HttpReply; readonly used: number; readonly closes: boolean } | null {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  if (!head.startsWith('HTTP/1.1 ') || !(status >= 100 && status < 600))
    throw new Error('the server does not speak HTTP/1.1');
  const header = (name: string): string | null =>
    new RegExp(`\\r\\n${name}:[ \\t]*([^\\r]*)`, 'i').exec(head)?.[1]?.trim() ?? null;
  const start = headEnd + 4;
  const body =
    header('transfer-encoding')?.toLowerCase() === 'chunked'
      ? readChunks(bytes, start)
      : readLength(bytes, start, status, header('content-length'));
  if (body === null) return null;
  const retryAfter = header('retry-after');
  return {
    reply: {
      status,
      retryAfterSeconds: retryAfter === null ? null : Number(retryAfter),
      body: body.text.length === 0 ? null : readJson(body.text, status),
    },
    used: body.end,
    closes: header('connection')?.toLowerCase() === 'close',
  };
}

function readJson(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`a reply with status ${status} is not JSON: ${text.slice(0, 120)}`, { cause });
  }
}

interface Body {
  readonly text: string;
  readonly end: number;
}

function readLength(bytes: Buffer, start: number, status: number, length: string | null): Body | null {
  const size = status === 204 || status === 304 ? 0 : Number(length ?? 'none');
  if (!Number.isInteger(size)) throw new Error('a reply says neither its length nor that it is chunked');
  return bytes.length < start + size ? null : { text: bytes.toString('utf8', start, start + size), end: start + size };
}

function readChunks(bytes: Buffer, start: number): Body | null {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return null;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    if (Number.isNaN(size)) throw new Error('a chunk without a size');
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return null;
    if (size === 0) return { text: Buffer.concat(parts).toString('utf8'), end: next };
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}
