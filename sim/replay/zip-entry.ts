/**
 * Reads one entry of a zip archive that somebody handed us: the first whose name ends as wished. Stored and deflated entries
 * only, no encryption, no zip64, and never more bytes than allowed, whatever the archive claims.
 */
import { crc32, inflateRawSync } from 'node:zlib';
import { ok, refuse } from '../../packages/troth/src/kernel/outcome.ts';
import type { Outcome } from '../../packages/troth/src/kernel/outcome.ts';

export type ZipRefusal =
  | 'zip_not_an_archive'
  | 'zip_entry_missing'
  | 'zip_entry_encrypted'
  | 'zip_entry_method_unknown'
  | 'zip_entry_too_large'
  | 'zip_entry_damaged';

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
}

const END_SIGNATURE = 0x06054b50;
const DIRECTORY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;

interface DirectoryRow {
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly checksum: number;
  readonly packedBytes: number;
  readonly fullBytes: number;
  readonly localOffset: number;
}

function findEnd(zip: Buffer): number {
  for (
    let offset = zip.length - END_BYTES;
    offset >= Math.max(0, zip.length - END_BYTES - COMMENT_BYTES_MAX);
    offset -= 1
  ) {
    const isEnd = zip.readUInt32LE(offset) === END_SIGNATURE;
    if (isEnd && offset + END_BYTES + zip.readUInt16LE(offset + 20) === zip.length) return offset;
  }
  return -1;
}

/** The rows of the central directory, or null when it does not hold together. */
function readDirectory(zip: Buffer): readonly DirectoryRow[] | null {
  const end = findEnd(zip);
  if (end < 0) return null;
  const count = zip.readUInt16LE(end + 10);
  let offset = zip.readUInt32LE(end + 16);
  const rows: DirectoryRow[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    if (offset + 46 > end || zip.readUInt32LE(offset) !== DIRECTORY_SIGNATURE) return null;
    const nameBytes = zip.readUInt16LE(offset + 28);
    const next = offset + 46 + nameBytes + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
    if (next > end) return null;
    rows.push({
      name: zip.toString('utf8', offset + 46, offset + 46 + nameBytes),
      isEncrypted: (zip.readUInt16LE(offset + 8) & 1) === 1,
      method: zip.readUInt16LE(offset + 10),
      checksum: zip.readUInt32LE(offset + 16),
      packedBytes: zip.readUInt32LE(offset + 20),
      fullBytes: zip.readUInt32LE(offset + 24),
      localOffset: zip.readUInt32LE(offset + 42),
    });
    offset = next;
  }
  return rows;
}

function unpack(zip: Buffer, row: DirectoryRow, bytesMax: number): Outcome<ZipEntry, ZipRefusal> {
  const local = row.localOffset;
  if (local + 30 > zip.length || zip.readUInt32LE(local) !== LOCAL_SIGNATURE) return refuse('zip_entry_damaged');
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const packed = zip.subarray(start, start + row.packedBytes);
  if (packed.length !== row.packedBytes) return refuse('zip_entry_damaged');
  let content: Buffer;
  try {
    content = row.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: bytesMax });
  } catch (cause) {
    const isTooLarge = cause instanceof RangeError;
    return refuse(isTooLarge ? 'zip_entry_too_large' : 'zip_entry_damaged', { detail: row.name });
  }
  if (content.length !== row.fullBytes || crc32(content) !== row.checksum) {
    return refuse('zip_entry_damaged', { detail: row.name });
  }
  return ok({ name: row.name, content });
}

/** The first entry whose name ends in `suffix`, leaving aside the shadow entries that macOS adds. */
export function readZipEntry(zip: Buffer, suffix: string, bytesMax: number): Outcome<ZipEntry, ZipRefusal> {
  if (zip.length < END_BYTES) return refuse('zip_not_an_archive');
  const rows = readDirectory(zip);
  if (rows === null) return refuse('zip_not_an_archive');
  const row = rows.find(({ name }) => name.toLowerCase().endsWith(suffix) && !name.startsWith('__MACOSX/'));
  if (row === undefined) return refuse('zip_entry_missing', { detail: suffix });
  if (row.isEncrypted) return refuse('zip_entry_encrypted', { detail: row.name });
  if (row.method !== 0 && row.method !== 8) return refuse('zip_entry_method_unknown', { detail: String(row.method) });
  if (row.fullBytes > bytesMax) return refuse('zip_entry_too_large', { detail: row.name });
  return unpack(zip, row, bytesMax);
}
