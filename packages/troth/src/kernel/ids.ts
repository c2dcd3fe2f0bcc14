/**
 * Ids are made by the application: a prefix from a closed list and 128 bits as 32 hex characters. The first 48 bits are
 * milliseconds, so that keys grow at the right edge of an index (RFC 9562 UUID version 7); 74 bits are chance.
 */
import { randomFillSync } from 'node:crypto';
import { assert } from './assert.ts';
import { sha256Hex } from './canonical.ts';
import type { Instant } from './clock.ts';

/** Every prefix there is, with what it names. */
export const ID_PREFIXES = {
  pty: 'party',
  ofr: 'offer',
  ofv: 'offer version',
  plg: 'pledge',
  fct: 'fact',
  trf: 'transfer',
  chg: 'charge',
  cns: 'consent',
  evd: 'evidence',
  dsp: 'dispute',
  key: 'API key',
  ses: 'session',
  lnk: 'one-time link',
  whe: 'webhook endpoint',
  whd: 'webhook delivery',
  imp: 'historic import',
  ref: 'pairwise reference',
  pay: 'custody payout',
  stm: 'custody statement',
  req: 'request',
  adm: 'admission',
} as const;

export type IdPrefix = keyof typeof ID_PREFIXES;
export type Id<P extends IdPrefix = IdPrefix> = `${P}_${string}`;

export interface IdSource {
  next<P extends IdPrefix>(prefix: P, now: Instant): Id<P>;
}

const HEX = /^[0-9a-f]{32}$/;

/** Whether `text` is an id with this prefix. */
export function isId<P extends IdPrefix>(prefix: P, text: string): text is Id<P> {
  return text.startsWith(`${prefix}_`) && HEX.test(text.slice(prefix.length + 1));
}

/** The 32 hex characters of an id: what PostgreSQL reads as a uuid. */
export function uuidOf(id: Id): string {
  return id.slice(4);
}

/** An id from PostgreSQL's text form of a uuid, with or without dashes. */
export function idFromUuid<P extends IdPrefix>(prefix: P, uuid: string): Id<P> {
  return `${prefix}_${uuid.length === 36 ? uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(14, 18) + uuid.slice(19, 23) + uuid.slice(24) : uuid}`;
}

/** The 16 bytes of an id. */
export function bytesOfId(id: Id): Buffer {
  return Buffer.from(uuidOf(id), 'hex');
}

const POOL_BYTES = 8192;

/** Chance from the operating system, in pooled reads. */
export function randomBytesSource(): (size: number) => Buffer {
  let pool = Buffer.alloc(0);
  let used = 0;
  return (size) => {
    if (size > POOL_BYTES) return randomFillSync(Buffer.alloc(size));
    if (used + size > pool.length) {
      pool = randomFillSync(Buffer.allocUnsafeSlow(POOL_BYTES));
      used = 0;
    }
    const bytes = pool.subarray(used, used + size);
    used += size;
    return bytes;
  };
}

/** A reproducible stream of bytes for simulations and tests; never for secrets. */
export function seededBytes(seed: number): (size: number) => Buffer {
  // Hashed, since the streams of neighbouring states are one stream, a step apart.
  let state = BigInt(`0x${sha256Hex(`seed ${seed}`).slice(0, 16)}`);
  const mask = (1n << 64n) - 1n;
  return (size) => {
    const out = Buffer.alloc(Math.ceil(size / 8) * 8);
    for (let offset = 0; offset < size; offset += 8) {
      state = (state + 0x9e3779b97f4a7c15n) & mask;
      let z = state;
      z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
      z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & mask;
      out.writeBigUInt64BE(z ^ (z >> 31n), offset);
    }
    return out.subarray(0, size);
  };
}

const COUNTER_BITS = 30;
const HEX_2 = Array.from({ length: 1 << 8 }, (_, n) => n.toString(16).padStart(2, '0'));
const HEX_3 = Array.from({ length: 1 << 12 }, (_, n) => n.toString(16).padStart(3, '0'));
const CHANCE_HEX = 11;
const CHANCE_POOL_BYTES = 2048;
const COUNTER_MAX = 2 ** COUNTER_BITS;

/**
 * Within one millisecond ids count upwards from a random start (RFC 9562 section 6.2, method 1), so that what one transaction
 * records keeps its order even in a world whose clock stands still.
 */
function idsFrom(bytes: (size: number) => Buffer): IdSource {
  let lastMs = Number.NaN;
  let stamp = '';
  let counter = 0;
  // Chance is drawn and spelled in one piece for many ids: a buffer for each would cost more than the id.
  let chance = '';
  let chanceAt = 0;
  const draw = (digits: number): string => {
    if (chanceAt + digits > chance.length) {
      chance = bytes(CHANCE_POOL_BYTES).toString('hex');
      chanceAt = 0;
    }
    chanceAt += digits;
    return chance.slice(chanceAt - digits, chanceAt);
  };
  return {
    next(prefix, now) {
      const ms = Number(now / 1000n);
      if (ms !== lastMs) {
        assert(ms >= 0 && ms < 2 ** 48, 'id_time_must_fit_48_bits');
        lastMs = ms;
        stamp = ms.toString(16).padStart(12, '0');
        // 28 bits of chance to start from leave three quarters of the counter to count in.
        counter = Number.parseInt(draw(7), 16);
      }
      counter += 1;
      assert(counter < COUNTER_MAX, 'ids_of_one_millisecond_are_not_used_up');
      // 12 bits of the counter, the variant, the other 18 bits, 44 bits of chance.
      const middle = 0x80000 | (counter & 0x3ffff);
      return `${prefix}_${stamp}7${HEX_3[counter >>> 18]}${HEX_2[middle >>> 12]}${HEX_3[middle & 0xfff]}${draw(CHANCE_HEX)}`;
    },
  };
}

export function randomIds(): IdSource {
  return idsFrom(randomBytesSource());
}

/** Reproducible ids for simulations and tests. */
export function seededIds(seed: number): IdSource {
  return idsFrom(seededBytes(seed));
}
