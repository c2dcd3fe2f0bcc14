/**
 * Chance that repeats: the same seed and the same name of a stream give the same draws on every machine. Each person and each
 * visit has a stream of its own, so that adding one person never moves another person's luck.
 */

export interface Chance {
  /** Uniform in [0, 1), 32 bits. */
  next(): number;
  /** True with the given probability. */
  happens(probability: number): boolean;
  /** Whole number in [from, to], both included. */
  whole(from: number, to: number): number;
  /** How many happen in a time in which `mean` are expected. */
  poisson(mean: number): number;
  weibull(shape: number, scale: number): number;
  gamma(shape: number, scale: number): number;
  normal(): number;
  /** Index drawn in proportion to the weights. */
  weighted(weights: readonly number[]): number;
}

/** cyrb128: four 32-bit words from a text; enough to seed sfc32, not a hash for secrets. */
function wordsFromText(text: string): [number, number, number, number] {
  let a = 1779033703;
  let b = 3144134277;
  let c = 1013904242;
  let d = 2773480762;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    a = b ^ Math.imul(a ^ code, 597399067);
    b = c ^ Math.imul(b ^ code, 2869860233);
    c = d ^ Math.imul(c ^ code, 951274213);
    d = a ^ Math.imul(d ^ code, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [a >>> 0, b >>> 0, c >>> 0, d >>> 0];
}

/** A stream of chance named by its seed and path, e.g. `chanceOf(7, 'person', 12)`. */
export function chanceOf(seed: number, ...path: readonly (string | number)[]): Chance {
  let [a, b, c, d] = wordsFromText(`${seed}/${path.join('/')}`);
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let warm = 0; warm < 12; warm += 1) next();
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const gamma = (shape: number, scale: number): number => {
    // Marsaglia and Tsang 2000; a shape below one is lifted by one and corrected.
    if (shape < 1) return gamma(shape + 1, scale) * (1 - next()) ** (1 / shape);
    const third = shape - 1 / 3;
    const width = 1 / Math.sqrt(9 * third);
    for (;;) {
      const deviate = normal();
      const cube = (1 + width * deviate) ** 3;
      if (cube <= 0) continue;
      if (Math.log(1 - next()) < 0.5 * deviate * deviate + third - third * cube + third * Math.log(cube))
        return third * cube * scale;
    }
  };
  const poisson = (mean: number): number => {
    // Knuth's product underflows for a large mean; such a mean is drawn in pieces.
    let count = 0;
    for (let left = mean; left > 0; left -= 30) {
      const limit = Math.exp(-Math.min(left, 30));
      for (let product = next(); product > limit; product *= next()) count += 1;
    }
    return count;
  };
  return {
    next,
    normal,
    gamma,
    poisson,
    happens: (probability) => next() < probability,
    whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
    weibull: (shape, scale) => scale * (-Math.log(1 - next())) ** (1 / shape),
    weighted: (weights) => {
      let left = next() * weights.reduce((sum, weight) => sum + weight, 0);
      for (let index = 0; index < weights.length - 1; index += 1) {
        left -= weights[index] as number;
        if (left < 0) return index;
      }
      return weights.length - 1;
    },
  };
}
