/**
 * A leaf of the logbook: an envelope that says nothing by itself. What happened is committed to, whose it is is tagged, and both
 * can be opened by whoever holds the party's key, and by nobody once that key is destroyed.
 *
 * tag and opening come from one pseudo-random block, PRF(party's leaf key, sequence): tags of one party cannot be linked, and an
 * opening given away opens one leaf only. (EDPB Guidelines 02/2025: keyed commitments whose opening can be destroyed.)
 */
import {
  assert,
  HOUR_US,
  hmacSha256,
  hmacSha512,
  type Instant,
  isoFromInstant,
  sha256Hex,
} from '../../kernel/index.ts';

export const LEAF_VERSION = 1;

/** The coarse class that the envelope shows; the kind of the fact stays inside the commitment. */
export type LeafClass = 'pledge' | 'consent';

const leafKeys = new WeakMap<Buffer, Buffer>();

/** The key for tags and openings, derived from the party's key; remembered as long as that key is. */
export function leafKey(partyKey: Buffer): Buffer {
  let key = leafKeys.get(partyKey);
  if (key === undefined) {
    key = hmacSha256(partyKey, 'troth/leaf');
    leafKeys.set(partyKey, key);
  }
  return key;
}

/** The tag (public) and opening (secret) of the party's leaf number `seq`, 32 bytes each. */
export function leafSecrets(key: Buffer, seq: number): { tag: Buffer; opening: Buffer } {
  assert(Number.isSafeInteger(seq) && seq >= 0, 'leaf_sequence_is_a_whole_number');
  const block = hmacSha512(key, String(seq));
  return { tag: block.subarray(0, 32), opening: block.subarray(32) };
}

/** HMAC-SHA-256(opening, content), where content is canonical JSON. */
export function commitment(opening: Buffer, content: string): Buffer {
  return hmacSha256(opening, content);
}

export interface Leaf {
  readonly class: LeafClass;
  /** Base64, as the entry has it. */
  readonly tag: string;
  readonly commitment: string;
  readonly issuer: string;
  readonly recordedAt: Instant;
}

/** The bytes that enter the tree: canonical JSON, with the time cut to the hour. */
export function leafEntry(leaf: Leaf): Buffer {
  const hour = leaf.recordedAt - (leaf.recordedAt % HOUR_US);
  // Members in the order of RFC 8785; all but the issuer are of alphabets that need no escaping.
  return Buffer.from(
    `{"class":"${leaf.class}","commitment":"${leaf.commitment}","hour":"${isoFromInstant(hour)}",` +
      `"issuer":${JSON.stringify(leaf.issuer)},"tag":"${leaf.tag}","v":${LEAF_VERSION}}`,
  );
}

/** RFC 6962 leaf hash, SHA-256(00 ‖ entry), as hex. */
export function leafHash(entry: Buffer): string {
  return sha256Hex(Buffer.concat([Buffer.from([0]), entry]));
}
