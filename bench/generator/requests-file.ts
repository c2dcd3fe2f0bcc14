import { closeSync, openSync, writeSync } from 'node:fs';

/**
 * Writes rendered HTTP requests for the generator: one a line, CRLF shortened to CR (so a body must hold no line break,
 * which JSON.stringify guarantees). Returns how many were written.
 */
export function writeRequests(file: string, requests: Iterable<string>): number {
  const handle = openSync(file, 'w');
  let count = 0;
  let pending: string[] = [];
  let pendingLength = 0;
  const flush = (): void => {
    writeSync(handle, pending.join(''));
    pending = [];
    pendingLength = 0;
  };
  try {
    for (const request of requests) {
      const line = `${request.replaceAll('\r\n', '\r')}\n`;
      pending.push(line);
      pendingLength += line.length;
      count += 1;
      if (pendingLength > 1 << 20) flush();
    }
    flush();
  } finally {
    closeSync(handle);
  }
  return count;
}

/** One keep-alive POST with a JSON body, as the generator sends it. */
export function renderPost(path: string, headers: Readonly<Record<string, string>>, body: unknown): string {
  const text = JSON.stringify(body);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n${lines.join('')}\r\n${text}`;
}
