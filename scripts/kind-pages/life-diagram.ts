// The life of a kind as a Mermaid state diagram.
import type { OfferTerms } from '../../packages/troth/src/rooms/offer/index.ts';
import { TERMINAL_STATES } from '../../packages/troth/src/rooms/pledge/index.ts';
import { lifeOfTerms } from './life-of-terms.ts';

const SPEAKERS = { promisor: 'person', promisee: 'shop', time: 'time', operator: 'operator' } as const;

/** One arrow between two situations carries all the moves that lead along it. */
export function lifeDiagram(terms: OfferTerms): readonly string[] {
  const arrows = new Map<string, string[]>();
  const names = new Map<string, string>();
  for (const { from, to, move, by } of lifeOfTerms(terms)) {
    for (const one of [from, to]) if (!names.has(one)) names.set(one, nameOf(terms, one));
    const key = `${idOf(from)} --> ${idOf(to)}`;
    arrows.set(key, [...(arrows.get(key) ?? []), `${move} (${SPEAKERS[by]})`]);
  }
  const ends = TERMINAL_STATES.filter((state) => names.has(state)).map((state) => `  ${state} --> [*]`);
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...[...names].filter(([one, name]) => one !== name).map(([one, name]) => `  state "${name}" as ${idOf(one)}`),
    ...[...names.keys()].filter((one) => one.startsWith('offered ')).map((one) => `  [*] --> ${idOf(one)}`),
    ...[...arrows].map(([arrow, moves]) => `  ${arrow}: ${[...new Set(moves)].join(', ')}`),
    ...ends,
    '```',
  ];
}

const idOf = (situation: string) => situation.replace(' ', '_');

function nameOf(terms: OfferTerms, situation: string): string {
  const [state = '', line] = situation.split(' ');
  const term = line === undefined ? undefined : terms.obligations[Number(line) - 1];
  if (term === undefined) return state;
  const parts = term.type === 'pay' && 'parts' in term && term.parts !== undefined ? ', part by part' : '';
  return `${state}: ${term.type} by the ${SPEAKERS[term.owedBy]}${parts}`;
}
