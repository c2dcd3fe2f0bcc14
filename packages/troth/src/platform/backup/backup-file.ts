/**
 * The file of a backup: frames of one byte of kind, four bytes of length and the payload, compressed as a whole (gzip). It begins with
 * a header, has a section for each table and world, and ends with a manifest that counts and hashes all that came before.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

export class BackupRefused extends Error {}

export interface BackupHeader {
  readonly format: 'troth-backup';
  readonly version: 1;
  /** Migrations that made the schema, in order. */
  readonly schema: readonly { readonly number: number; readonly name: string; readonly checksum: string }[];
}

export interface BackupSection {
  readonly table: string;
  readonly columns: readonly string[];
  readonly worldId: number | null;
}

export interface BackupManifest {
  readonly sectionCount: number;
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** SHA-256, in hex, of every frame before this one. */
  readonly sha256: string;
}

export type Frame =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'section'; readonly section: BackupSection }
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'end'; readonly rowCount: number }
  | { readonly kind: 'manifest'; readonly manifest: BackupManifest };

const KINDS = { header: 0x48, section: 0x54, data: 0x44, end: 0x45, manifest: 0x4d } as const;
const PREFIX_BYTES = 5;
/** No frame is larger: a file that says otherwise is not one of ours. */
const FRAME_BYTES_MAX = 1 << 30;
const COMPRESSION = 4;

function encode(kind: keyof typeof KINDS, payload: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES);
  prefix[0] = KINDS[kind];
  prefix.writeUInt32BE(payload.length, 1);
  return Buffer.concat([prefix, payload]);
}

function payloadOf(frame: Exclude<Frame, { kind: 'manifest' }>): Buffer {
  switch (frame.kind) {
    case 'header':
      return Buffer.from(JSON.stringify(frame.header));
    case 'section':
      return Buffer.from(JSON.stringify(frame.section));
    case 'data':
      return frame.bytes;
    case 'end':
      return Buffer.from(JSON.stringify({ rowCount: frame.rowCount }));
  }
}

export interface BackupWriter {
  /** A promise when the file is slower than what is written into it. */
  write(frame: Exclude<Frame, { kind: 'manifest' }>): Promise<void> | null;
  finish(counts: Omit<BackupManifest, 'sha256'>): Promise<BackupManifest>;
  abandon(): void;
}

/** Writes a new file; nobody but its owner may read it. It is on the disk when `finish` has answered. */
export function openBackupWriter(path: string): BackupWriter {
  const hash = createHash('sha256');
  const gzip = createGzip({ level: COMPRESSION });
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  gzip.pipe(file);
  let fault: Error | null = null;
  const failed = (error: Error) => {
    fault ??= error;
    gzip.destroy();
  };
  gzip.on('error', failed);
  file.on('error', failed);
  return {
    write(frame) {
      if (fault !== null) throw fault;
      const bytes = encode(frame.kind, payloadOf(frame));
      hash.update(bytes);
      return gzip.write(bytes) ? null : once(gzip, 'drain').then(() => undefined);
    },
    async finish(counts) {
      const manifest: BackupManifest = { ...counts, sha256: hash.digest('hex') };
      gzip.end(encode('manifest', Buffer.from(JSON.stringify(manifest))));
      await finished(file);
      return manifest;
    },
    abandon() {
      gzip.destroy();
      file.destroy();
    },
  };
}

/** The frames of a file in order. Throws when it is cut short, was changed, or is no backup. */
export async function* readBackup(path: string): AsyncGenerator<Frame> {
  const hash = createHash('sha256');
  const source = createReadStream(path);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  let rest: Buffer = Buffer.alloc(0);
  let manifest: BackupManifest | null = null;
  try {
    for await (const chunk of source.pipe(gunzip)) {
      rest = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
      for (;;) {
        const length = frameLength(rest);
        if (length === null) break;
        if (manifest !== null) throw new BackupRefused('something follows the end of the backup');
        const bytes = rest.subarray(0, length);
        rest = rest.subarray(length);
        const frame = decode(bytes);
        if (frame.kind === 'manifest') manifest = checked(frame.manifest, hash.digest('hex'));
        else hash.update(bytes);
        yield frame;
      }
    }
  } catch (error) {
    if (error instanceof BackupRefused || (error as NodeJS.ErrnoException).code === 'ENOENT') throw error;
    throw new BackupRefused(`the file cannot be read as a backup: ${(error as Error).message}`, { cause: error });
  }
  if (manifest === null || rest.length > 0) throw new BackupRefused('the backup is cut short');
}

function checked(manifest: BackupManifest, sha256: string): BackupManifest {
  if (manifest.sha256 !== sha256) throw new BackupRefused('the backup was changed after it was made');
  return manifest;
}

function frameLength(bytes: Buffer): number | null {
  if (bytes.length < PREFIX_BYTES) return null;
  const length = bytes.readUInt32BE(1);
  if (length > FRAME_BYTES_MAX) throw new BackupRefused('this is not a backup of Troth');
  return bytes.length < PREFIX_BYTES + length ? null : PREFIX_BYTES + length;
}

function decode(bytes: Buffer): Frame {
  const payload = bytes.subarray(PREFIX_BYTES);
  switch (bytes[0]) {
    case KINDS.header: {
      const header = JSON.parse(payload.toString('utf8')) as BackupHeader;
      if (header.format !== 'troth-backup' || header.version !== 1)
        throw new BackupRefused('this is not a backup of Troth');
      return { kind: 'header', header };
    }
    case KINDS.section:
      return { kind: 'section', section: JSON.parse(payload.toString('utf8')) as BackupSection };
    case KINDS.data:
      return { kind: 'data', bytes: payload };
    case KINDS.end:
      return { kind: 'end', rowCount: (JSON.parse(payload.toString('utf8')) as { rowCount: number }).rowCount };
    case KINDS.manifest:
      return { kind: 'manifest', manifest: JSON.parse(payload.toString('utf8')) as BackupManifest };
    default:
      throw new BackupRefused('this is not a backup of Troth');
  }
}
