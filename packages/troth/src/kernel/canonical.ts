/**
 * What is hashed is canonical: JSON by RFC 8785 (sorted keys, no white space, numbers as ECMAScript prints them), UTF-8, SHA-256.
 */
import { createHmac, hash } from 'node:crypto';
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
    parts.push(`${JSON.stringify(key)}:${canonicalJson(members[key] as Json)}`);
  }
  return `{${parts.join(',')}}`;
}

/** SHA-256 as 32 bytes. */
export function sha256(content: string | Buffer): Buffer {
  return hash('sha256', content, 'buffer');
}

/** SHA-256 as hex; the quickest form in Node for short inputs. */
export function sha256Hex(content: string | Buffer): string {
  return hash('sha256', content, 'hex');
}

export function hmacSha256(key: Buffer, content: string | Buffer): Buffer {
  return createHmac('sha256', key).update(content).digest();
}

export function hmacSha512(key: Buffer, content: string | Buffer): Buffer {
  return createHmac('sha512', key).update(content).digest();
}
