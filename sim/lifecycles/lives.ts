/**
 * Many lives at once, of a handful of people: at every step chance picks one of them and something that may be said in it. What is checked of
 * one life is in its book; here it is checked that each person’s exposure is what the open promises grant, and that an end is the end.
 */
import { assert, type Id, type Instant, instantFromIso, present } from '../../packages/troth/src/kernel/index.ts';
import { bornPledge } from '../../packages/troth/src/journeys/birth.ts';
import { STAGE_RULES } from '../../packages/troth/src/journeys/stage-rules.ts';
import {
  bornObligations,
  depositMinor,
  mostItCanCost,
  type OfferTerms,
  type OrderTimes,
} from '../../packages/troth/src/rooms/offer/index.ts';
import { applyMove, type CountedLine, isTerminal, type Pledge } from '../../packages/troth/src/rooms/pledge/index.ts';
import { type Chance, chanceOf } from '../seeded-chance.ts';
import { drawInstant, drawMove, TIME } from './drawn-moves.ts';
import { drawOffer, pick } from './drawn-offers.ts';
import { LifeBook } from './life-book.ts';
import { LivesSum, type LivesTotals } from './lives-sum.ts';

const PEOPLE = 7;
const LIVES_AT_ONCE = 48;
const OFFERS_OPEN = 64;
/** So many steps by chance; after that only time moves a life on. */
const STEPS_BY_CHANCE = 40;
const STEPS_MAX = 400;
/** So often something else is tried at the same instant when a rule says no. */
const TRIES_AT_ONCE = 4;
const FIRST_AT = present(instantFromIso('2026-11-22T04:18:00Z'), 'the_first_instant_reads');

export interface LivesPlan {
  readonly lives: number;
  readonly seed: number;
}

interface Life {
  readonly number: number;
  readonly person: number;
  readonly terms: OfferTerms;
  readonly chance: Chance;
  readonly book: LifeBook;
  readonly lines: Map<string, CountedLine>;
  pledge: Pledge;
  now: Instant;
  stepCount: number;
}

/** Lives them all. Throws at the first law that does not hold, with the seed and the number of the life. */
export function liveAll({ lives, seed }: LivesPlan, show: (done: number) => void): LivesTotals {
  const chance = chanceOf(seed, 'lives');
  const offers = Array.from({ length: OFFERS_OPEN }, () => drawOffer(chance));
  const exposure = Array.from({ length: PEOPLE }, () => 0);
  const open: Life[] = [];
  const sum = new LivesSum();
  let bornCount = 0;
  while (sum.lifeCount < lives) {
    while (open.length < LIVES_AT_ONCE && bornCount < lives) {
      const life = bear(seed, bornCount, offers);
      exposure[life.person] = (exposure[life.person] ?? 0) + life.pledge.grantedMinor;
      open.push(life);
      bornCount += 1;
    }
    const place = chance.whole(0, open.length - 1);
    const life = open[place] as Life;
    naming(life, seed, () => step(life, sum));
    if (!isTerminal(life.pledge.state)) continue;
    open.splice(place, 1);
    exposure[life.person] = (exposure[life.person] ?? 0) - life.book.birth.grantedMinor;
    naming(life, seed, () => finish(life, sum));
    checkExposure(exposure, open);
    if (sum.lifeCount % 16 === 0) offers[chance.whole(0, OFFERS_OPEN - 1)] = drawOffer(chance);
    show(sum.lifeCount);
  }
  assert(
    exposure.every((minor) => minor === 0),
    'nothing_is_exposed_after_all_ends',
  );
  return sum.totals();
}

function naming(life: Life, seed: number, run: () => void): void {
  try {
    run();
  } catch (cause) {
    const owed = life.terms.obligations.map((one) => one.type).join(', ');
    throw new Error(`seed ${seed}, life ${life.number} (${owed}), step ${life.stepCount}: ${String(cause)}`, { cause });
  }
}

function bear(seed: number, number: number, offers: readonly OfferTerms[]): Life {
  const chance = chanceOf(seed, 'life', number);
  const now = FIRST_AT + BigInt(chance.whole(0, 525_600)) * 60_000_000n;
  for (;;) {
    const terms = pick(chance, offers);
    const order = orderOf(chance, terms, now);
    const born = bornObligations(terms, order, now);
    if (!born.ok) continue;
    const decision = decided(chance, terms);
    const version = {
      versionId: 'ofv_01',
      merchantId: 'pty_02',
      terms,
      ceilingMinor: mostItCanCost(terms, {}).ceilingMinor,
    } as const;
    const pledge = bornPledge(
      {
        promisorId: 'pty_01',
        orderNo: null,
        order,
        version,
        speaker: { by: chance.happens(0.3) ? 'promisee' : 'promisor' },
      },
      { obligations: born.value, basisId: 'cns_01', decision },
      `plg_${number}` as Id<'plg'>,
      now,
    );
    const book = new LifeBook(terms, pledge);
    return {
      number,
      person: chance.whole(0, PEOPLE - 1),
      terms,
      chance,
      book,
      lines: new Map(),
      pledge,
      now,
      stepCount: 0,
    };
  }
}

/** Any step of the ladder, also none of it. */
function decided(chance: Chance, terms: OfferTerms) {
  const grantedMinor = pick(chance, [0, ...terms.ladder, ...terms.ladder]);
  const leftMinor = depositMinor(terms) - grantedMinor;
  return {
    outcome: leftMinor === 0 ? ('full' as const) : ('partial' as const),
    grantedMinor,
    depositMinor: leftMinor,
    expectedLossMinor: 0,
  };
}

/** The order says what these terms leave to it. */
function orderOf(chance: Chance, terms: OfferTerms, now: Instant): OrderTimes {
  const caps = terms.obligations.flatMap((one) =>
    one.type === 'pay' && 'amount' in one && 'orderedUpToMinor' in one.amount ? [one.amount.orderedUpToMinor] : [],
  );
  const amount = caps.length === 0 ? {} : { amountMinor: chance.whole(1, Math.min(...caps)) };
  const attends = terms.obligations.some((one) => one.type === 'attend');
  return attends ? { ...amount, startsAt: now + BigInt(chance.whole(0, 20_000)) * 60_000_000n } : amount;
}

function step(life: Life, sum: LivesSum): void {
  const { chance, pledge, lines } = life;
  life.stepCount += 1;
  assert(life.stepCount < STEPS_MAX, 'every_life_ends');
  const isByChance = life.stepCount <= STEPS_BY_CHANCE;
  const due = present(pledge.nextDueAt, 'what_goes_on_falls_due');
  life.now = isByChance ? drawInstant(chance, pledge, life.now) : due > life.now ? due : life.now;
  const rules = { terms: life.terms, costs: STAGE_RULES };
  let move = TIME;
  let outcome = applyMove(pledge, rules, move, life.now);
  for (let again = 0; isByChance && again < TRIES_AT_ONCE; again += 1) {
    move = drawMove(chance, pledge, lines);
    outcome = applyMove(pledge, rules, move, life.now);
    if (outcome.ok) break;
    sum.refused(outcome.reason);
  }
  if (!outcome.ok) return;
  life.book.step(pledge, move, outcome.value);
  life.pledge = outcome.value.pledge;
  sum.moved(move.move.name);
  if (move.move.name === 'report') lines.set(move.move.line.lineNo, move.move.line);
  if (move.move.name === 'take_back') lines.delete(move.move.known?.lineNo ?? '');
}

/** After its end nothing more can be said; what is still open of its charges is paid, let go, or stays open. */
function finish({ chance, pledge, terms, now, lines, book }: Life, sum: LivesSum): void {
  const again = [TIME, drawMove(chance, { ...pledge, state: 'active' }, lines)];
  for (const move of again) {
    const outcome = applyMove(pledge, { terms, costs: STAGE_RULES }, move, now);
    assert(!outcome.ok && outcome.reason === 'pledge_is_over', 'an_end_is_the_end');
  }
  assert(book.endCount === 1, 'a_life_has_one_end');
  book.settleRest(() => pick(chance, ['collected', 'forgiven', 'open']));
  sum.add(pledge, book);
}

function checkExposure(exposure: readonly number[], open: readonly Life[]): void {
  const counted = exposure.map(() => 0);
  for (const { person, pledge } of open) counted[person] = (counted[person] ?? 0) + pledge.grantedMinor;
  assert(
    counted.every((minor, person) => minor === exposure[person]),
    'exposure_is_what_open_promises_grant',
  );
}
