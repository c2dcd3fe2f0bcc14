/**
 * A merchant's webhook receiver outside the system: it verifies each message after Standard Webhooks, writes the event's id to disk
 * and only then answers 200. Now and then it answers 500 on purpose, until it is told to be well.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { openJournal } from './journal.ts';

const journal = openJournal(process.env.TORTURE_RECEIVER_JOURNAL ?? '');
const secrets = new Map<string, string>();
const FAIL_EVERY = 37;
let isWell = false;
let count = 0;

function isSigned(secret: string, headers: Record<string, string | string[] | undefined>, body: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const wanted = createHmac('sha256', key).update(content).digest();
  if (Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) > 300) return false;
  return String(headers['webhook-signature'])
    .split(' ')
    .filter((one) => one.startsWith('v1,'))
    .map((one) => Buffer.from(one.slice(3), 'base64'))
    .some((one) => one.length === wanted.length && timingSafeEqual(one, wanted));
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    const endpoint = (request.url ?? '').slice(1);
    const secret = secrets.get(endpoint);
    count += 1;
    const verdict = secret === undefined ? 'unknown' : isSigned(secret, request.headers, body) ? 'signed' : 'forged';
    const refused = !isWell && count % FAIL_EVERY === 0;
    const line = { endpoint, id: request.headers['webhook-id'], verdict, refused, body };
    void journal.append(line).then(() => {
      response.statusCode = verdict !== 'signed' ? 401 : refused ? 500 : 200;
      response.end();
    });
  });
});
// Each line says what the campaign wants: the secret of an endpoint, or to answer well from now on.
createInterface({ input: process.stdin })
  .on('line', (line) => {
    const said = JSON.parse(line) as { endpoint?: string; secret?: string; well?: true };
    if (said.well === true) isWell = true;
    if (said.endpoint !== undefined && said.secret !== undefined) secrets.set(said.endpoint, said.secret);
  })
  .on('close', () => {
    void journal.close().then(() => process.exit(0));
  });
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});
