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
    "if (stage.type === 'refund') return null;",
    "if (stage.type === 'deliver') return null;",
  ),
  silence(
    'what nobody delivered is not delivered by silence',
    'by-time.ts',
    "if (stage.owedBy === 'promisee' && !canBeDeclared(stage)) return endsUnproved",
    "if (stage.owedBy === 'promisee') return endsUnproved",
  ),
  silence('nothing is owed for what cost nothing', 'by-time.ts', '(stage.asked ?? 0) === 0', 'stage.asked === null'),
  silence('a deposit that is used up is not refunded', 'held.ts', 'asked > 0 ? { ...owed', 'asked >= 0 ? { ...owed'),
  silence(
    'a deposit is owed back when nobody spoke of the thing',
    'by-time.ts',
    'return endsUnspoken(pledge, rules, now);\n}\n\nfunction isUnmarked',
    'return endsExpired(pledge, rules, now);\n}\n\nfunction isUnmarked',
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
    "  ...stageEnd('release', 'creditor', 'noticed'),\n",
    '',
  ),
  lines(
    'what was taken back is not counted',
    'lines-found.ts',
    "kind === 'uncounted' ? -1 : 1",
    "kind === 'uncounted' ? 0 : 1",
  ),
];
