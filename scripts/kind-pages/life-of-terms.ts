// What a pledge of these terms can live through, found by trying: every move by everybody in every situation it can come into, decided by
// the same rules that decide in earnest. So the picture of a kind cannot say more, or less, than the table of moves allows.
import { bornOwed } from '../../packages/troth/src/journeys/birth.ts';
import { STAGE_RULES } from '../../packages/troth/src/journeys/stage-rules.ts';
import { assert, type Instant, MINUTE_US, present } from '../../packages/troth/src/kernel/index.ts';
import {
  bornObligations,
  depositMinor,
  mostItCanCost,
  type OfferTerms,
  stageDates,
  termOf,
} from '../../packages/troth/src/rooms/offer/index.ts';
import {
  applyMove,
  type CountedLine,
  findCurrent,
  isTerminal,
  type Move,
  type Obligation,
  type Pledge,
  type Said,
} from '../../packages/troth/src/rooms/pledge/index.ts';

export interface Step {
  readonly from: string;
  readonly to: string;
  readonly move: string;
  readonly by: Move['by'];
}

/** A quiet Thursday morning. */
const BORN_AT: Instant = 1_795_651_200_000_000n;
const SITUATIONS_MAX = 5_000;

/** Every step that is possible, each once; a situation is `state` or `state n`, with the n-th line of the terms that runs. */
export function lifeOfTerms(whole: OfferTerms): readonly Step[] {
  const terms = inTwoParts(whole);
  const steps = new Map<string, Step>();
  const deposits = [...new Set([0, depositMinor(terms)])];
  const waiting = deposits.map((deposit) => ({ pledge: born(terms, deposit), now: BORN_AT }));
  const seen = new Set(waiting.map(({ pledge }) => situationKey(pledge)));
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    for (const { move, at } of attempts(terms, next.pledge, next.now)) {
      const outcome = applyMove(next.pledge, { terms, costs: STAGE_RULES }, move, at);
      if (!outcome.ok) continue;
      const { pledge } = outcome.value;
      const step = {
        from: situation(terms, next.pledge),
        to: situation(terms, pledge),
        move: move.move.name,
        by: move.by,
      };
      steps.set(`${step.from} ${step.to} ${step.move} ${step.by}`, step);
      const key = situationKey(pledge);
      if (seen.has(key) || isTerminal(pledge.state)) continue;
      seen.add(key);
      assert(seen.size < SITUATIONS_MAX, 'the_life_of_terms_is_finite');
      waiting.push({ pledge, now: at });
    }
  }
  return [...steps.values()];
}

/** Every part of a payment but the last lives alike: two show all there is. */
function inTwoParts(terms: OfferTerms): OfferTerms {
  const obligations = terms.obligations.map((term) =>
    term.type === 'pay' && 'amount' in term && term.parts !== undefined
      ? { ...term, parts: { ...term.parts, count: 2 } }
      : term,
  );
  return { ...terms, obligations };
}

function situation(terms: OfferTerms, pledge: Pledge): string {
  const stage = findCurrent(pledge);
  if (isTerminal(pledge.state) || stage === null) return pledge.state;
  return `${pledge.state} ${terms.obligations.indexOf(termOf(terms, stage.seq).term) + 1}`;
}

/** Two situations with the same key allow the same moves. */
function situationKey(pledge: Pledge): string {
  const owed = pledge.obligations.map(
    ({ state, asked, done }) => `${state}${asked === null ? '' : 'a'}${done > 0 ? 'd' : ''}`,
  );
  return [pledge.state, pledge.declaredAt !== null, pledge.extensionCount > 0, ...owed].join(' ');
}

const line = (lineNo: string, count: number): CountedLine => ({
  lineNo,
  count,
  amountMinor: count,
  minutes: count,
  discountMinor: 0,
});

function sayings(terms: OfferTerms, stage: Obligation | null): readonly Said[] {
  const plain = ['accept', 'decline', 'extend', 'buy_out', 'cancel', 'begin', 'withdraw', 'break', 'release'] as const;
  const billed = stage === null ? null : termOf(terms, stage.seq).term;
  const capMinor =
    billed?.type === 'pay' && 'amount' in billed && 'billedUpToMinor' in billed.amount
      ? billed.amount.billedUpToMinor
      : 1;
  return [
    ...plain.map((name) => ({ name })),
    { name: 'confirm', confirmedCount: 0 },
    { name: 'declare', evidenceCount: 1 },
    { name: 'answer', answer: 'this_is_wrong' },
    { name: 'fulfil', effectiveAt: null },
    { name: 'notice', evidenceCount: 1, claimMinor: null },
    { name: 'report', line: line('1', 1), known: null },
    { name: 'report', line: line('2', stage?.asked ?? 1), known: null },
    ...(stage !== null && stage.done > 0 ? [{ name: 'take_back', known: line('1', 1) } as const] : []),
    { name: 'bill', amountMinor: stage?.asked === null ? capMinor : 1 },
  ];
}

/** People speak before time does; after the grace too, where time leaves them room. */
function attempts(terms: OfferTerms, pledge: Pledge, now: Instant): readonly { move: Move; at: Instant }[] {
  const dueAt = present(pledge.nextDueAt, 'what_runs_falls_due');
  const instants = [now, pledge.graceUntil + MINUTE_US].filter((at) => at >= now && at < dueAt);
  const said = instants.flatMap((at) =>
    (['promisor', 'promisee'] as const).flatMap((by) =>
      sayings(terms, findCurrent(pledge)).map((move) => ({ move: { by, move }, at })),
    ),
  );
  return [...said, { move: { by: 'time', move: { name: 'fall_due' } }, at: dueAt }];
}

function born(terms: OfferTerms, deposit: number): Pledge {
  const order = orderOf(terms);
  const obligations = bornObligations(terms, order, BORN_AT);
  assert(obligations.ok, 'terms_that_were_checked_can_be_ordered');
  const startsAt = order.startsAt ?? BORN_AT;
  const owed = opened(
    terms,
    obligations.value.map((one) => bornOwed(one, deposit)),
    startsAt,
  );
  const current = present(findCurrent({ obligations: owed }), 'a_pledge_owes_something');
  return {
    pledgeId: 'plg_0',
    partyId: 'pty_0',
    disputedAt: null,
    heldDueAt: null,
    stood: [],
    merchantId: 'pty_1',
    versionId: 'ofv_0',
    basisId: 'cns_0',
    orderNo: null,
    state: 'offered',
    outcome: deposit === 0 ? 'full' : 'ordinary',
    basis: 'consent',
    context: terms.context,
    currency: terms.currency,
    grantedMinor: depositMinor(terms) - deposit,
    depositMinor: deposit,
    ceilingMinor: mostItCanCost(terms, order).ceilingMinor,
    expectedLossMinor: 0,
    offeredAt: BORN_AT,
    startsAt,
    dueAt: current.dueAt,
    graceUntil: current.graceUntil,
    nextDueAt: BORN_AT + BigInt(terms.offerExpiryMinutes) * MINUTE_US,
    ...{ acceptedAt: null, begunAt: null, declaredAt: null, answerBy: null, endedAt: null, claimMinor: null },
    extensionCount: 0,
    chargedMinor: 0,
    obligations: owed,
  };
}

/** An appointment is for tomorrow; an amount that the order tells is the largest. */
function orderOf(terms: OfferTerms): { startsAt?: Instant; amountMinor?: number } {
  const asked = terms.obligations.find(
    (one) => one.type === 'pay' && 'amount' in one && 'orderedUpToMinor' in one.amount,
  );
  const amount =
    asked?.type === 'pay' && 'amount' in asked && 'orderedUpToMinor' in asked.amount
      ? asked.amount.orderedUpToMinor
      : null;
  return {
    ...(terms.obligations.some(({ type }) => type === 'attend') ? { startsAt: BORN_AT + 1440n * MINUTE_US } : {}),
    ...(amount === null ? {} : { amountMinor: amount }),
  };
}

function opened(terms: OfferTerms, owed: readonly Obligation[], startsAt: Instant): readonly Obligation[] {
  if (findCurrent({ obligations: owed }) !== null) return owed;
  const first = present(
    owed.find(({ state }) => state === 'waiting'),
    'a_pledge_owes_something',
  );
  const { dueAt, graceUntil } = stageDates(terms, first.seq, startsAt, null);
  return owed.map((one) => (one === first ? { ...one, state: 'open', dueAt, graceUntil } : one));
}
