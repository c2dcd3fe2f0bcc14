// Guards of what a person says and brings: contests, confirmations.
import { type Guard, of } from './guard.ts';

const contest = of('journeys', 'doors/api/contest.pg.test.ts');

export const GUARDS_OF_WORDS: readonly Guard[] = [
  contest(
    'a fact is contested once',
    'contest-fact.ts',
    "if (state.contested.has(factId)) return refuse('fact_is_contested');",
    '',
  ),
  contest('nobody contests what is on another’s file', 'contest-fact.ts', 'contested.partyId !== partyId', 'false'),
  contest(
    'a contest stays beside its fact: it is none itself',
    'contest-fact.ts',
    "contested.kind === 'contested'",
    'false',
  ),
  contest(
    'what was handed over is confirmed once',
    'confirmed-found.ts',
    'return this.#counts.get(pledgeId) ?? 0;',
    'return 0;',
  ),
];
