/**
 * Every party has a key of its own, wrapped by a key that lives outside the database. Whatever is personal is sealed with the
 * party's key; destroying the wrapped key makes all of it, in backups too, unreadable. Numbers that name a party to others are
 * derived, never stored: a shop's pairwise reference and the blind index of a telephone number or e-mail address.
 */
import {
  type Cipheriv,
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type Decipheriv,
  type KeyObject,
  timingSafeEqual,
} from 'node:crypto';
import { assert, bytesOfId, hmacSha256, type Id, idFromUuid } from '../../kernel/index.ts';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CACHE_MAX = 200_000;

export interface Vault {
  /** A new party key, wrapped for storage. */
  newPartyKey(worldId: number, partyId: Id): { key: Buffer; wrapped: Buffer };
  /** The key of a party. Throws when the wrapped form was tampered with or belongs to another party. */
  unwrap(worldId: number, partyId: Id, wrapped: Buffer): Buffer;
  /** Same, from PostgreSQL's text form `\x…`; remembers keys while the wrapped form stays the same. */
  unwrapHex(worldId: number, partyId: Id, wrappedHex: string): Buffer;
  /** Remembers no longer the key of a party: it was destroyed. */
  forget(partyId: Id): void;
  /** AES-256-GCM with a fresh nonce; `about` binds the text to where it belongs. */
  seal(key: Buffer, text: string | Buffer, about: string): Buffer;
  open(key: Buffer, sealed: Buffer, about: string): Buffer;
  /** A key of the world for one duty, e.g. `webhook-secrets`. */
  worldKey(worldId: number, duty: string): Buffer;
  /** The keyed index by which a telephone number or e-mail address is found; the text must be normalised before. */
  blindIndex(worldId: number, contact: string): Buffer;
  /** How a merchant knows a person: another number for each merchant, so that two merchants cannot join their lists. */
  pairwise(worldId: number, merchantId: Id<'pty'>, partyId: Id<'pty'>): Id<'ref'>;
  /** The party behind a merchant's reference; a made-up reference gives an id that nobody has. */
  partyOfPairwise(worldId: number, merchantId: Id<'pty'>, ref: Id<'ref'>): Id<'pty'>;
}

/** `chance` must be the operating system's. */
export function createVault(masterKey: Buffer, chance: (size: number) => Buffer): Vault {
  assert(masterKey.length === KEY_BYTES, 'master_key_has_32_bytes');
  const derived = new Map<string, Buffer>();
  const unwrapped = new Map<string, { wrappedHex: string; key: Buffer }>();
  const derive = (label: string): Buffer => {
    let key = derived.get(label);
    if (key === undefined) {
      key = hmacSha256(masterKey, `troth/${label}`);
      if (derived.size >= CACHE_MAX) derived.clear();
      derived.set(label, key);
    }
    return key;
  };
  const worldKey = (worldId: number, duty: string) => derive(`${worldId}/${duty}`);
  const { encrypt, decrypt } = createPairwise(derive);
  const { seal, open } = createSealing(chance);
  const unwrap = (worldId: number, partyId: Id, wrapped: Buffer) => open(worldKey(worldId, 'wrap'), wrapped, partyId);

  return {
    newPartyKey(worldId, partyId) {
      const key = Buffer.from(chance(KEY_BYTES));
      return { key, wrapped: seal(worldKey(worldId, 'wrap'), key, partyId) };
    },
    unwrap,
    unwrapHex(worldId, partyId, wrappedHex) {
      const known = unwrapped.get(partyId);
      if (known !== undefined && known.wrappedHex === wrappedHex) return known.key;
      const key = unwrap(worldId, partyId, Buffer.from(wrappedHex.slice(2), 'hex'));
      if (unwrapped.size >= CACHE_MAX) unwrapped.clear();
      unwrapped.set(partyId, { wrappedHex, key });
      return key;
    },
    forget: (partyId) => {
      unwrapped.delete(partyId);
    },
    seal,
    open,
    worldKey,
    blindIndex: (worldId, contact) => hmacSha256(worldKey(worldId, 'blind-index'), contact),
    pairwise(worldId, merchantId, partyId) {
      return idFromUuid('ref', encrypt(worldId, merchantId, bytesOfId(partyId)).toString('hex'));
    },
    partyOfPairwise(worldId, merchantId, ref) {
      return idFromUuid('pty', decrypt(worldId, merchantId, bytesOfId(ref)).toString('hex'));
    },
  };
}

/** Sealing with AES-256-GCM. */
function createSealing(chance: (size: number) => Buffer): Pick<Vault, 'seal' | 'open'> {
  // Node wraps a raw key anew at each use, which costs more than the cipher: keys are wrapped once.
  const keyObjects = new WeakMap<Buffer, KeyObject>();
  const keyObject = (key: Buffer): KeyObject => {
    let object = keyObjects.get(key);
    if (object === undefined) {
      object = createSecretKey(key);
      keyObjects.set(key, object);
    }
    return object;
  };

  const seal = (key: Buffer, text: string | Buffer, about: string): Buffer => {
    const iv = chance(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', keyObject(key), iv);
    cipher.setAAD(Buffer.from(about));
    const body = typeof text === 'string' ? cipher.update(text, 'utf8') : cipher.update(text);
    cipher.final();
    return Buffer.concat([iv, body, cipher.getAuthTag()]);
  };
  const open = (key: Buffer, sealed: Buffer, about: string): Buffer => {
    assert(sealed.length >= IV_BYTES + TAG_BYTES, 'sealed_text_is_whole');
    const decipher = createDecipheriv('aes-256-gcm', keyObject(key), sealed.subarray(0, IV_BYTES));
    decipher.setAAD(Buffer.from(about));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
  };
  return { seal, open };
}

type OneBlock = (worldId: number, merchantId: Id<'pty'>, block: Buffer) => Buffer;

/**
 * One block of AES: a permutation of 128-bit numbers, keyed per merchant; nothing to store, nothing to collide. The cipher keeps no
 * state between blocks and is made once per merchant.
 */
function createPairwise(derive: (label: string) => Buffer): { encrypt: OneBlock; decrypt: OneBlock } {
  const blockCiphers = new Map<string, { readonly encrypt: Cipheriv; readonly decrypt: Decipheriv }>();
  const blockCipher = (worldId: number, merchantId: Id<'pty'>) => {
    const name = `${worldId}/pairwise/${merchantId}`;
    let pair = blockCiphers.get(name);
    if (pair === undefined) {
      const key = createSecretKey(derive(name).subarray(0, 16));
      const encrypt = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
      pair = { encrypt, decrypt: createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false) };
      if (blockCiphers.size >= CACHE_MAX) blockCiphers.clear();
      blockCiphers.set(name, pair);
    }
    return pair;
  };
  return {
    encrypt: (worldId, merchantId, of) => blockCipher(worldId, merchantId).encrypt.update(of),
    decrypt: (worldId, merchantId, of) => blockCipher(worldId, merchantId).decrypt.update(of),
  };
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. */
export function sameSecret(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
