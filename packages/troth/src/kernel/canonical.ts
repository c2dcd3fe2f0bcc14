/**
 * What is hashed is canonical: JSON by RFC 8785 (sorted keys, no white space, numbers as ECMAScript prints them), UTF-8, SHA-256.
 */
import { hash } from 'node:crypto';
import { assert } from './assert.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** RFC 8785 text of a JSON value. Keys sort by UTF-16 code units; numbers must be finite; `undefined` members are a bug. */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    assert(Number.isFinite(value), 'canonical_number_must_be_finite');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    assert(value.isWellFormed(), 'canonical_text_must_be_well_formed');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  assert(typeof value === 'object', 'canonical_value_must_be_json');
  const members = value as { readonly [key: string]: Json };
  const parts: string[] = [];
  for (const key of Object.keys(members).sort()) {
    assert(key.isWellFormed(), 'canonical_text_must_be_well_formed');
    parts.push(`${JSON.stringify(key)}:${canonicalJson(members[key] as Json)}`);
  }
  return `{${parts.join(',')}}`;
}

// One-shot hashes that answer as text and are copied into a buffer take a third of the time of hash objects, and an HMAC put
// together from two of them a quarter of createHmac's, which wraps every new key.
// Node takes 'latin1' here, one character a byte; its type declarations do not list it.
const BYTES_AS_TEXT = 'latin1' as 'binary';

function digest(algorithm: 'sha256' | 'sha512', content: string | Buffer): Buffer {
  return Buffer.from(hash(algorithm, content, BYTES_AS_TEXT), 'latin1');
}

/** SHA-256 as 32 bytes. */
export function sha256(content: string | Buffer): Buffer {
  return digest('sha256', content);
}

/** SHA-256 as hex; the quickest form in Node for short inputs. */
export function sha256Hex(content: string | Buffer): string {
  return hash('sha256', content, 'hex');
}

const BLOCK_BYTES = { sha256: 64, sha512: 128 } as const;
const SCRATCH_BYTES = 8192;
const scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);

/** HMAC (RFC 2104): H(key ⊕ opad ‖ H(key ⊕ ipad ‖ content)). */
function hmac(algorithm: 'sha256' | 'sha512', key: Buffer, content: string | Buffer): Buffer {
  const block = BLOCK_BYTES[algorithm];
  const short = key.length > block ? digest(algorithm, key) : key;
  const contentBytesMax = typeof content === 'string' ? content.length * 3 : content.length;
  const buffer = block + contentBytesMax <= SCRATCH_BYTES ? scratch : Buffer.allocUnsafe(block + contentBytesMax);
  for (let i = 0; i < block; i += 1) buffer[i] = (short[i] ?? 0) ^ 0x36;
  const size = typeof content === 'string' ? buffer.write(content, block) : content.copy(buffer, block);
  const inner = hash(algorithm, buffer.subarray(0, block + size), BYTES_AS_TEXT);
  for (let i = 0; i < block; i += 1) scratch[i] = (short[i] ?? 0) ^ 0x5c;
  const innerSize = scratch.write(inner, block, 'latin1');
  const result = digest(algorithm, scratch.subarray(0, block + innerSize));
  scratch.fill(0, 0, block);
  return result;
}

export function hmacSha256(key: Buffer, content: string | Buffer): Buffer {
  return hmac('sha256', key, content);
}

export function hmacSha512(key: Buffer, content: string | Buffer): Buffer {
  return hmac('sha512', key, content);
}
