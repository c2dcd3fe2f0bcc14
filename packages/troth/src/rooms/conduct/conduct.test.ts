import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson, DAY_US, type Id, idFromUuid, type Json } from '../../kernel/index.ts';
import { addToFold, EMPTY_FOLD } from '../score/index.ts';
import { type Fact, factContent } from './fact.ts';
import { foldFromJson, foldToJson } from './fold-row.ts';
import { PERIOD_DAYS, periodOf, periodStartsAt } from './period.ts';

const UUID = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'));
const PARTY = UUID.map((uuid) => idFromUuid('pty', uuid));
const INSTANT = fc.bigInt({ min: 0n, max: 253_402_300_799_999_999n });

const FACT: fc.Arbitrary<Fact> = fc.record({
  factId: UUID.map((uuid) => idFromUuid('fct', uuid)),
  partyId: PARTY,
  merchantId: PARTY,
  subjectId: UUID.map((uuid) => idFromUuid('plg', uuid)),
  kind: fc.constantFrom('kept' as const, 'charge_raised' as const, 'consent_granted' as const),
  context: fc.constantFrom('retail' as const, 'none' as const),
  reporter: fc.constantFrom('person' as const, 'merchant' as const, 'system' as const, 'historic_import' as const),
  effectiveAt: INSTANT,
  recordedAt: INSTANT,
  weightMilli: fc.nat(),
  detail: fc.dictionary(fc.string(), fc.jsonValue()).map((said) => canonicalJson(said as Json)),
  leafSeq: fc.nat(),
});

test('what the leaf commits to is canonical JSON: read and written canonically it is the same bytes', () => {
  fc.assert(
    fc.property(fc.nat(), FACT, (worldId, fact) => {
      const content = factContent(worldId, fact);
      assert.equal(canonicalJson(JSON.parse(content)), content);
    }),
  );
});

test('it says all of the fact: whatever is changed in a fact changes the content', () => {
  fc.assert(
    fc.property(fc.nat(), FACT, FACT, (worldId, fact, other) => {
      const content = factContent(worldId, fact);
      assert.notEqual(factContent(worldId + 1, fact), content);
      for (const field of Object.keys(fact) as (keyof Fact)[]) {
        if (fact[field] === other[field]) continue;
        assert.notEqual(factContent(worldId, { ...fact, [field]: other[field] }), content, field);
      }
    }),
  );
});

test('a detail that is no object is a bug', () => {
  const [fact] = fc.sample(FACT, 1) as [Fact];
  assert.throws(() => factContent(1, { ...fact, detail: '"kept"' }), /fact_detail_is_a_json_object/);
});

test('every instant lies in exactly one period, and each period lasts thirty days', () => {
  fc.assert(
    fc.property(PARTY, INSTANT, (partyId, at) => {
      const period = periodOf(partyId, at);
      const startsAt = periodStartsAt(partyId, period);
      assert.ok(startsAt <= at && at < periodStartsAt(partyId, period + 1));
      assert.equal(periodStartsAt(partyId, period + 1) - startsAt, BigInt(PERIOD_DAYS) * DAY_US);
      assert.equal(periodOf(partyId, periodStartsAt(partyId, period + 1) - 1n), period);
      assert.equal(periodOf(partyId, periodStartsAt(partyId, period + 1)), period + 1);
    }),
  );
});

test('periods of different people begin at different times of all the thirty days', () => {
  const people = fc.sample(PARTY, 600) as Id<'pty'>[];
  const now = 1_795_321_080_000_000n;
  const days = people.map((partyId) => Number((now - periodStartsAt(partyId, periodOf(partyId, now))) / DAY_US));
  assert.equal(new Set(days).size, PERIOD_DAYS, 'some begin on every day');
  assert.ok(Math.max(...days) === PERIOD_DAYS - 1 && Math.min(...days) === 0);
});

test('a fold survives being stored', () => {
  const deltas = fc.array(
    fc.record({
      period: fc.integer({ min: 0, max: 700 }),
      keptMilli: fc.nat(2_000),
      brokenMilli: fc.nat(2_000),
      lateMilli: fc.nat(2_000),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(deltas, (all) => {
      const fold = all.reduce((sum, { period, ...delta }) => addToFold(sum, period, delta), EMPTY_FOLD);
      assert.deepEqual(foldFromJson(foldToJson(fold)), fold);
    }),
  );
  assert.equal(foldToJson([{ period: 690, keptMilli: 1_000, brokenMilli: 0, lateMilli: 250 }]), '[[690,1000,0,250]]');
});
