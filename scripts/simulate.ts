// `npm run simulate`: the simulated town of journeys, for many seeds.
//   npm run simulate -- --seed 7 --steps 500      one seed, again
//   npm run simulate -- --seeds 50                seeds 1 to 50
import { parseArgs } from 'node:util';
import { simulate } from '../packages/troth/src/journeys/test-simulation.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '10' },
    steps: { type: 'string', default: '200' },
  },
});
const seeds =
  values.seed === undefined ? Array.from({ length: Number(values.seeds) }, (_, i) => i + 1) : [Number(values.seed)];
let failedCount = 0;
for (const seed of seeds) {
  try {
    const { pledgeCount, facts } = await simulate(seed, Number(values.steps));
    process.stdout.write(
      `seed ${seed}: ${pledgeCount} pledges, ${Object.values(facts).reduce((a, b) => a + b, 0)} facts\n`,
    );
  } catch (error) {
    failedCount += 1;
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  }
}
process.exit(failedCount === 0 ? 0 : 1);
