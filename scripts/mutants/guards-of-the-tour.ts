// Guards of the tour and of the quarter of the sandbox that shows every kind alive.
import { type Guard, of } from './guard.ts';

const command = of('cli', 'cli/tour-refused.test.ts');
const started = of('cli', 'cli/sandbox-of-a-first-start.pg.test.ts');
const ending = of('cli/tour', 'cli/tour/ending.test.ts');
const walked = of('cli/tour', 'cli/tour/tour.pg.test.ts');

export const GUARDS_OF_THE_TOUR: readonly Guard[] = [
  command('nobody is made up in a live installation', 'tour.ts', "config.mode === 'live'", "config.mode === 'sandbox'"),
  started(
    'what is ready to be ordered needs no payment before it is handed over',
    'sandbox.ts',
    "v.terms -> 'obligations' -> 0 ->> 'type' = 'return_item'",
    'true',
  ),
  ending('what was not delivered goes back', 'ending.ts', 'return isDelivered ? 0 : heldMinor;', 'return 0;'),
  ending(
    'a deposit is given back when the refund is done, not before',
    'ending.ts',
    'return isDone(refund.state) ? (refund.asked ?? 0) : 0;',
    'return refund.asked ?? 0;',
  ),
  walked('no kind is left out of the tour', 'walk-kinds.ts', '...STORIES_OF_MONEY];', '];'),
];
