// Guards of what it means that nobody speaks, and of stages that follow one another late.
import { type Guard, of } from './guard.ts';

const pledge = of('rooms/pledge', 'rooms/pledge/limits.test.ts');
const silence = of('rooms/pledge', 'rooms/pledge/silence.test.ts');
const lines = of('journeys', 'journeys/lines-found.test.ts');

export const GUARDS_OF_SILENCE: readonly Guard[] = [
  pledge('time moves nothing early', 'by-time.ts', 'now < pledge.nextDueAt', 'now < pledge.nextDueAt - 1n'),
  silence(
    'no silence gives a deposit away',
    'by-time.ts',
    "if (stage.type === 'refund') return endsBroken",
    "if (stage.type === 'confirm') return endsBroken",
  ),
  silence(
    'what nobody delivered is not delivered by silence',
    'by-time.ts',
    "if (stage.type === 'deliver') return endsUnspoken",
    "if (stage.type === 'confirm') return endsUnspoken",
  ),
  silence('nothing is owed for what cost nothing', 'by-time.ts', '(stage.asked ?? 0) === 0', 'stage.asked === null'),
  silence(
    'a deposit is owed back when nobody spoke of the thing',
    'by-time.ts',
    "return endsUnproved(pledge, rules, now, 'kept');\n  return endsUnspoken(pledge, rules, now);",
    "return endsUnproved(pledge, rules, now, 'kept');\n  return endsExpired(pledge, rules, now);",
  ),
  silence(
    'a part is never due before its turn',
    'stages.ts',
    'dueAt >= now ? { dueAt, graceUntil }',
    'dueAt <= now ? { dueAt, graceUntil }',
  ),
  silence(
    'what is owed can be let go while a notice stands',
    'moves.ts',
    "  ...stageEnd('release', 'obligee', 'noticed'),\n",
    '',
  ),
  lines(
    'what was taken back is not counted',
    'lines-found.ts',
    "kind === 'uncounted' ? -1 : 1",
    "kind === 'uncounted' ? 0 : 1",
  ),
];
