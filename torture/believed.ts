/** What the client believes of the pledges it has heard of. It cannot see time move them, nor who was quicker. */
import type { Chance } from '../sim/seeded-chance.ts';

const TRIES_MAX = 12;

export interface Known {
  readonly pledgeId: string;
  readonly shop: number;
  readonly person: number;
  readonly isRental: boolean;
  state: string;
  graceMs: number;
  isDeclared: boolean;
  evidenceId: string | null;
  readonly charges: string[];
}

/** Pledges as the client believes them to be. */
export class Believed {
  readonly #byState = new Map<string, Known[]>();

  put(known: Known, state: string): void {
    known.state = state;
    const list = this.#byState.get(state);
    if (list === undefined) this.#byState.set(state, [known]);
    else list.push(known);
  }

  /** One in that state by chance that fits, or null when none of some was found; those that have moved on are dropped on the way. */
  pick(chance: Chance, state: string, fits: (known: Known) => boolean = () => true): Known | null {
    const list = this.#byState.get(state) ?? [];
    for (let tries = 0; list.length > 0 && tries < TRIES_MAX; ) {
      const at = chance.whole(0, list.length - 1);
      const known = list[at] as Known;
      if (known.state === state) {
        if (fits(known)) return known;
        tries += 1;
      } else {
        list[at] = list.at(-1) as Known;
        list.pop();
      }
    }
    return null;
  }
}
