/** What a move does beyond the pledge itself: exposure released, charges raised and booked, the file added to, the fact recorded. */
import { assert, type Id, type Instant, MINUTE_US, present } from '../kernel/index.ts';
import { type Fact, periodOf, type Reporter } from '../rooms/conduct/index.ts';
import type { Route, Transfer } from '../rooms/ledger/index.ts';
import {
  type ChargeEnd,
  type HeldMove,
  isTerminal,
  type MoveEffect,
  type PlannedCharge,
  type Pledge,
} from '../rooms/pledge/index.ts';
import { addToFold, BROKEN_FACT_MILLI, keptFactMilli } from '../rooms/score/index.ts';
import { type Charge, routeOfCharge, unpaidMinorOf } from '../rooms/settlement/index.ts';
import { chargeDetail, moveDetail } from './fact-detail.ts';
import type { MoveState } from './move-pledge.ts';
import type { Tools, World } from './write-set.ts';

interface Hands {
  readonly world: World;
  readonly tools: Tools;
  readonly state: BooksState;
}

/** What of a batch the consequences of a move read and write. */
type BooksState = Pick<MoveState, 'writes' | 'charges' | 'folds'>;

/** The fact of the move, and those of the charges of its stage that ended with it. */
export interface Recorded {
  readonly fact: Fact;
  readonly ended: ReadonlyMap<Id<'chg'>, Fact>;
}

/** Plans all of it into the write set. */
export function consequencesOf(
  before: Pledge,
  effect: MoveEffect,
  reporter: Reporter,
  at: Instant,
  hands: Hands,
): Recorded {
  const { state } = hands;
  const { pledge } = effect;
  const charges = effect.charges.map((planned) => plannedCharge(planned, pledge, at, hands));
  const over = isTerminal(pledge.state);
  const released: Transfer[] =
    over && before.grantedMinor > 0
      ? [state.writes.transfer('release', transferOf(pledge, before.grantedMinor, at), at)]
      : [];
  const held = effect.held.flatMap((one) => heldTransfers(one, pledge, at, hands));
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
    detail: moveDetail(pledge, effect.detail, charges, [...released, ...held]),
  });
  charges.forEach((charge, index) => {
    raise(charge, pledge, at, hands);
    if (effect.charges[index]?.fromDeposit === true) endCharge(charge, 'collected', 'deposit', pledge, at, hands);
  });
  return { fact, ended: effect.chargeEnd === null ? new Map() : endChargesOf(effect.chargeEnd, pledge, at, hands) };
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

function plannedCharge(planned: PlannedCharge, pledge: Pledge, at: Instant, { tools, world }: Hands): Charge {
  return {
    chargeId: tools.ids.next('chg', world.now),
    partyId: pledge.partyId,
    merchantId: pledge.merchantId,
    pledgeId: pledge.pledgeId,
    kind: planned.kind,
    seq: planned.seq,
    amountMinor: planned.amountMinor,
    currency: pledge.currency,
    state: 'open',
    raisedAt: at,
    settledAt: null,
    paidMinor: 0,
  };
}

/** What is earned is handed over in the same breath: what was held apart is then the promisee's own. */
function heldTransfers({ what, amountMinor }: HeldMove, pledge: Pledge, at: Instant, { state }: Hands): Transfer[] {
  const along = (route: Route) => state.writes.transfer(route, transferOf(pledge, amountMinor, at), at);
  return what === 'escrow_earn' ? [along('escrow_earn'), along('escrow_hand_over')] : [along(what)];
}

/** A charge is raised with its transfer and a fact of its own, so that paying and forgiving have something to answer to. */
function raise(charge: Charge, pledge: Pledge, at: Instant, { state }: Hands): void {
  const transfer = state.writes.transfer(routeOfCharge(charge.kind), transferOf(pledge, charge.amountMinor, at), at);
  state.writes.raise(charge);
  state.charges.set(charge.chargeId, charge);
  recordCharge('charge_raised', 'system', charge, [transfer], pledge, at, state);
}

/** All open charges of a stage end with it, those that the same move has raised too. */
function endChargesOf({ seq, end }: ChargeEnd, pledge: Pledge, at: Instant, hands: Hands): Map<Id<'chg'>, Fact> {
  const open = [...hands.state.charges.values()].filter(
    (charge) => charge.pledgeId === pledge.pledgeId && charge.seq === seq && charge.state === 'open',
  );
  return new Map(open.map((charge) => [charge.chargeId, endCharge(charge, end, 'merchant', pledge, at, hands)]));
}

/** How a charge ends, for the books, the file and what is unpaid: paid, paid from the deposit, or let go. */
export function endCharge(
  charge: Charge,
  end: 'collected' | 'forgiven',
  by: 'merchant' | 'deposit',
  pledge: Pledge,
  at: Instant,
  hands: { readonly state: Pick<MoveState, 'writes' | 'charges'> },
): Fact {
  const amountMinor = unpaidMinorOf(charge);
  const settled: Charge = {
    ...charge,
    state: end,
    settledAt: at,
    paidMinor: charge.paidMinor + (end === 'collected' ? amountMinor : 0),
  };
  const routes: readonly Route[] =
    by === 'deposit' ? ['custody_apply', 'custody_hand_over'] : [end === 'collected' ? 'collect' : 'forgive'];
  const kind = end === 'collected' ? 'charge_collected' : 'charge_forgiven';
  return change({ charge, settled, amountMinor, kind, by, routes }, pledge, at, hands.state);
}

/** A part of a charge is paid, in minor units, less than is still owed: the charge stays open. */
export function payPartOf(
  charge: Charge,
  partMinor: number,
  pledge: Pledge,
  at: Instant,
  hands: { readonly state: Pick<MoveState, 'writes' | 'charges'> },
): Fact {
  assert(partMinor > 0 && partMinor < unpaidMinorOf(charge), 'a_part_leaves_something_owed');
  const settled: Charge = { ...charge, paidMinor: charge.paidMinor + partMinor };
  const of = { charge, settled, amountMinor: partMinor, kind: 'charge_part_paid', by: 'merchant' } as const;
  return change({ ...of, routes: ['collect'] }, pledge, at, hands.state);
}

interface ChargeChange {
  readonly charge: Charge;
  readonly settled: Charge;
  /** How much of what was unpaid is so no longer. */
  readonly amountMinor: number;
  readonly kind: 'charge_part_paid' | 'charge_collected' | 'charge_forgiven';
  readonly by: 'merchant' | 'deposit';
  readonly routes: readonly Route[];
}

function change(
  { charge, settled, amountMinor, kind, by, routes }: ChargeChange,
  pledge: Pledge,
  at: Instant,
  state: Pick<MoveState, 'writes' | 'charges'>,
): Fact {
  const party = present(state.writes.party(charge.partyId), 'party_is_locked');
  assert((party.exposure[charge.currency]?.unpaidMinor ?? 0) >= amountMinor, 'an_open_charge_is_unpaid');
  const transfers = routes.map((route) => state.writes.transfer(route, transferOf(pledge, amountMinor, at), at));
  state.writes.changeCharge(settled);
  state.charges.set(charge.chargeId, settled);
  state.writes.changeParty(charge.partyId, charge.currency, { openMinor: 0, unpaidMinor: -amountMinor, openCount: 0 });
  return recordCharge(kind, by === 'deposit' ? 'system' : 'merchant', settled, transfers, pledge, at, state);
}

function recordCharge(
  kind: 'charge_raised' | ChargeChange['kind'],
  reporter: Reporter,
  charge: Charge,
  transfers: readonly Transfer[],
  pledge: Pledge,
  at: Instant,
  { writes }: Pick<MoveState, 'writes'>,
): Fact {
  return writes.record(charge.partyId, {
    merchantId: charge.merchantId,
    subjectId: charge.pledgeId,
    kind,
    context: pledge.context,
    reporter,
    effectiveAt: at,
    recordedAt: at,
    weightMilli: 0,
    detail: chargeDetail(charge, transfers),
  });
}

/** Adds a kept or broken promise to the promisor's whole numbers; returns its weight. */
function countOnFile(before: Pledge, effect: MoveEffect, at: Instant, state: BooksState): number {
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
