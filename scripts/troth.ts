// The `troth` command: the product's commands, the simulator's beside them, and the town that a new sandbox is filled with.
import { runTroth, trothProgram } from '../packages/troth/src/cli/program.ts';
import { registerReplay, registerTown } from '../sim/commands.ts';
import { townSeed } from '../sim/town/sandbox-seed.ts';

const program = trothProgram(townSeed);
registerTown(program);
registerReplay(program);
await runTroth(program);
