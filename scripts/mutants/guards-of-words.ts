// Guards of words: what a person contests and confirms, and refusals that are told again.
import { type Guard, of } from './guard.ts';

const contest = of('journeys', 'doors/api/contest.pg.test.ts');

const again = of('doors/api', 'doors/api/refusals-again.pg.test.ts');

export const GUARDS_OF_WORDS: readonly Guard[] = [
  again(
    'a refusal told again names the same fields',
    'submit.ts',
    'return withPointers(outcome, command.order);',
    'return outcome;',
  ),
  again(
    'a key that is free again is a new order',
    'submit.ts',
    'and recorded_at > $3',
    'and $3::timestamptz is not null',
  ),
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
