/** What a move does beyond the pledge itself: exposure released, charges raised and booked, the file added to, the fact recorded. */
import { type Id, type Instant, MINUTE_US } from '../kernel/index.ts';
import { type Fact, periodOf, type Reporter } from '../rooms/conduct/index.ts';
import type { Transfer } from '../rooms/ledger/index.ts';
import { isTerminal, type MoveEffect, type Pledge } from '../rooms/pledge/index.ts';
import { addToFold, BROKEN_FACT_MILLI, keptFactMilli } from '../rooms/score/index.ts';
import { type Charge, routeOfCharge } from '../rooms/settlement/index.ts';
import { chargeDetail, moveDetail } from './fact-detail.ts';
import type { MoveState } from './move-pledge.ts';
import type { Tools, World } from './write-set.ts';

interface Hands {
  readonly world: World;
  readonly tools: Tools;
  readonly state: MoveState;
}

/** Plans all of it into the write set and gives back the fact of the move. */
export function consequencesOf(
  before: Pledge,
  effect: MoveEffect,
  reporter: Reporter,
  at: Instant,
  hands: Hands,
): Fact {
  const { state, world } = hands;
  const { pledge } = effect;
  const charges = effect.charges.map(
    (planned): Charge => ({
      chargeId: hands.tools.ids.next('chg', world.now),
      partyId: pledge.partyId,
      merchantId: pledge.merchantId,
      pledgeId: pledge.pledgeId,
      kind: planned.kind,
      amountMinor: planned.amountMinor,
      currency: pledge.currency,
      state: 'open',
      raisedAt: at,
      settledAt: null,
    }),
  );
  const over = isTerminal(pledge.state);
  const released: Transfer[] =
    over && before.grantedMinor > 0
      ? [state.writes.transfer('release', transferOf(pledge, before.grantedMinor, at), at)]
      : [];
  const chargedMinor = charges.reduce((sum, charge) => sum + charge.amountMinor, 0);
  state.writes.changeParty(pledge.partyId, pledge.currency, {
    openMinor: over ? -before.grantedMinor : 0,
    unpaidMinor: chargedMinor,
    openCount: over ? -1 : 0,
  });
  state.writes.move(pledge);
  const weightMilli = countOnFile(before, effect, at, state);
  const fact = state.writes.record(pledge.partyId, {
    merchantId: pledge.merchantId,
    subjectId: pledge.pledgeId,
    kind: effect.fact,
    context: pledge.context,
    reporter,
    effectiveAt: effect.effectiveAt,
    recordedAt: at,
    weightMilli,
    detail: moveDetail(pledge, effect.detail, charges, released),
  });
  for (const charge of charges) raise(charge, pledge, at, hands);
  return fact;
}

function transferOf(pledge: Pledge, amountMinor: number, at: Instant) {
  return {
    partyId: pledge.partyId,
    merchantId: pledge.merchantId,
    pledgeId: pledge.pledgeId,
    amountMinor,
    currency: pledge.currency,
    effectiveAt: at,
  };
}

/** A charge is raised with its transfer and a fact of its own, so that paying and forgiving have something to answer to. */
function raise(charge: Charge, pledge: Pledge, at: Instant, hands: Hands): void {
  const { writes } = hands.state;
  const transfer = writes.transfer(routeOfCharge(charge.kind), transferOf(pledge, charge.amountMinor, at), at);
  writes.raise(charge);
  writes.record(charge.partyId, {
    merchantId: charge.merchantId,
    subjectId: charge.pledgeId,
    kind: 'charge_raised',
    context: pledge.context,
    reporter: 'system',
    effectiveAt: at,
    recordedAt: at,
    weightMilli: 0,
    detail: chargeDetail(charge, transfer),
  });
}

/** Adds a kept or broken promise to the promisor's whole numbers; returns its weight. */
function countOnFile(before: Pledge, effect: MoveEffect, at: Instant, state: MoveState): number {
  if (effect.verdict === 'none') return 0;
  const { partyId, context } = before;
  const startedAt = before.begunAt ?? before.acceptedAt ?? before.offeredAt;
  const elapsedMinutes = at > startedAt ? Number((at - startedAt) / MINUTE_US) : 0;
  const weightMilli =
    effect.verdict === 'broken'
      ? BROKEN_FACT_MILLI
      : keptFactMilli(elapsedMinutes, effect.pledge.chargedMinor, before.currency);
  // By the period in which it was learnt: a late report must not reach back behind the draw that decisions read.
  const foldKey = `${partyId}${context}`;
  const fold = addToFold(state.folds.get(foldKey) ?? [], periodOf(partyId, at), {
    keptMilli: effect.verdict === 'kept' ? weightMilli : 0,
    brokenMilli: effect.verdict === 'broken' ? weightMilli : 0,
    lateMilli: effect.verdict === 'kept_late' ? weightMilli : 0,
  });
  state.folds.set(foldKey, fold);
  state.writes.setFold(partyId as Id<'pty'>, context, fold);
  return weightMilli;
}
