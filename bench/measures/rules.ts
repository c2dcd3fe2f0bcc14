import { lifecycleRules } from '../lifecycle.ts';
import { say } from '../progress.ts';

export type RulesMeasure = { readonly rates: readonly number[]; readonly about: string };

const LIVES_EACH = 2_000;

/** Whole pledge lives a second through the pure rules: one thread, no database, no HTTP. */
export function measureRules(rounds: number, seconds: number): RulesMeasure | null {
  if (lifecycleRules === null) return null;
  const rates: number[] = [];
  let seed = 1;
  let checksum = 0;
  for (let index = -1; index < rounds; index++) {
    const startedAt = performance.now();
    const stopAt = startedAt + (index < 0 ? 1 : seconds) * 1000;
    let lives = 0;
    while (performance.now() < stopAt) {
      checksum = (checksum + lifecycleRules.run(LIVES_EACH, seed++)) % Number.MAX_SAFE_INTEGER;
      lives += LIVES_EACH;
    }
    // The first pass warms the compiler up and is not counted.
    if (index >= 0) rates.push(lives / ((performance.now() - startedAt) / 1000));
  }
  say(`rules in memory: ${rates.map((rate) => rate.toFixed(0)).join(', ')} lives/s (checksum ${checksum})`);
  return { rates, about: lifecycleRules.about };
}
