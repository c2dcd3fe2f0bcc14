/**
 * The books of one life, kept by hand: plain sums over what each step says, by none of the rules that said it, and none of the ledger’s.
 * Each check that fails throws a bug with the name of the law.
 */
import { assert } from '../../packages/troth/src/kernel/index.ts';
import type { OfferTerms } from '../../packages/troth/src/rooms/offer/index.ts';
import type { ChargeKind, Move, MoveEffect, Obligation, Pledge } from '../../packages/troth/src/rooms/pledge/index.ts';
import { clawbackByHand, mostOf, type Tally } from './by-hand.ts';

type ChargeEnd = 'open' | 'from_deposit' | 'collected' | 'forgiven';
interface Charged {
  readonly kind: ChargeKind;
  readonly seq: number;
  readonly amountMinor: number;
  end: ChargeEnd;
}

const TERMINAL = ['kept', 'broken', 'let_down', 'unmet', 'cancelled', 'expired'];
const DONE = ['met', 'met_late', 'missed', 'void'];

export class LifeBook {
  readonly terms: OfferTerms;
  readonly birth: Pledge;
  readonly charges: Charged[] = [];
  escrowMinor = 0;
  custodyMinor = 0;
  /** Out of the person’s pocket, into the shop’s, and back. */
  paidInMinor = 0;
  earnedMinor = 0;
  paidBackMinor = 0;
  verdictCount = 0;
  endCount = 0;
  #tally: Tally = { done: 0, enjoyedMinor: 0 };

  constructor(terms: OfferTerms, birth: Pledge) {
    this.terms = terms;
    this.birth = birth;
  }

  step(before: Pledge, { move }: Move, effect: MoveEffect): void {
    const { pledge } = effect;
    assert(this.endCount === 0, 'nothing_happens_after_the_end');
    for (const charge of effect.charges) this.#raise(before, charge, move.name === 'cancel');
    this.#count(before, move, effect);
    for (const one of effect.held) this.#hold(one.what, one.amountMinor);
    if (effect.chargeEnd !== null) this.#endCharges(effect.chargeEnd.seq, effect.chargeEnd.end);
    if (effect.verdict !== 'none') this.verdictCount += 1;
    assert(this.verdictCount <= 1, 'a_verdict_is_said_once');
    assert(this.escrowMinor >= 0 && this.custodyMinor >= 0, 'what_is_held_is_never_below_zero');
    assert(this.chargedMinor() === pledge.chargedMinor, 'charges_add_up_to_what_the_pledge_says');
    assert(pledge.chargedMinor <= this.birth.ceilingMinor, 'charges_never_pass_the_ceiling');
    assert(pledge.grantedMinor === this.birth.grantedMinor, 'what_was_granted_never_changes');
    this.#checkStages(pledge, before, effect);
    if (TERMINAL.includes(pledge.state)) this.#end(pledge);
  }

  chargedMinor(end?: ChargeEnd): number {
    return this.charges.reduce((sum, one) => sum + (end === undefined || one.end === end ? one.amountMinor : 0), 0);
  }

  /** What is still open when a life has ended is collected, let go, or stays open. */
  settleRest(decide: () => 'collected' | 'forgiven' | 'open'): void {
    for (const charge of this.charges) {
      if (charge.end !== 'open') continue;
      charge.end = decide();
      if (charge.end === 'collected') this.#pay(charge.amountMinor);
    }
    const [taken, left] = [
      this.chargedMinor('collected') + this.chargedMinor('from_deposit'),
      this.chargedMinor('open'),
    ];
    assert(this.chargedMinor() === taken + this.chargedMinor('forgiven') + left, 'a_charge_ends_in_one_way');
    const held = this.escrowMinor + this.custodyMinor;
    assert(this.paidInMinor === this.earnedMinor + this.paidBackMinor + held, 'money_that_came_in_is_somewhere');
  }

  /** Lines are added up anew for each target. */
  #count(before: Pledge, move: Move['move'], { fact, pledge }: MoveEffect): void {
    const stage = openOf(before);
    if (openOf(pledge)?.seq !== stage?.seq) this.#tally = { done: 0, enjoyedMinor: 0 };
    else if (move.name === 'report' || move.name === 'take_back') {
      const line = move.name === 'report' ? move.line : move.known;
      const unit = stage?.type === 'reach_count' ? 'count' : stage?.type === 'reach_amount' ? 'amountMinor' : 'minutes';
      const sign = fact === 'uncounted' ? -1 : 1;
      const { done, enjoyedMinor } = this.#tally;
      this.#tally = {
        done: done + sign * (line?.[unit] ?? 0),
        enjoyedMinor: enjoyedMinor + sign * (line?.discountMinor ?? 0),
      };
      assert(this.#tally.done >= 0 && this.#tally.enjoyedMinor >= 0, 'what_is_counted_is_never_below_zero');
      assert(this.#tally.enjoyedMinor <= this.birth.grantedMinor, 'discounts_never_pass_what_was_granted');
    }
  }

  #raise(before: Pledge, charge: MoveEffect['charges'][number], isLeftEarly: boolean): void {
    const { kind, seq, amountMinor, fromDeposit } = charge;
    assert(Number.isSafeInteger(amountMinor) && amountMinor > 0, 'a_charge_is_at_least_one_minor_unit');
    this.charges.push({ kind, seq, amountMinor, end: fromDeposit ? 'from_deposit' : 'open' });
    if (fromDeposit) {
      this.custodyMinor -= amountMinor;
      this.earnedMinor += amountMinor;
    }
    const together = this.charges.reduce(
      (sum, one) => sum + (one.kind === kind && (kind !== 'price' || one.seq === seq) ? one.amountMinor : 0),
      0,
    );
    assert(together <= mostOf(kind, this.terms, before, seq), `no_more_${kind}_than_agreed`);
    if (kind !== 'clawback') return;
    // Past the due time it was not reached, whoever says so.
    const isEarly = isLeftEarly && before.state === 'active';
    const byHand = clawbackByHand(this.terms, openOf(before)?.asked ?? 0, this.#tally, isEarly);
    assert(together === byHand, 'a_clawback_is_what_was_not_earned');
  }

  #hold(what: MoveEffect['held'][number]['what'], amountMinor: number): void {
    assert(Number.isSafeInteger(amountMinor) && amountMinor > 0, 'what_moves_is_at_least_one_minor_unit');
    const into = what.startsWith('escrow') ? 'escrowMinor' : 'custodyMinor';
    const [, how] = what.split('_');
    this[into] += how === 'fund' ? amountMinor : -amountMinor;
    if (how === 'fund') this.paidInMinor += amountMinor;
    if (how === 'earn') this.earnedMinor += amountMinor;
    if (how === 'refund') this.paidBackMinor += amountMinor;
    if (what === 'custody_fund') assert(amountMinor === this.birth.depositMinor, 'the_deposit_is_what_was_not_waived');
  }

  #endCharges(seq: number, end: 'collected' | 'forgiven'): void {
    for (const charge of this.charges) {
      if (charge.seq !== seq || charge.end !== 'open') continue;
      charge.end = end;
      if (end === 'collected') this.#pay(charge.amountMinor);
    }
  }

  #pay(amountMinor: number): void {
    this.paidInMinor += amountMinor;
    this.earnedMinor += amountMinor;
  }

  #checkStages(pledge: Pledge, before: Pledge, effect: MoveEffect): void {
    const open = pledge.obligations.filter((owed) => owed.state === 'open').length;
    const isOver = TERMINAL.includes(pledge.state);
    assert(open === (isOver ? 0 : 1), 'one_stage_runs_until_the_end');
    assert((pledge.nextDueAt === null) === isOver, 'no_promise_waits_for_ever');
    for (const [i, owed] of before.obligations.entries())
      assert(!DONE.includes(owed.state) || pledge.obligations[i]?.state === owed.state, 'a_stage_ends_once');
    const ownMiss = missedBy(pledge, 'promisor') > missedBy(before, 'promisor');
    assert(effect.verdict !== 'broken' || missedBy(pledge, 'promisor') > 0, 'only_the_promisors_own_breach_is_one');
    assert(!ownMiss || effect.verdict !== 'kept', 'what_was_missed_was_not_kept');
  }

  #end(pledge: Pledge): void {
    this.endCount += 1;
    assert(
      pledge.obligations.every((owed) => DONE.includes(owed.state)),
      'nothing_is_open_after_the_end',
    );
    const isLetDown = missedBy(pledge, 'promisee') > 0;
    assert((pledge.state === 'let_down') === isLetDown, 'let_down_is_the_promisees_own_breach');
    assert(pledge.state !== 'kept' || missedBy(pledge, 'promisor') === 0, 'kept_has_nothing_missed');
    assert(this.escrowMinor === 0, 'escrow_is_empty_at_the_end');
    const refund = pledge.obligations.find((owed) => owed.type === 'refund');
    const owing = refund?.state === 'missed' ? (refund.asked ?? 0) : 0;
    assert(this.custodyMinor === owing, 'custody_holds_only_what_the_promisee_still_owes');
    assert(pledge.state !== 'unmet' || this.verdictCount === 0, 'what_is_unmet_leaves_no_mark');
  }
}

function openOf(pledge: Pledge): Obligation | undefined {
  return pledge.obligations.find((owed) => owed.state === 'open');
}

function missedBy(pledge: Pledge, side: Obligation['owedBy']): number {
  // A payment by tariff goes with the pledge and is no stage.
  const isStage = (owed: Obligation): boolean => owed.type !== 'pay' || owed.asked !== null;
  return pledge.obligations.filter((owed) => owed.state === 'missed' && owed.owedBy === side && isStage(owed)).length;
}
