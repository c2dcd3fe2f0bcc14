// Promises of several stages, one case for every row and every refusal that needs them.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyMove } from './apply-move.ts';
import { isTerminal } from './find-moves.ts';
import { present } from '../../kernel/index.ts';
import { checkOffer, type Kinds, OWN_KINDS } from '../offer/index.ts';
import { born, live, lived, moneyOf } from './test-lives.ts';
import { OFFERS } from './test-offers.ts';
import { at, costs } from './test-pledge.ts';
import { OVERRULE_CASES } from './test-overrule-cases.ts';
import { STAGE_CASES } from './test-stage-cases.ts';
import { STAGE_REFUSED } from './test-stage-refusals.ts';

/** One kind more, which needs nothing: what is only confirmed is of no kind of ours. */
const agreement = { ...present(OWN_KINDS.get('attend'), 'kind'), kind: 'agreement', needs: [] };
const KINDS: Kinds = new Map([...OWN_KINDS, ['agreement', agreement]]);

for (const [name, terms] of Object.entries(OFFERS)) {
  test(`the offer these cases call ${name} can be published`, () =>
    assert.deepEqual(checkOffer(terms, KINDS), { ok: true, value: terms }));
}

describe('a promise of several stages:', () => {
  for (const [name, birth, lines, to, fact, verdict, money] of [...STAGE_CASES, ...OVERRULE_CASES]) {
    const said = lines.map(([, { by, move }]) => (by === 'time' ? 'time' : `${by} ${move.name}`)).join(', ');
    test(`${name}: ${said} → ${to}`, () => {
      const last = live(born(name, birth), OFFERS[name], lines).at(-1);
      assert.ok(last !== undefined);
      assert.deepEqual([last.pledge.state, last.fact, last.verdict, moneyOf(last)], [to, fact, verdict, money]);
      assert.equal(last.pledge.endedAt !== null, isTerminal(to));
    });
  }
});

describe('a refusal of stages:', () => {
  for (const [reason, name, birth, before, [hours, move]] of STAGE_REFUSED) {
    test(`${reason}: ${name}, ${before.length} moves on, ${move.move.name} by ${move.by}`, () => {
      const terms = OFFERS[name];
      const outcome = applyMove(lived(born(name, birth), terms, before), { terms, costs }, move, at(Number(hours)));
      assert.equal(outcome.ok ? 'allowed' : outcome.reason, reason);
    });
  }
});
