/**
 * How a dispute ends, whoever ends it: the fact is counted anew or set aside for good, the clock of the pledge runs again, a charge that
 * was not owed is let go or credited, a stage that rested on it ends, and all of it is said in facts of their own. Lateness of the operator
 * moves no money.
 */
import { type Id, present } from '../kernel/index.ts';
import { type Dispute, isDisputeOver, isReportOfShop } from '../rooms/dispute/index.ts';
import type { Transfer } from '../rooms/ledger/index.ts';
import { applyMove, findCurrent, letClockRun, type Pledge } from '../rooms/pledge/index.ts';
import { type Charge, routeOfCharge, unpaidMinorOf } from '../rooms/settlement/index.ts';
import { consequencesOf } from './consequences.ts';
import { type ContestAnswer, recordSaid } from './contest-fact.ts';
import { type DisputeState, disputesAbout, reweigh } from './dispute-state.ts';
import { chargeDetail } from './fact-detail.ts';
import type { FactFound } from './facts-found.ts';
import type { OfferVersions } from './offer-versions.ts';
import { STAGE_RULES } from './stage-rules.ts';
import type { Tools, World } from './write-set.ts';

export interface EndHands {
  readonly world: World;
  readonly tools: Tools;
  readonly versions: OfferVersions;
}

/** Terms of the pledges whose running stage the end of a dispute may end. */
export function loadVersions({ pledges }: DisputeState, { world, versions }: EndHands): Promise<void> {
  const running = [...pledges.values()].filter(({ endedAt }) => endedAt === null);
  return versions.load(world.worldId, [...new Set(running.map(({ versionId }) => versionId))]);
}

/** Plans everything that follows from a dispute that has just ended; gives the fact of it. */
export function endDispute(
  state: DisputeState,
  ended: Dispute,
  by: 'operator' | 'system',
  hands: EndHands,
): ContestAnswer {
  const { world } = hands;
  const contested = present(state.facts.get(ended.factId), 'a_dispute_is_about_a_fact');
  const before = disputesAbout(state, ended.factId);
  state.disputes.set(ended.disputeId, ended);
  state.writes.moveDispute(ended);
  reweigh(state, contested, before);
  const pledge = runAgain(state, ended, world);
  const answer = recordSaid(
    state,
    pledge,
    { kind: ended.state === 'lapsed' ? 'dispute_lapsed' : 'dispute_decided', by, said: saidOf(ended, contested) },
    world,
  );
  if (ended.outcome === 'corrected') {
    for (const charge of notOwed(state, ended, contested)) undo(state, charge, pledge, by, world);
    if (restsOn(state, pledge, ended, contested)) endStage(state, pledge, by, hands);
  }
  return answer;
}

/** Whether the stage that runs rests on what was found not to be so: the charge of a payment, or the shop's word that its part is done. */
function restsOn(state: DisputeState, pledge: Pledge, ended: Dispute, contested: FactFound): boolean {
  const stage = findCurrent(pledge);
  if (stage === null || ended.openedBy === 'merchant') return false;
  if (stage.owedBy === 'promisee')
    return (
      contested.kind === 'declared' && contested.reporter === 'merchant' && contested.recordedAt === pledge.declaredAt
    );
  const charge = contested.chargeId === null ? undefined : state.charges.get(contested.chargeId);
  return stage.type === 'pay' && charge?.seq === stage.seq;
}

function endStage(state: DisputeState, pledge: Pledge, by: 'operator' | 'system', hands: EndHands): void {
  const { world, tools, versions } = hands;
  const rules = { terms: versions.get(pledge.versionId).terms, costs: STAGE_RULES };
  const outcome = applyMove(pledge, rules, { by: 'operator', move: { name: 'overrule' } }, world.now);
  // Accepted only, say: nothing runs yet that could be overruled.
  if (!outcome.ok) return;
  consequencesOf(pledge, outcome.value, by, world.now, { world, tools, state });
  state.pledges.set(pledge.pledgeId, outcome.value.pledge);
}

function saidOf(ended: Dispute, contested: FactFound): { readonly [key: string]: string | number } {
  const said = { dispute: ended.disputeId, contests: ended.factId };
  if (ended.outcome === null || ended.norm === null) return said;
  const isFalse = ended.outcome === 'corrected' && ended.openedBy !== 'merchant' && isReportOfShop(contested);
  return {
    ...said,
    outcome: ended.outcome,
    norm: ended.norm,
    ...(ended.outcomeId === null ? {} : { statementId: ended.outcomeId }),
    ...(isFalse ? { falseReportBy: 'merchant' } : {}),
  };
}

/** The clock runs again when no other dispute holds it. */
function runAgain(state: DisputeState, ended: Dispute, world: World): Pledge {
  const pledge = present(state.pledges.get(ended.pledgeId), 'a_dispute_is_about_a_pledge');
  const isHeld = [...state.disputes.values()].some(
    (one) => one.pledgeId === pledge.pledgeId && one.stopsClock && !isDisputeOver(one.state),
  );
  if (pledge.disputedAt === null || isHeld) return pledge;
  const running = letClockRun(pledge, world.now);
  state.pledges.set(running.pledgeId, running);
  state.writes.move(running);
  return running;
}

/** The charge contested; or, where an end was contested, what was charged for lateness and loss on the strength of it. */
function notOwed(state: DisputeState, ended: Dispute, contested: FactFound): Charge[] {
  const ids: Id<'chg'>[] =
    ended.openedBy === 'merchant'
      ? []
      : contested.chargeId !== null
        ? [contested.chargeId]
        : contested.raised
            .filter(({ kind }) => routeOfCharge(kind) === 'charge_compensation')
            .map(({ chargeId }) => chargeId);
  return ids.flatMap((chargeId) => {
    const charge = state.charges.get(chargeId);
    return charge === undefined || charge.state === 'forgiven' || charge.state === 'credited' ? [] : [charge];
  });
}

/** What is not paid yet is let go; what was paid is credited: the shop owes it back. */
function undo(state: DisputeState, charge: Charge, pledge: Pledge, by: 'operator' | 'system', world: World): void {
  const { partyId, merchantId, pledgeId, currency, paidMinor } = charge;
  const unpaidMinor = unpaidMinorOf(charge);
  const of = { partyId, merchantId, pledgeId, currency, effectiveAt: world.now };
  const transfers: Transfer[] = [
    ...(unpaidMinor > 0 ? [state.writes.transfer('forgive', { ...of, amountMinor: unpaidMinor }, world.now)] : []),
    ...(paidMinor > 0 ? [state.writes.transfer('credit', { ...of, amountMinor: paidMinor }, world.now)] : []),
  ];
  const undone: Charge = { ...charge, state: paidMinor > 0 ? 'credited' : 'forgiven', settledAt: world.now };
  state.charges.set(charge.chargeId, undone);
  state.writes.changeCharge(undone);
  state.writes.changeParty(partyId, currency, { openMinor: 0, unpaidMinor: -unpaidMinor, openCount: 0 });
  state.writes.record(partyId, {
    merchantId,
    subjectId: pledgeId,
    kind: paidMinor > 0 ? 'charge_credited' : 'charge_forgiven',
    context: pledge.context,
    reporter: by,
    effectiveAt: world.now,
    recordedAt: world.now,
    weightMilli: 0,
    detail: chargeDetail(undone, transfers),
  });
}
