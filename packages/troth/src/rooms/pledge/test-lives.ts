/** Lives of pledges for tests: born as an order is, and moved step by step, each step asserted to be allowed. */
import assert from 'node:assert/strict';
import type { Instant } from '../../kernel/index.ts';
import { bornPledge } from '../../journeys/birth.ts';
import { bornObligations, depositMinor, mostItCanCost, type OfferTerms, type OrderTimes } from '../offer/index.ts';
import { applyMove, type CountedLine, type Move, type Said } from './apply-move.ts';
import type { MoveEffect, Pledge, Side } from './pledge.ts';
import { OFFERS, type OfferName } from './test-offers.ts';
import { at, costs, T0 } from './test-pledge.ts';

export interface Birth {
  /** All that can be waived, when not said. */
  readonly waivedMinor?: number;
  readonly order?: OrderTimes;
  readonly isOffered?: boolean;
}

/** What an order of these offers says: an appointment is in ten hours, and what is paid into escrow is 3,000. */
export const ORDERS: Partial<Record<OfferName, OrderTimes>> = {
  stay: { startsAt: at(10) },
  table: { startsAt: at(10) },
  desk: { startsAt: at(10) },
  escrow: { amountMinor: 3_000 },
  wardrobe: {
    amountMinor: 3_000,
    lines: [
      { lineNo: 'A', priceMinor: 1_000 },
      { lineNo: 'B', priceMinor: 1_500 },
      { lineNo: 'C', priceMinor: 500 },
    ],
  },
};

export function bornOf(terms: OfferTerms, { waivedMinor, order = {}, isOffered = false }: Birth = {}): Pledge {
  const born = bornObligations(terms, order, T0);
  assert.ok(born.ok, born.ok ? '' : born.reason);
  const grantedMinor = waivedMinor ?? depositMinor(terms);
  const decision = {
    outcome: 'full' as const,
    grantedMinor,
    depositMinor: depositMinor(terms) - grantedMinor,
    expectedLossMinor: 10,
  };
  const { ceilingMinor } = mostItCanCost(terms, {});
  return bornPledge(
    {
      promisorId: 'pty_01',
      speaker: { by: isOffered ? 'promisee' : 'promisor' },
      orderNo: null,
      order,
      version: { versionId: 'ofv_01', merchantId: 'pty_02', terms, ceilingMinor },
    },
    { obligations: born.value, basisId: 'cns_01', decision },
    'plg_01',
    T0,
  );
}

/** The pledge of an offer by its name, with what an order of it says. */
export function born(name: OfferName, birth: Birth = {}): Pledge {
  return bornOf(OFFERS[name], { ...(ORDERS[name] === undefined ? {} : { order: ORDERS[name] }), ...birth });
}

/** A move at hours from the birth, or as soon as time moves the pledge. */
export type Line = readonly [hours: number | 'due', move: Move];

/** The effects of moves one after the other. */
export function live(pledge: Pledge, terms: OfferTerms, lines: readonly Line[]): readonly MoveEffect[] {
  let current = pledge;
  let now = T0;
  return lines.map(([hours, move]) => {
    const then = hours === 'due' ? (current.nextDueAt ?? now) : at(hours);
    now = then > now ? then : now;
    const effect = must(current, terms, move, now);
    current = effect.pledge;
    return effect;
  });
}

/** The pledge after those moves. */
export function lived(pledge: Pledge, terms: OfferTerms, lines: readonly Line[]): Pledge {
  return live(pledge, terms, lines).at(-1)?.pledge ?? pledge;
}

export function must(pledge: Pledge, terms: OfferTerms, move: Move, now: Instant): MoveEffect {
  const outcome = applyMove(pledge, { terms, costs }, move, now);
  assert.ok(outcome.ok, outcome.ok ? '' : `${move.by} ${move.move.name} in ${pledge.state}: ${outcome.reason}`);
  return outcome.value;
}

export function refusalOf(pledge: Pledge, terms: OfferTerms, move: Move, now: Instant): string {
  const outcome = applyMove(pledge, { terms, costs }, move, now);
  return outcome.ok ? 'allowed' : outcome.reason;
}

/** Charges and what was held and moved, as a line of text: `late_fee 100, loss 200 from deposit, escrow_fund 300`. */
export function moneyOf({ charges, held }: Pick<MoveEffect, 'charges' | 'held'>): string {
  const charged = charges.map((one) => `${one.kind} ${one.amountMinor}${one.fromDeposit ? ' from deposit' : ''}`);
  return [...charged, ...held.map((one) => `${one.what} ${one.amountMinor}`)].join(', ');
}

const speaking = (by: Side) => {
  const say = (move: Said): Move => ({ by, move });
  return {
    say,
    accept: say({ name: 'accept' }),
    begin: say({ name: 'begin' }),
    cancel: say({ name: 'cancel' }),
    extend: say({ name: 'extend' }),
    buyOut: say({ name: 'buy_out' }),
    declare: say({ name: 'declare', evidenceCount: 1 }),
    fulfil: say({ name: 'fulfil', effectiveAt: null }),
    release: say({ name: 'release' }),
    notice: say({ name: 'notice', evidenceCount: 1, claimMinor: null }),
    claim: (claimMinor: number) => say({ name: 'notice', evidenceCount: 1, claimMinor }),
    answer: say({ name: 'answer', answer: 'this_is_wrong' }),
    withdraw: say({ name: 'withdraw' }),
    hold: say({ name: 'break' }),
    bill: (amountMinor: number) => say({ name: 'bill', amountMinor }),
    report: (line: CountedLine, known: CountedLine | null = null) => say({ name: 'report', line, known }),
    takeBack: (known: CountedLine | null) => say({ name: 'take_back', known }),
  };
};
export const person = speaking('promisor');
export const shop = speaking('promisee');

/** A purchase of 5,000 and a visit of an hour and a half, with a discount. */
export const line = (discountMinor = 300, changes: Partial<CountedLine> = {}): CountedLine => ({
  lineNo: 'A1',
  count: 1,
  amountMinor: 5_000,
  minutes: 90,
  discountMinor,
  ...changes,
});
