/**
 * Everything that is hashed, sealed or numbered, derived a second time from the published description and from nothing of the
 * product's own rules.
 */
import { createHash, createHmac } from 'node:crypto';

/** Canonical JSON (RFC 8785) of parsed JSON. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${members.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

export function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Tag and opening of leaf `seq` of a party: the halves of HMAC-SHA-512(HMAC-SHA-256(party key, 'troth/leaf'), seq). */
export function leafHalves(partyKey: Buffer, seq: string): { tag: string; opening: Buffer } {
  const key = createHmac('sha256', partyKey).update('troth/leaf').digest();
  const block = createHmac('sha512', key).update(seq).digest();
  return { tag: block.subarray(0, 32).toString('hex'), opening: block.subarray(32, 64) };
}

export function committed(opening: Buffer, content: string): string {
  return createHmac('sha256', opening).update(content).digest('hex');
}

export interface EntryParts {
  readonly kind: string;
  readonly tagHex: string;
  readonly commitmentHex: string;
  readonly issuer: string;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
}

/** The bytes of a logbook entry: version, coarse class, tag, commitment, issuer, hour. */
export function entryOf(parts: EntryParts): Buffer {
  const entry = {
    v: 1,
    class: parts.kind.startsWith('consent_') ? 'consent' : 'pledge',
    tag: Buffer.from(parts.tagHex, 'hex').toString('base64'),
    commitment: Buffer.from(parts.commitmentHex, 'hex').toString('base64'),
    issuer: parts.issuer,
    hour: `${parts.recordedAt.slice(0, 13)}:00:00Z`,
  };
  return Buffer.from(canonical(entry));
}

/** Entries of a bundle, each behind its length in two bytes; null when it is cut short. */
export function entriesOf(bundle: Buffer): Buffer[] | null {
  const entries: Buffer[] = [];
  let rest = bundle;
  while (rest.length > 0) {
    if (rest.length < 2) return null;
    const size = rest[0] === undefined || rest[1] === undefined ? 0 : rest[0] * 256 + rest[1];
    if (rest.length < 2 + size) return null;
    entries.push(rest.subarray(2, 2 + size));
    rest = rest.subarray(2 + size);
  }
  return entries;
}

const THIRTY_DAYS_US = 30n * 24n * 60n * 60n * 1_000_000n;

/** Number of the party's own thirty-day period: everybody's begins at another instant, told by the last 48 bits of the id. */
export function partyPeriod(partyHex: string, atUs: bigint): number {
  const begins = BigInt(`0x${partyHex.slice(20)}`) % THIRTY_DAYS_US;
  return Number((atUs + begins) / THIRTY_DAYS_US);
}

/** The milliseconds since 1970 that an id carries. */
export function millisecondsOf(uuid: string): bigint {
  return BigInt(`0x${uuid.replaceAll('-', '').slice(0, 12)}`);
}

/** The id of the delivery of an event to an endpoint: made from both, so that it is made once. */
export function deliveryIdOf(eventHex: string, endpointHex: string): string {
  const mixed = sha256(`fct_${eventHex}/${endpointHex}`);
  return `${eventHex.slice(0, 12)}8${mixed.slice(0, 3)}a${mixed.slice(3, 18)}`;
}
