/** A seeded source of uniform numbers in [0, 1): the same seed gives the same benchmark. */
export function uniform(seed: number): () => number {
  let state = BigInt(seed) * 2n + 0x9e3779b97f4a7c15n;
  let pool = 0n;
  const mask = (1n << 64n) - 1n;
  return () => {
    state = (state + 0x9e3779b97f4a7c15n) & mask;
    pool = state;
    pool = ((pool ^ (pool >> 30n)) * 0xbf58476d1ce4e5b9n) & mask;
    pool = ((pool ^ (pool >> 27n)) * 0x94d049bb133111ebn) & mask;
    pool ^= pool >> 31n;
    return Number(pool >> 11n) / 2 ** 53;
  };
}

const EULER_GAMMA = 0.5772156649;

/**
 * Ranks 1…count with probability 1/rank (Zipf, exponent 1), by inverting H(m) ≈ ln(m + ½) + γ.
 * usual-way/order.sql uses the same formula, so that both sides meet the same crowd.
 */
export function zipfRank(count: number, next: () => number): number {
  const reach = Math.log(count + 0.5) + EULER_GAMMA;
  return Math.min(count, Math.trunc(Math.exp(next() * reach - EULER_GAMMA) + 0.5));
}

/** A fixed shuffle of 0…count−1, so that the popular ones do not all live on the first page of a table. */
export function shuffled(count: number, seed: number): Uint32Array {
  const next = uniform(seed);
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let index = count - 1; index > 0; index--) {
    const other = Math.trunc(next() * (index + 1));
    const kept = order[index]!;
    order[index] = order[other]!;
    order[other] = kept;
  }
  return order;
}
