/** Money that is held apart, in escrow or as a deposit: where the end of a stage, or of the pledge, sends it. */
import type { Rules } from './endings.ts';
import type { HeldMove, Obligation, Pledge } from './pledge.ts';
import { heldMinor, isMet, paidInto } from './stages.ts';

/**
 * What moves when the obligations of a pledge have become `after`. What is paid in is held; what waits for a delivery is earned by it, and goes
 * back as soon as nothing will be delivered any more, whoever missed what; a deposit goes back when its refund is done.
 */
export function heldMovesOf(pledge: Pledge, after: readonly Obligation[], rules: Rules): readonly HeldMove[] {
  let moves = NOTHING;
  for (let i = 0; i < after.length; i += 1) {
    const [was, owed] = [pledge.obligations[i]?.state, after[i] as Obligation];
    if (was === owed.state || (was !== 'open' && was !== 'waiting')) continue;
    const more = movesOf(pledge, owed, rules);
    if (more.length > 0) moves = [...moves, ...more];
  }
  return moves;
}

const NOTHING: readonly HeldMove[] = [];

function movesOf(pledge: Pledge, owed: Obligation, { terms, costs }: Rules): readonly HeldMove[] {
  switch (owed.type) {
    case 'pay': {
      const into = paidInto(costs, terms, owed);
      if (!isMet(owed) || (into !== 'escrow' && into !== 'custody')) return NOTHING;
      return moved(owed.asked ?? 0, into === 'escrow' ? 'escrow_fund' : 'custody_fund');
    }
    case 'deliver':
      if (owed.state === 'open' || owed.state === 'waiting') return NOTHING;
      return moved(heldMinor(costs, terms, pledge, 'escrow'), isMet(owed) ? 'escrow_earn' : 'escrow_refund');
    case 'refund':
      return isMet(owed) ? moved(heldMinor(costs, terms, pledge, 'custody'), 'custody_refund') : NOTHING;
    default:
      return NOTHING;
  }
}

function moved(amountMinor: number, what: HeldMove['what']): readonly HeldMove[] {
  return amountMinor === 0 ? NOTHING : [{ what, amountMinor }];
}

/** What is still held when a pledge is over goes back to the promisor. */
export function heldGivenBack(pledge: Pledge, { terms, costs }: Rules): readonly HeldMove[] {
  return [
    ...moved(heldMinor(costs, terms, pledge, 'escrow'), 'escrow_refund'),
    ...moved(heldMinor(costs, terms, pledge, 'custody'), 'custody_refund'),
  ];
}

/** What a deposit has paid of the charges is not given back; when nothing is left, nothing is owed. */
export function withoutPaid(pledge: Pledge, paidMinor: number): Pledge {
  const obligations = pledge.obligations.map((owed) => {
    if (owed.type !== 'refund') return owed;
    const asked = (owed.asked ?? 0) - paidMinor;
    return { ...owed, asked, state: asked === 0 ? ('void' as const) : owed.state };
  });
  return { ...pledge, obligations };
}
