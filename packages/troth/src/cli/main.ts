/** The `troth` command of the product alone. The repository's own, `scripts/troth.ts`, adds the simulator. */
import { runTroth, trothProgram } from './program.ts';
import { shopsAndPeople } from './seed-sandbox.ts';

await runTroth(trothProgram(shopsAndPeople));
