import path from 'node:path';
import type { Cluster } from './cluster.ts';
import type { Generator } from './generator/generator.ts';
import { writeRequests } from './generator/requests-file.ts';
import type { Target } from './target.ts';
import type { Crowd, Requests } from './troth-crowd.ts';

/** What every measure is handed. */
export type Bench = {
  readonly cluster: Cluster;
  readonly generator: Generator;
  readonly target: Target | null;
  readonly workDirectory: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly settleSeconds: number;
  readonly shops: number;
  readonly people: number;
  readonly scaleParties: { readonly small: number; readonly large: number };
};

/** Orders in one bulk request, and how many requests are in flight. */
export const BULK_ORDERS = 128;
export const BULK_CONNECTIONS = 8;
export const SINGLE_CONNECTIONS = 256;
/** Start of every HTTP round that is driven but not measured. */
export const WARM_SECONDS = 0.5;

/** Orders a second nobody has reached here: how many requests are rendered before a rate is known. */
const RATE_CEILING = { single: 20_000, bulk: 40_000 };

/** Renders requests for a run of `seconds` at up to `rate` orders a second (the ceiling when null) into a file. */
export function renderRequests(
  bench: Pick<Bench, 'workDirectory'>,
  requests: Requests,
  shape: 'single' | 'bulk',
  seconds: number,
  rate: number | null,
  crowd: Crowd,
): string {
  const file = path.join(bench.workDirectory, `${shape}.requests`);
  const orders = Math.ceil((seconds + 1) * (rate ?? RATE_CEILING[shape])) + 1000;
  const rendered =
    shape === 'single'
      ? requests.singles(orders, crowd)
      : requests.bulks(Math.ceil(orders / BULK_ORDERS), BULK_ORDERS, crowd);
  writeRequests(file, rendered);
  return file;
}
