/**
 * What would change an answer. Nothing is claimed that was not tried: every change is carried out on the input and decided again, and
 * the answer that came out is the one that is told.
 */
import { assert } from '../../kernel/index.ts';
import {
  decideAdmission,
  upToMinorOf,
  type AdmissionDecision,
  type AdmissionInput,
  type Change,
  type ReasonCode,
  type WouldChange,
} from './admission.ts';
import { expectedLossMinor } from './policy.ts';

/** The input of a decision with what the person could do about it. */
export interface ExplainInput extends AdmissionInput {
  /** What each open pledge of the person has had waived in this currency; empty when not looked up. */
  readonly openGrantsMinor: readonly number[];
  /** The probability that the next draw would give with what is on file now, and the day of that draw; null when it is not known. */
  readonly nextDraw: { readonly cellProbabilityPpm: number; readonly on: string } | null;
}

/** The reasons of a decision together with the changes that would better it, smallest first. Not for the hot path: it decides again some dozen times. */
export function explainAdmission(input: ExplainInput, decision: AdmissionDecision): readonly ReasonCode[] {
  if (decision.outcome === 'full' || input.choice === 'ordinary') return decision.reasons;
  return [...decision.reasons, ...changesThatHelp(input, decision.grantedMinor)];
}

/** The input after a change. */
export function applyChange(input: ExplainInput, change: Change): ExplainInput {
  switch (change.what) {
    case 'pay_what_is_unpaid':
      return { ...input, unpaidMinor: change.to };
    case 'end_open_here':
      return { ...input, openHereCount: change.to };
    case 'lower_open_exposure':
      return { ...input, exposure: openedTo(input, change.to) };
    case 'return_open_items':
      return { ...input, openPledgeCount: change.to, exposure: openedTo(input, change.openToMinor) };
    case 'wait_for_next_draw':
      assert(input.nextDraw !== null, 'waiting_needs_a_next_draw');
      return { ...input, cellProbabilityPpm: input.nextDraw.cellProbabilityPpm };
  }
}

function openedTo(input: ExplainInput, openMinor: number): ExplainInput['exposure'] {
  return input.exposure === null ? null : { limitMinor: input.exposure.limitMinor, openMinor };
}

function changesThatHelp(input: ExplainInput, grantedMinor: number): readonly WouldChange[] {
  const found: WouldChange[] = [];
  const helps = (changes: readonly Change[]): WouldChange | null => {
    const after = decideAdmission(changes.reduce(applyChange, input));
    if (after.grantedMinor <= grantedMinor) return null;
    return { code: 'would_change', changes, outcome: after.outcome, grantedMinor: after.grantedMinor };
  };
  const all: Change[] = [];
  const pay: Change = { what: 'pay_what_is_unpaid', from: input.unpaidMinor, to: 0 };
  if (input.unpaidMinor > 0) {
    all.push(pay);
    push(found, helps([pay]));
  }
  const returned = smallestReturn(input, (change) => helps([change]));
  if (returned.widest !== null) all.push(returned.widest);
  push(found, returned.smallest);
  if (input.policy.readsOpenHere && input.openHereCount > 0) {
    all.push({ what: 'end_open_here', from: input.openHereCount, to: 0 });
    push(
      found,
      fewestHere(input.openHereCount, (change) => helps([change])),
    );
  }
  const wait = waiting(input);
  if (wait !== null) {
    all.push(wait);
    push(found, helps([wait]));
  }
  if (found.length === 0 && all.length > 1) push(found, fewest(all, helps));
  return found;
}

function push(found: WouldChange[], one: WouldChange | null): void {
  if (one !== null) found.push(one);
}

function waiting(input: ExplainInput): Change | null {
  const next = input.nextDraw;
  if (next === null || next.cellProbabilityPpm >= input.cellProbabilityPpm) return null;
  const lossAt = (probabilityPpm: number): number => expectedLossMinor(upToMinorOf(input.terms), probabilityPpm);
  return {
    what: 'wait_for_next_draw',
    from: lossAt(input.cellProbabilityPpm),
    to: lossAt(next.cellProbabilityPpm),
    on: next.on,
  };
}

/** All changes together if they help, without those that are not needed for it. */
function fewest(all: readonly Change[], helps: (changes: readonly Change[]) => WouldChange | null): WouldChange | null {
  let needed = all;
  let best = helps(all);
  if (best === null) return null;
  for (const change of all) {
    const without = needed.filter((one) => one !== change);
    const still = without.length > 0 ? helps(without) : null;
    if (still === null) continue;
    needed = without;
    best = still;
  }
  return best;
}

type Try = (change: Change) => WouldChange | null;

/** The least to bring back that helps, and what bringing back everything would be. */
function smallestReturn(
  input: ExplainInput,
  helps: Try,
): { readonly smallest: WouldChange | null; readonly widest: Change | null } {
  const openMinor = input.exposure?.openMinor ?? 0;
  const grants = [...input.openGrantsMinor].sort((a, b) => a - b);
  if (grants.length > 0) {
    const count = Math.max(input.openPledgeCount, grants.length);
    const returning = (items: readonly number[]): Change => {
      const openToMinor = Math.max(0, openMinor - items.reduce((sum, one) => sum + one, 0));
      return {
        what: 'return_open_items',
        from: count,
        to: count - items.length,
        openFromMinor: openMinor,
        openToMinor,
      };
    };
    return { smallest: fewestItems(grants, returning, helps), widest: returning(grants) };
  }
  if (openMinor === 0) return { smallest: null, widest: null };
  const lowered = (to: number): Change => ({ what: 'lower_open_exposure', from: openMinor, to });
  return { smallest: smallestLowering(openMinor, lowered, helps), widest: lowered(0) };
}

/** As few pledges with this shop as are enough, told apart from what else is open: ending one frees exposure too, so it never helps less. */
function fewestHere(from: number, helps: Try): WouldChange | null {
  for (let to = from - 1; to >= 0; to--) {
    const helped = helps({ what: 'end_open_here', from, to });
    if (helped !== null) return helped;
  }
  return null;
}

/** One item if one is enough, the least valuable that is; otherwise the most valuable ones, as few as are enough. */
function fewestItems(
  grants: readonly number[],
  returning: (items: readonly number[]) => Change,
  helps: Try,
): WouldChange | null {
  for (const [index, one] of grants.entries()) {
    if (index > 0 && one === grants[index - 1]) continue;
    const helped = helps(returning([one]));
    if (helped !== null) return helped;
  }
  for (let count = 2; count <= grants.length; count++) {
    const helped = helps(returning(grants.slice(grants.length - count)));
    if (helped !== null) return helped;
  }
  return null;
}

/** Bisects between "nothing is open" and now for the highest amount that still helps. */
function smallestLowering(openMinor: number, lowered: (to: number) => Change, helps: Try): WouldChange | null {
  let best = helps(lowered(0));
  if (best === null) return null;
  let enough = 0;
  let tooHigh = openMinor;
  while (tooHigh - enough > 1) {
    const middle = Math.floor((enough + tooHigh) / 2);
    const helped = helps(lowered(middle));
    if (helped === null) tooHigh = middle;
    else {
      best = helped;
      enough = middle;
    }
  }
  return best;
}
