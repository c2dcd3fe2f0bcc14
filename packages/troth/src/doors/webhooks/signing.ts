/**
 * Standard Webhooks signatures (v1, HMAC-SHA-256 over `id.timestamp.body`). While a secret is being rotated every message carries
 * a signature by the new and by the old one, so that receivers can change over in their own time.
 */
import { assert, hmacSha256, type Instant } from '../../kernel/index.ts';

const PREFIX = 'whsec_';
const SECRET_BYTES = 32;
/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES_MIN = 24;
const SECRET_BYTES_MAX = 64;

/** A new secret as it is shown, once, to the merchant. `chance` must be the operating system's. */
export function newWebhookSecret(chance: (size: number) => Buffer): string {
  return PREFIX + chance(SECRET_BYTES).toString('base64');
}

function keyOf(secret: string): Buffer {
  assert(secret.startsWith(PREFIX), 'webhook_secret_has_its_prefix');
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  assert(key.length >= SECRET_BYTES_MIN && key.length <= SECRET_BYTES_MAX, 'webhook_secret_is_24_to_64_bytes');
  return key;
}

export interface SignedHeaders extends Readonly<Record<string, string>> {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * Headers for one attempt. `sentAt` is wall time even in a test world: receivers refuse messages that are minutes old, and their
 * clock is the wall's. The first secret is the current one.
 */
export function signWebhook(eventId: string, sentAt: Instant, body: string, secrets: readonly string[]): SignedHeaders {
  assert(/^[A-Za-z0-9_-]+$/.test(eventId), 'webhook_id_cannot_be_mistaken_for_content');
  assert(secrets.length > 0, 'webhook_is_signed');
  const timestamp = String(sentAt / 1_000_000n);
  const content = `${eventId}.${timestamp}.${body}`;
  const signatures = secrets.map((secret) => `v1,${hmacSha256(keyOf(secret), content).toString('base64')}`);
  return { 'webhook-id': eventId, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
