/** The check that the estimate lives on people's own conduct: outcomes dealt out at random must leave it with nothing. */
import { chanceOf } from '../seeded-chance.ts';

/** The same outcomes, dealt out anew among all appointments and so among people. */
export function shuffleOutcomes(outcomes: ReadonlyMap<string, boolean>, seed: number): ReadonlyMap<string, boolean> {
  const chance = chanceOf(seed, 'shuffle');
  const dealt = [...outcomes.values()];
  for (let last = dealt.length - 1; last > 0; last -= 1) {
    const other = chance.whole(0, last);
    [dealt[last], dealt[other]] = [dealt[other] as boolean, dealt[last] as boolean];
  }
  return new Map([...outcomes.keys()].map((id, index) => [id, dealt[index] as boolean]));
}
