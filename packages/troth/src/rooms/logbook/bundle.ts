/** Entry bundles (C2SP tlog-tiles): up to 256 entries, each behind its length as an unsigned 16-bit number, big-endian. */
import { assert } from '../../kernel/index.ts';

export const BUNDLE_WIDTH = 256;

/** The bytes of entries put one behind the other. */
export function packEntries(entries: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  for (const entry of entries) {
    assert(entry.length <= 0xffff, 'entry_fits_16_bit_length');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(entry.length);
    parts.push(length, entry);
  }
  return Buffer.concat(parts);
}

/** The entries of a bundle. Throws when it is cut short. */
export function unpackEntries(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = [];
  for (let at = 0; at < bundle.length; ) {
    assert(at + 2 <= bundle.length, 'bundle_is_whole');
    const end = at + 2 + bundle.readUInt16BE(at);
    assert(end <= bundle.length, 'bundle_is_whole');
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
