// The `troth` command with everything in this repository: the product's commands, and the simulator's beside them.
import { runTroth, trothProgram } from '../packages/troth/src/cli/program.ts';
import { shopsAndPeople } from '../packages/troth/src/cli/seed-sandbox.ts';
import { registerReplay, registerTown } from '../sim/commands.ts';

const program = trothProgram(shopsAndPeople);
registerTown(program);
registerReplay(program);
await runTroth(program);
