/** All laws over what a campaign left behind: the client's journal, the rows, the receiver's journal. */
import { checkAnswers } from './answers-in-state.ts';
import { checkEvents, type EventCounts } from './events.ts';
import type { Asked, ReceivedLine } from './journal-view.ts';
import type { Findings } from './law.ts';
import { checkLives } from './lives.ts';
import { checkRebuilt } from './rebuild.ts';
import type { State } from './state.ts';

export interface Remains {
  readonly asked: readonly Asked[];
  readonly state: State;
  readonly received: readonly ReceivedLine[];
}

/** L5 is not here: it compares while the campaign runs. */
export function checkAllLaws({ asked, state, received }: Remains, findings: Findings): EventCounts {
  checkAnswers(asked, state, findings);
  checkLives(state, findings);
  checkRebuilt(state, findings);
  return checkEvents(state, received, findings);
}
