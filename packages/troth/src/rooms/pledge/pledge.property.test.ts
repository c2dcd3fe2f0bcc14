// Whatever is said, in whatever order and at whatever time: what always holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { HOUR_US, type Instant } from '../../kernel/index.ts';
import { applyMove, type Move } from './apply-move.ts';
import type { Rules } from './endings.ts';
import { isMove, isTerminal } from './find-moves.ts';
import { PLEDGE_STATES } from './moves.ts';
import type { MoveEffect, Pledge, Verdict } from './pledge.ts';
import { obligorOf } from './stages.ts';
import {
  answer,
  at,
  confirm,
  fulfil,
  notice,
  promisee,
  promisor,
  T0,
  thing,
  thingRules,
  time,
  visit,
  visitRules,
} from './test-pledge.ts';

const MOVES_SAID: readonly Move[] = [
  ...(['accept', 'decline', 'extend', 'declare', 'cancel'] as const).map(promisor),
  answer,
  confirm(),
  ...(['begin', 'cancel', 'withdraw', 'break'] as const).map(promisee),
  notice(1),
  notice(0),
  fulfil(),
  time,
];

interface Said {
  readonly move: Move;
  readonly waitUs: bigint;
}

/** Waits from nothing to months, with many short ones; a stated time of return anywhere around. */
const SAID: fc.Arbitrary<Said> = fc.record({
  move: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...MOVES_SAID) },
    { weight: 3, arbitrary: fc.constant(time) },
    { weight: 1, arbitrary: fc.bigInt({ min: -HOUR_US, max: 2_000n * HOUR_US }).map((after) => fulfil(T0 + after)) },
  ),
  waitUs: fc.oneof(
    fc.bigInt({ min: 0n, max: 3n * HOUR_US }),
    fc.bigInt({ min: 0n, max: 40n * HOUR_US }),
    fc.bigInt({ min: 0n, max: 2_500n * HOUR_US }),
  ),
});
const LIFE = fc.array(SAID, { minLength: 1, maxLength: 25 });
const BIRTH: fc.Arbitrary<readonly [Pledge, Rules]> = fc.constantFrom(
  [thing('offered'), thingRules] as const,
  [thing('accepted'), thingRules] as const,
  [thing('accepted', { ceilingMinor: 700 }), thingRules] as const,
  [visit('offered'), visitRules] as const,
  [visit('accepted'), visitRules] as const,
  [visit('accepted', { ceilingMinor: 0 }), visitRules] as const,
);

interface Step {
  readonly before: Pledge;
  readonly move: Move;
  readonly now: Instant;
  readonly effect: MoveEffect | null;
}

/** Lives a life; time keeps up with the clock or comes late, as it may on a busy machine. */
function live(birth: Pledge, rules: Rules, life: readonly Said[]): Step[] {
  const steps: Step[] = [];
  let pledge = birth;
  let now = T0;
  for (const { move, waitUs } of life) {
    now += waitUs;
    const outcome = applyMove(pledge, rules, move, now);
    steps.push({ before: pledge, move, now, effect: outcome.ok ? outcome.value : null });
    if (outcome.ok) pledge = outcome.value.pledge;
  }
  return steps;
}

function everyStep(holds: (step: Step, rules: Rules) => void): void {
  fc.assert(
    fc.property(BIRTH, LIFE, ([birth, rules], life) => {
      for (const step of live(birth, rules, life)) holds(step, rules);
    }),
    { numRuns: 2_000 },
  );
}

test('no sequence of moves leaves the table', () => {
  everyStep(({ before, move, effect }) => {
    if (effect !== null)
      assert.ok(isMove(move.move.name, move.by, before.state, effect.pledge.state, obligorOf(before)));
  });
});

test('the sequences above do reach every state', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(BIRTH, LIFE, ([birth, rules], life) => {
      for (const { before, effect } of live(birth, rules, life))
        for (const state of [before.state, effect?.pledge.state]) if (state !== undefined) seen.add(state);
    }),
    { numRuns: 5_000 },
  );
  // The promisee's own breach, and what is reached or not, need stages: stages.property.test.ts.
  const ofOneStage = PLEDGE_STATES.filter((state) => state !== 'let_down' && state !== 'unmet');
  assert.deepEqual([...seen].sort(), [...ofOneStage].sort());
});

test('a pledge ends once, and then nothing more is possible, charged or due', () => {
  fc.assert(
    fc.property(BIRTH, LIFE, ([birth, rules], life) => {
      const steps = live(birth, rules, life);
      const endings = steps.filter(({ effect }) => effect !== null && isTerminal(effect.pledge.state));
      assert.ok(endings.length <= 1);
      const end = endings[0]?.effect?.pledge;
      if (end === undefined) return;
      assert.equal(end.nextDueAt, null);
      assert.ok(end.obligations.every((owed) => owed.state !== 'open'));
      for (const { move, now } of steps) {
        const again = applyMove(end, rules, move, now + 9_999n * HOUR_US);
        assert.equal(again.ok ? 'allowed' : again.reason, 'pledge_is_over');
      }
    }),
    { numRuns: 2_000 },
  );
});

test('before its end something is always due: no pledge waits for ever', () => {
  everyStep(({ effect }) => {
    if (effect !== null) assert.equal(effect.pledge.nextDueAt === null, isTerminal(effect.pledge.state));
  });
});

test('left to time alone, every pledge that ever was comes to its end', () => {
  fc.assert(
    fc.property(BIRTH, LIFE, ([birth, rules], life) => {
      let pledge = live(birth, rules, life).reduce(
        (last, { before, effect }) => effect?.pledge ?? before ?? last,
        birth,
      );
      for (let turns = 0; pledge.nextDueAt !== null; turns += 1) {
        assert.ok(turns < 4, 'three turns of time at most');
        const outcome = applyMove(pledge, rules, time, pledge.nextDueAt);
        assert.ok(outcome.ok);
        pledge = outcome.value.pledge;
      }
      assert.ok(isTerminal(pledge.state));
    }),
    { numRuns: 2_000 },
  );
});

test('charges are whole and positive, add up to what the pledge says, and never pass its ceiling', () => {
  everyStep(({ before, effect }) => {
    if (effect === null) return;
    const sum = effect.charges.reduce((total, charge) => total + charge.amountMinor, 0);
    assert.ok(effect.charges.every((charge) => Number.isSafeInteger(charge.amountMinor) && charge.amountMinor > 0));
    assert.equal(effect.pledge.chargedMinor, before.chargedMinor + sum);
    assert.ok(effect.pledge.chargedMinor <= effect.pledge.ceilingMinor);
    assert.ok(sum === 0 || isTerminal(effect.pledge.state), 'charges come with the end only');
  });
});

test('an extension never shortens, and nothing else moves the due time or the grace', () => {
  everyStep(({ before, move, effect }) => {
    if (effect === null) return;
    const { pledge } = effect;
    if (move.move.name === 'extend') {
      assert.ok(pledge.dueAt > before.dueAt && pledge.graceUntil > before.graceUntil);
      assert.ok(
        pledge.obligations.every(
          (owed, i) => owed.dueAt >= (before.obligations[i]?.dueAt ?? 0n) && owed.graceUntil >= owed.dueAt,
        ),
      );
    } else assert.deepEqual([pledge.dueAt, pledge.graceUntil], [before.dueAt, before.graceUntil]);
  });
});

test('a fact never lies in the future, and what was agreed at birth never changes', () => {
  everyStep(({ before, now, effect }) => {
    if (effect === null) return;
    assert.ok(effect.effectiveAt <= now);
    for (const kept of [
      'pledgeId',
      'partyId',
      'merchantId',
      'versionId',
      'grantedMinor',
      'depositMinor',
      'ceilingMinor',
      'currency',
      'offeredAt',
      'startsAt',
    ] as const) {
      assert.equal(effect.pledge[kept], before[kept], kept);
    }
  });
});

test('the same move at the same time has the same effect, and changes nothing it was given', () => {
  everyStep(({ before, move, now, effect }, rules) => {
    const frozen = structuredClone(before);
    const again = applyMove(before, rules, move, now);
    assert.deepEqual(again.ok ? again.value : null, effect);
    assert.deepEqual(before, frozen);
  });
});

test('broken needs a notice with evidence, the time to answer it, and lateness or a contested return', () => {
  fc.assert(
    fc.property(BIRTH, LIFE, ([birth, rules], life) => {
      const steps = live(birth, rules, life);
      const broken = steps.find(({ effect }) => effect?.verdict === 'broken');
      if (broken === undefined) return;
      const noticed = steps.find(({ effect }) => effect?.fact === 'noticed');
      const answered = steps.some(({ effect }) => effect?.fact === 'answered');
      assert.ok(noticed !== undefined && Number(noticed.effect?.detail.evidenceCount) >= 1);
      assert.ok(answered || broken.now >= noticed.now + BigInt(rules.terms.answerMinutes) * 60_000_000n);
      assert.ok(noticed.before.declaredAt !== null || noticed.now > noticed.before.graceUntil);
    }),
    { numRuns: 3_000 },
  );
});

const WORSE: readonly Verdict[] = ['none', 'kept', 'kept_late', 'broken'];
const total = (effect: MoveEffect) => effect.charges.reduce((sum, charge) => sum + charge.amountMinor, 0);

test('a promisor who is silent about a notice fares no better than one who answers, whatever the promisee then says', () => {
  const now = at(14);
  for (const declaredAt of [null, at(11)]) {
    const pledge = thing('noticed', { declaredAt });
    const silent = must(pledge, time, pledge.nextDueAt as Instant);
    const spoken = must(pledge, answer, now).pledge;
    for (const reply of [promisee('break'), promisee('withdraw'), time]) {
      const end = must(spoken, reply, reply === time ? (spoken.nextDueAt as Instant) : now + 1n);
      assert.ok(WORSE.indexOf(end.verdict) <= WORSE.indexOf(silent.verdict));
      assert.ok(total(end) <= total(silent));
    }
  }
});

test('a promisee who is silent when it owes the word gets no more money and no worse a mark than by confirming the return', () => {
  const owing = fc.constantFrom(
    thing('active', { declaredAt: at(9), nextDueAt: at(11) }),
    thing('lapsed', { declaredAt: at(11), nextDueAt: at(13) }),
    thing('lapsed', { declaredAt: at(20), nextDueAt: at(22) }),
    thing('lapsed'),
    thing('answered'),
    thing('answered', { declaredAt: at(11) }),
    visit('lapsed'),
    visit('answered'),
  );
  fc.assert(
    fc.property(owing, fc.bigInt({ min: 0n, max: 100n * HOUR_US }), (pledge, wait) => {
      const silent = must(pledge, time, pledge.nextDueAt as Instant);
      const said = must(pledge, fulfil(), (pledge.declaredAt ?? at(14)) + wait);
      assert.ok(total(silent) <= total(said));
      assert.ok(WORSE.indexOf(silent.verdict) <= WORSE.indexOf(said.verdict));
    }),
  );
});

function must(pledge: Pledge, move: Move, now: Instant): MoveEffect {
  const outcome = applyMove(pledge, pledge.obligations[0]?.type === 'attend' ? visitRules : thingRules, move, now);
  assert.ok(outcome.ok, outcome.ok ? '' : outcome.reason);
  return outcome.value;
}
