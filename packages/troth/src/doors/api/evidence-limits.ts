/** What a piece of evidence may be, whichever way it comes in: as JSON on the API, or as a file on a page. */
import { type Outcome, ok, refuse } from '../../kernel/index.ts';

export const EVIDENCE_TYPES = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'application/pdf',
  'text/plain',
  'application/json',
] as const;

/** So that it fits into a JSON body of 256 KiB in base64. */
export const EVIDENCE_BYTES_MAX = 190 * 1024;

/** Empty, too large or of another type is refused. */
export function checkEvidence(
  mediaType: string,
  sizeBytes: number,
): Outcome<(typeof EVIDENCE_TYPES)[number], 'evidence_is_empty' | 'evidence_too_large' | 'evidence_type_unknown'> {
  const type = EVIDENCE_TYPES.find((one) => one === mediaType);
  if (type === undefined) return refuse('evidence_type_unknown', { pointers: ['/mediaType'] });
  if (sizeBytes === 0) return refuse('evidence_is_empty', { pointers: ['/contentBase64'] });
  return sizeBytes > EVIDENCE_BYTES_MAX ? refuse('evidence_too_large', { pointers: ['/contentBase64'] }) : ok(type);
}
