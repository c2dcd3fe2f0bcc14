/**
 * A form with a file, sent without any script. What is read is bounded before it is parsed: no more than one piece of evidence with its
 * fields is ever held in memory, and what comes beyond that is read to its end (so that a browser shows our answer) and thrown away.
 */
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { EVIDENCE_BYTES_MAX } from '../api/evidence-limits.ts';

const FIELDS_BYTES_MAX = 16_384;
const HELD_BYTES_MAX = EVIDENCE_BYTES_MAX + FIELDS_BYTES_MAX;
/** A photograph straight from a telephone still gets a page; beyond this the connection ends. */
const READ_BYTES_MAX = 16 * 1_048_576;
const PARTS_MAX = 8;

/** A file as it arrived. Its name is nobody's business: it is dropped here. */
export interface UploadedFile {
  readonly mediaType: string;
  readonly content: Buffer;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A page's form that may carry a file. */
    upload?: true;
  }
}

/** Lets the forms of this part of the server carry one file, where their route says so. */
export function acceptUploads(scope: FastifyInstance): void {
  scope.addContentTypeParser('multipart/form-data', async (request: FastifyRequest, payload: Readable) => {
    if ((request.routeOptions.config as { upload?: boolean }).upload !== true) throw refusedWith(415);
    const body = await readBounded(payload);
    return fieldsOf(body, request.headers['content-type'] ?? '');
  });
}

const refusedWith = (statusCode: number): Error => Object.assign(new Error('upload_refused'), { statusCode });

async function readBounded(payload: Readable): Promise<Buffer> {
  const held: Buffer[] = [];
  let size = 0;
  for await (const chunk of payload as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > READ_BYTES_MAX) throw refusedWith(413);
    if (size <= HELD_BYTES_MAX) held.push(chunk);
    else held.length = 0;
  }
  if (size > HELD_BYTES_MAX) throw refusedWith(413);
  return Buffer.concat(held);
}

/** Fields by name as text, and the file under its own; a name that comes twice, or a second file, is no form of ours. */
async function fieldsOf(body: Buffer, contentType: string): Promise<Record<string, string | UploadedFile>> {
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw refusedWith(400);
  }
  const parts = [...form.entries()];
  const names = new Set(parts.map(([name]) => name));
  const files = parts.filter(([, value]) => typeof value !== 'string');
  if (parts.length > PARTS_MAX || names.size !== parts.length || files.length > 1) throw refusedWith(400);
  const fields: Record<string, string | UploadedFile> = Object.create(null);
  for (const [name, value] of parts) fields[name] = typeof value === 'string' ? value : await fileOf(value);
  return fields;
}

async function fileOf(file: File): Promise<UploadedFile> {
  return { mediaType: file.type.split(';')[0] ?? '', content: Buffer.from(await file.arrayBuffer()) };
}

/** The file of this name; null when none was picked. */
export function uploadedFile(request: FastifyRequest, name: string): UploadedFile | null {
  const body = (request.body ?? {}) as Record<string, unknown>;
  const file = Object.hasOwn(body, name) ? body[name] : null;
  const isFile = typeof file === 'object' && file !== null && 'content' in file;
  return isFile && (file as UploadedFile).content.length > 0 ? (file as UploadedFile) : null;
}
