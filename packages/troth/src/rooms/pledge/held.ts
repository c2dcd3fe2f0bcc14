/** Money that is held apart, in escrow or as a deposit: where the end of a stage, or of the pledge, sends it. */
import type { Rules } from './endings.ts';
import type { HeldMove, Obligation, Pledge } from './pledge.ts';
import { heldMinor, paidInto, type StageEnd } from './stages.ts';

/** What was held apart goes where the end of the stage sends it. */
export function heldMovesOf(
  pledge: Pledge,
  current: Obligation,
  { terms, costs }: Rules,
  end: StageEnd,
): readonly HeldMove[] {
  const into = paidInto(costs, terms, current);
  const isDone = end === 'met' || end === 'met_late';
  if (into === 'escrow' || into === 'custody')
    return moved(isDone ? (current.asked ?? 0) : 0, into === 'escrow' ? 'escrow_fund' : 'custody_fund');
  if (current.type === 'deliver')
    return moved(heldMinor(costs, terms, pledge, 'escrow'), isDone ? 'escrow_earn' : 'escrow_refund');
  if (current.type === 'refund')
    return moved(isDone ? heldMinor(costs, terms, pledge, 'custody') : 0, 'custody_refund');
  return [];
}

function moved(amountMinor: number, what: HeldMove['what']): readonly HeldMove[] {
  return amountMinor === 0 ? [] : [{ what, amountMinor }];
}

/** What is still held when a pledge is over goes back to the promisor. */
export function heldGivenBack(pledge: Pledge, { terms, costs }: Rules): readonly HeldMove[] {
  return [
    ...moved(heldMinor(costs, terms, pledge, 'escrow'), 'escrow_refund'),
    ...moved(heldMinor(costs, terms, pledge, 'custody'), 'custody_refund'),
  ];
}

/** What a deposit has paid of the charges is not given back; when nothing is left of it, nothing is owed. */
export function withoutPaid(pledge: Pledge, paidMinor: number): Pledge {
  const obligations = pledge.obligations.map((owed): Obligation => {
    if (owed.type !== 'refund') return owed;
    const asked = (owed.asked ?? 0) - paidMinor;
    return { ...owed, asked, state: asked === 0 ? 'void' : owed.state };
  });
  return { ...pledge, obligations };
}
