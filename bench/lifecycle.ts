// The rules alone, in memory: no database, no HTTP. Everything this measure knows about Troth's rules is in this file.
import { bornOwed } from '../packages/troth/src/journeys/birth.ts';
import { STAGE_RULES } from '../packages/troth/src/journeys/stage-rules.ts';
import {
  HOUR_US,
  MINUTE_US,
  randomIds,
  type Id,
  type IdSource,
  type Instant,
} from '../packages/troth/src/kernel/index.ts';
import { type CompiledPolicy, compilePolicy, decideAdmission } from '../packages/troth/src/rooms/admission/index.ts';
import { bornObligations, mostItCanCost, READY_MADE_OFFERS } from '../packages/troth/src/rooms/offer/index.ts';
import { changeExposure, type ExposureByCurrency, startingExposure } from '../packages/troth/src/rooms/party/index.ts';
import { applyMove, type Move, type MoveEffect, type Pledge } from '../packages/troth/src/rooms/pledge/index.ts';
import {
  addToFold,
  admissionProbabilityPpm,
  BROKEN_FACT_MILLI,
  EMPTY_FOLD,
  keptFactMilli,
  type Fold,
} from '../packages/troth/src/rooms/score/index.ts';

export type LifecycleRules = {
  /**
   * Runs `count` whole lives (admission, offered, accepted, active, then kept, late or broken with charges, transfers
   * and folds) through the same pure functions as the journeys, and returns a checksum of what came out, so that no
   * compiler may leave the work out.
   */
  readonly run: (count: number, seed: number) => number;
  /** What one life consists of, for the report. */
  readonly about: string;
};

const terms = READY_MADE_OFFERS['city-bike'];
const START: Instant = 1_800_000_000_000_000n;
const PERIOD = 700;

/** Kept in time, kept late, or broken after a notice that nobody answered: what the promisor and the promisee say, and when. */
const endings: readonly (readonly (readonly [Move, Instant])[])[] = [
  [[{ by: 'promisee', move: { name: 'fulfil', effectiveAt: null } }, HOUR_US / 2n]],
  [
    [{ by: 'time', move: { name: 'fall_due' } }, 0n],
    [{ by: 'promisee', move: { name: 'fulfil', effectiveAt: null } }, 90n * HOUR_US],
  ],
  [
    [{ by: 'time', move: { name: 'fall_due' } }, 0n],
    [{ by: 'promisee', move: { name: 'notice', evidenceCount: 1, claimMinor: null } }, 90n * HOUR_US],
    [{ by: 'time', move: { name: 'fall_due' } }, 0n],
  ],
];
const accept: Move = { by: 'promisor', move: { name: 'accept' } };
const begin: Move = { by: 'promisee', move: { name: 'begin' } };

function step(pledge: Pledge, move: Move, now: Instant): MoveEffect {
  const outcome = applyMove(pledge, { terms, costs: STAGE_RULES }, move, now);
  if (!outcome.ok) throw new Error(`${move.move.name}: ${outcome.reason}`);
  return outcome.value;
}

/** What one person carries from one life to the next. */
interface Person {
  exposure: ExposureByCurrency;
  fold: Fold;
  readonly key: Buffer;
}

function birth(policy: CompiledPolicy, person: Person, ids: IdSource, now: Instant): Pledge {
  const born = bornObligations(terms, {}, now);
  if (!born.ok) throw new Error(born.reason);
  const decision = decideAdmission({
    policy,
    terms,
    exposure: person.exposure[terms.currency] ?? null,
    cellProbabilityPpm: admissionProbabilityPpm(person.fold, terms.context, PERIOD, person.key),
    budgetLeftMinor: 1_000_000_000,
    unpaidMinor: 0,
    openPledgeCount: 0,
    openHereCount: 0,
    choice: 'trust',
  });
  const due = born.value[0] as (typeof born.value)[number];
  return {
    ...FIRST,
    pledgeId: ids.next('plg', now),
    outcome: decision.outcome,
    grantedMinor: decision.grantedMinor,
    depositMinor: decision.depositMinor,
    expectedLossMinor: decision.expectedLossMinor,
    offeredAt: now,
    startsAt: now,
    dueAt: due.dueAt,
    graceUntil: due.graceUntil,
    nextDueAt: now + HOUR_US,
    obligations: born.value.map((owed) => bornOwed(owed, decision.depositMinor)),
  };
}

/** From accepted and handed over to one of the three ends. */
function live(pledge: Pledge, chance: number, now: Instant): MoveEffect {
  let effect = step(step(pledge, accept, now).pledge, begin, now);
  for (const [move, after] of endings[chance < 0.9 ? 0 : chance < 0.98 ? 1 : 2] as (typeof endings)[number]) {
    const at = move.by === 'time' ? (effect.pledge.nextDueAt as Instant) : now + after;
    effect = step(effect.pledge, move, at);
  }
  return effect;
}

/** Marsaglia's xorshift: chance that costs nothing beside the rules. */
function quickChance(seed: number): () => number {
  let state = (seed * 2654435761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function run(count: number, seed: number): number {
  const policy = compilePolicy(terms.admission.rows);
  if (!policy.ok) throw new Error('the ready-made policy does not compile');
  const next = quickChance(seed);
  const ids = randomIds();
  const person: Person = { exposure: startingExposure(), fold: EMPTY_FOLD, key: Buffer.alloc(32, seed & 0xff) };
  let checksum = 0;
  for (let i = 0; i < count; i += 1) {
    const now = START + BigInt(i) * MINUTE_US;
    const pledge = birth(policy.value, person, ids, now);
    person.exposure = changeExposure(person.exposure, terms.currency, pledge.grantedMinor, 0);
    const effect = live(pledge, next(), now);
    person.exposure = changeExposure(person.exposure, terms.currency, -pledge.grantedMinor, 0);
    const isBroken = effect.verdict === 'broken';
    const weightMilli = isBroken ? BROKEN_FACT_MILLI : keptFactMilli(30, effect.pledge.chargedMinor, terms.currency);
    person.fold = addToFold(person.fold, PERIOD - 1 - (i % 12), {
      keptMilli: isBroken ? 0 : weightMilli,
      brokenMilli: isBroken ? weightMilli : 0,
      lateMilli: 0,
    });
    checksum = (checksum + effect.pledge.chargedMinor + effect.charges.length + pledge.grantedMinor) % 1_000_000_007;
    if (i % 64 === 63) person.fold = EMPTY_FOLD;
  }
  return checksum;
}

const PARTY: Id<'pty'> = `pty_${'0'.repeat(32)}`;

const FIRST: Omit<Pledge, 'pledgeId'> = {
  partyId: PARTY,
  merchantId: PARTY,
  versionId: 'ofv_0',
  orderNo: null,
  state: 'offered',
  context: terms.context,
  currency: terms.currency,
  outcome: 'ordinary',
  grantedMinor: 0,
  depositMinor: 0,
  ceilingMinor: mostItCanCost(terms, {}).ceilingMinor,
  expectedLossMinor: 0,
  basis: 'consent',
  basisId: 'cns_0',
  offeredAt: START,
  startsAt: START,
  dueAt: START,
  graceUntil: START,
  nextDueAt: null,
  acceptedAt: null,
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

export const lifecycleRules: LifecycleRules = {
  run,
  about:
    'city bike: due times, draw of the cell, admission under its policy, exposure reserved, accepted, begun, then 90 % kept in time, 8 % late, 2 % lapsed, noticed and broken, with charges, exposure released and fold',
};
