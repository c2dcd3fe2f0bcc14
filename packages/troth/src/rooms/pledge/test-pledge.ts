/** Small pledges for tests: a thing that is lent for ten hours, and a visit ten hours from now. */
import { HOUR_US, type Instant, MINUTE_US } from '../../kernel/index.ts';
import {
  billedDates,
  buyOutMinor,
  lateCancelFeeMinor,
  lateFeeMinor,
  lossMinor,
  mostItCanCost,
  noShowFeeMinor,
  type OfferTerms,
  READY_MADE_OFFERS,
  stageDates,
  takenBackMinor,
  termOf,
  usageMinor,
} from '../offer/index.ts';
import type { Move, Said } from './apply-move.ts';
import type { Rules } from './endings.ts';
import type { PledgeState } from './moves.ts';
import type { Obligation, Pledge } from './pledge.ts';

/** When the pledge was offered, and, where something is lent, handed over. */
export const T0: Instant = 1_795_321_080_000_000n;
export const at = (hours: number): Instant => T0 + BigInt(Math.round(hours * 3600)) * 1_000_000n;
export const DUE = at(10);
export const GRACE = at(12);
export const VISIT_GRACE = at(10.5);

const fees = { usageMinor, lateFeeMinor, lossMinor, noShowFeeMinor, lateCancelFeeMinor, buyOutMinor, takenBackMinor };
export const costs = { ...fees, billedDates, stageDates, termOf };

export const thingTerms: OfferTerms = {
  ...READY_MADE_OFFERS['city-bike'],
  consequences: {
    usage: { perUnitMinor: 100, unitMinutes: 60, freeMinutes: 0, capMinor: 1_500 },
    late: { perUnitMinor: 50, unitMinutes: 60, capMinor: 300 },
    loss: { capMinor: 5_000 },
  },
  extension: { stepMinutes: 120, countMax: 2 },
  answerMinutes: 1440,
  confirmMinutes: 120,
  decideMinutes: 240,
};
export const visitTerms: OfferTerms = {
  ...READY_MADE_OFFERS['cafe-table'],
  consequences: { noShow: { feeMinor: 800 }, lateCancel: { freeUntilMinutesBefore: 120, feeMinor: 200 } },
  answerMinutes: 1440,
  decideMinutes: 240,
};
export const thingRules: Rules = { terms: thingTerms, costs };
export const visitRules: Rules = { terms: visitTerms, costs };

const owed = (
  seq: number,
  type: Obligation['type'],
  dueAt: Instant,
  graceUntil: Instant,
  state: Obligation['state'] = 'open',
): Obligation => ({ seq, type, owedBy: 'promisor', dueAt, graceUntil, state, asked: null, done: 0, enjoyedMinor: 0 });

function base(terms: OfferTerms, state: PledgeState): Pledge {
  const isAccepted = state !== 'offered';
  return {
    pledgeId: 'plg_01',
    partyId: 'pty_01',
    merchantId: 'pty_02',
    versionId: 'ofv_01',
    orderNo: null,
    state,
    context: terms.context,
    currency: terms.currency,
    outcome: 'full',
    grantedMinor: 5_000,
    depositMinor: 0,
    ceilingMinor: mostItCanCost(terms, {}).ceilingMinor,
    expectedLossMinor: 10,
    basis: 'consent',
    basisId: 'cns_01',
    offeredAt: T0,
    startsAt: T0,
    dueAt: DUE,
    graceUntil: GRACE,
    nextDueAt: isAccepted ? DUE : at(1),
    acceptedAt: isAccepted ? T0 : null,
    begunAt: null,
    declaredAt: null,
    answerBy: null,
    endedAt: null,
    disputedAt: null,
    heldDueAt: null,
    stood: [],
    extensionCount: 0,
    chargedMinor: 0,
    claimMinor: null,
    obligations: [],
  };
}

/** A thing to return and to pay for. */
export function thing(state: PledgeState, changes: Partial<Pledge> = {}): Pledge {
  const pledge = base(thingTerms, state);
  const begunAt = state === 'offered' || state === 'accepted' ? null : T0;
  return {
    ...pledge,
    begunAt,
    nextDueAt: nextOf(state, pledge.nextDueAt, GRACE),
    obligations: [owed(1, 'return_item', DUE, GRACE), owed(2, 'pay', at(36), at(40), 'follows')],
    ...changes,
  };
}

/** An appointment from the tenth hour, to be there within half an hour. */
export function visit(state: PledgeState, changes: Partial<Pledge> = {}): Pledge {
  const pledge = base(visitTerms, state);
  const own = { startsAt: at(10), dueAt: at(10.25), graceUntil: VISIT_GRACE };
  const nextDueAt = state === 'accepted' ? own.dueAt : nextOf(state, pledge.nextDueAt, VISIT_GRACE);
  return { ...pledge, ...own, nextDueAt, obligations: [owed(1, 'attend', own.dueAt, VISIT_GRACE)], ...changes };
}

function nextOf(state: PledgeState, early: Instant | null, graceUntil: Instant): Instant | null {
  if (state === 'lapsed') return graceUntil + 90n * 24n * HOUR_US;
  if (state === 'noticed') return at(13) + 1440n * MINUTE_US;
  if (state === 'answered') return at(14) + 240n * MINUTE_US;
  return early;
}

/** A move that says nothing but its name; a declaration without evidence. */
export const promisor = (name: 'accept' | 'decline' | 'extend' | 'buy_out' | 'cancel' | 'declare'): Move => ({
  by: 'promisor',
  move: name === 'declare' ? { name, evidenceCount: 0 } : { name },
});
export const answer: Move = { by: 'promisor', move: { name: 'answer', answer: 'on_my_way' } };
export const confirm = (confirmedCount = 0): Move => ({ by: 'promisor', move: { name: 'confirm', confirmedCount } });
export const promisee = (name: Extract<Said['name'], 'begin' | 'cancel' | 'withdraw' | 'break' | 'release'>): Move => ({
  by: 'promisee',
  move: { name },
});
export const fulfil = (effectiveAt: Instant | null = null): Move => ({
  by: 'promisee',
  move: { name: 'fulfil', effectiveAt },
});
export const notice = (evidenceCount = 1, claimMinor: number | null = null): Move => ({
  by: 'promisee',
  move: { name: 'notice', evidenceCount, claimMinor },
});
export const time: Move = { by: 'time', move: { name: 'fall_due' } };
