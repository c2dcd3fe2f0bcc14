/**
 * JSON from outside, read so that what was sent and what was understood are the same thing: no key twice, no number that the
 * machine would round, no half of a character, no depth bomb. Native `JSON.parse` does the work; one scan over the text before it
 * and one walk over the value after it add the rest.
 */
import { isUtf8 } from 'node:buffer';
import { ok, refuse, type Outcome, type Refusal } from '../../kernel/index.ts';
import { duplicateKeyIn, isExactNumber } from './json-exactness.ts';

export interface JsonLimits {
  readonly bodyBytesMax: number;
  /** How many objects and arrays may be open at once. */
  readonly depthMax: number;
  /** Members of all objects together. */
  readonly keyCountMax: number;
}

/** For a request about one thing. */
export const JSON_LIMITS: JsonLimits = { bodyBytesMax: 262_144, depthMax: 16, keyCountMax: 1_000 };

/** For a request that carries up to 128 orders. */
export const JSON_LIMITS_BULK: JsonLimits = { bodyBytesMax: 1_048_576, depthMax: 16, keyCountMax: 16_000 };

export type JsonRefusal =
  | 'body_too_large'
  | 'json_not_utf8'
  | 'json_too_deep'
  | 'json_too_many_keys'
  | 'json_number_not_exact'
  | 'json_does_not_parse'
  | 'json_forbidden_key'
  | 'json_duplicate_key';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;
/** Up to this many digits every whole number is exact, so most numbers need no closer look. */
const SURELY_EXACT_DIGITS = 15;

interface Scan {
  readonly keyCount: number;
  readonly hasEscapedUnit: boolean;
}

/** One pass over the text: depth, number of members, exactness of numbers. Malformed text is left to `JSON.parse`. */
function scan(text: string, limits: JsonLimits): Scan | Refusal<JsonRefusal> {
  let depth = 0;
  let keyCount = 0;
  let hasEscapedUnit = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      for (at += 1; at < text.length; at += 1) {
        const inside = text.charCodeAt(at);
        if (inside === QUOTE) break;
        if (inside === BACKSLASH) {
          at += 1;
          if (text.charCodeAt(at) === LETTER_U) hasEscapedUnit = true;
        }
      }
    } else if (code === COLON) {
      keyCount += 1;
      if (keyCount > limits.keyCountMax) return refuse('json_too_many_keys');
    } else if (code === COMMA || code <= 0x20) {
      // Separators are the commonest characters that mean nothing here.
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > limits.depthMax) return refuse('json_too_deep');
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const start = at;
      let digitsOnly = code !== 0x2d;
      for (; at + 1 < text.length; at += 1) {
        const next = text.charCodeAt(at + 1);
        if (next >= 0x30 && next <= 0x39) continue;
        if (next !== 0x2e && next !== 0x2b && next !== 0x2d && (next | 0x20) !== 0x65) break;
        digitsOnly = false;
      }
      const length = at + 1 - start;
      if (!(digitsOnly && length <= SURELY_EXACT_DIGITS)) {
        const number = text.slice(start, at + 1);
        if (!isExactNumber(number)) return refuse('json_number_not_exact', { detail: number.slice(0, 40) });
      }
    }
  }
  return { keyCount, hasEscapedUnit };
}

/** Counts members while looking for keys that reach into JavaScript's own objects. Depth is already bounded by the scan. */
function countKeys(value: unknown, checkText: CheckText): number | Refusal<JsonRefusal> {
  if (typeof value === 'string') {
    return checkText === 'check_text' && !value.isWellFormed() ? refuse('json_not_utf8') : 0;
  }
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) {
      const inner = countKeys(item, checkText);
      if (typeof inner !== 'number') return inner;
      count += inner;
    }
    return count;
  }
  const members = value as Record<string, unknown>;
  for (const key of Object.keys(members)) {
    if (key === '__proto__' || key === 'constructor' || key === 'prototype')
      return refuse('json_forbidden_key', { detail: key });
    if (checkText === 'check_text' && !key.isWellFormed()) return refuse('json_not_utf8');
    const member = members[key];
    count += 1;
    if (typeof member === 'number' || typeof member === 'boolean') continue;
    const inner = countKeys(member, checkText);
    if (typeof inner !== 'number') return inner;
    count += inner;
  }
  return count;
}

/** Escapes such as `\ud800` can smuggle in half a character that the bytes did not have. */
type CheckText = 'check_text' | 'text_is_well_formed';

/** Parses a JSON body strictly. Refusals are checked in the order of {@link JsonRefusal}. */
export function parseJsonStrict(body: string | Buffer, limits: JsonLimits): Outcome<unknown, JsonRefusal> {
  let text: string;
  if (typeof body === 'string') {
    // A UTF-16 unit is at least one byte and at most three; only a text near the limit is measured exactly.
    if (body.length > limits.bodyBytesMax) return refuse('body_too_large');
    if (body.length * 3 > limits.bodyBytesMax && Buffer.byteLength(body) > limits.bodyBytesMax)
      return refuse('body_too_large');
    if (!body.isWellFormed()) return refuse('json_not_utf8');
    text = body;
  } else {
    if (body.length > limits.bodyBytesMax) return refuse('body_too_large');
    if (!isUtf8(body)) return refuse('json_not_utf8');
    text = body.toString('utf8');
  }
  const scanned = scan(text, limits);
  if ('ok' in scanned) return scanned;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the body, which may hold what people told us in confidence.
    return refuse('json_does_not_parse');
  }
  const counted = countKeys(value, scanned.hasEscapedUnit ? 'check_text' : 'text_is_well_formed');
  if (typeof counted !== 'number') return counted;
  // The scan saw every member; the value kept one of each name. Fewer in the value means a name came twice.
  if (counted !== scanned.keyCount) return refuse('json_duplicate_key', { detail: duplicateKeyIn(text) });
  return ok(value);
}
