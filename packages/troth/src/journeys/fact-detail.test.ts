// Details are put together by hand on the write path: here they are held against the canonical writer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalJson } from '../kernel/index.ts';
import { transferAlong } from '../rooms/ledger/index.ts';
import type { Pledge } from '../rooms/pledge/index.ts';
import { at, thing, visit } from '../rooms/pledge/test-pledge.ts';
import type { Charge } from '../rooms/settlement/index.ts';
import { birthDetail, chargeDetail, consentDetail, moveDetail } from './fact-detail.ts';

const INSTANT = fc.bigInt({ min: 0n, max: 253_402_300_799_999_999n });
const MAYBE = fc.option(INSTANT);
const PLEDGE: fc.Arbitrary<Pledge> = fc
  .record({
    orderNo: fc.option(fc.string({ unit: 'grapheme' })),
    dueAt: INSTANT,
    graceUntil: INSTANT,
    nextDueAt: MAYBE,
    acceptedAt: MAYBE,
    begunAt: MAYBE,
    declaredAt: MAYBE,
    answerBy: MAYBE,
    endedAt: MAYBE,
    disputedAt: MAYBE,
    heldDueAt: MAYBE,
    stood: fc.array(fc.tuple(INSTANT, INSTANT), { maxLength: 2 }),
    extensionCount: fc.nat(100),
    chargedMinor: fc.nat(),
    grantedMinor: fc.maxSafeNat(),
  })
  .chain((changes) =>
    fc.constantFrom(
      thing('active', changes),
      visit('accepted', changes),
      thing('kept', { ...changes, obligations: [] }),
    ),
  );

const TRANSFER = transferAlong('reserve', {
  transferId: 'trf_01',
  partyId: 'pty_01',
  merchantId: 'pty_02',
  pledgeId: 'plg_01',
  amountMinor: 5,
  currency: 'CNY',
  effectiveAt: at(0),
  recordedAt: at(1),
});
const CHARGE: Charge = {
  chargeId: 'chg_01',
  partyId: 'pty_01',
  merchantId: 'pty_02',
  pledgeId: 'plg_01',
  kind: 'late_fee',
  seq: 1,
  amountMinor: 50,
  currency: 'CNY',
  state: 'open',
  raisedAt: at(3),
  settledAt: null,
  paidMinor: 0,
};

const canonical = (text: string) => assert.equal(canonicalJson(JSON.parse(text)), text);

test('births, moves, charges and consents are recorded in canonical JSON, whatever an order number holds', () => {
  const lists = fc.tuple(
    fc.constantFrom([], [TRANSFER], [TRANSFER, TRANSFER]),
    fc.constantFrom([], [CHARGE], [CHARGE, CHARGE]),
  );
  fc.assert(
    fc.property(PLEDGE, lists, fc.dictionary(fc.string(), fc.integer()), (pledge, [transfers, charges], said) => {
      canonical(birthDetail(pledge, transfers));
      canonical(moveDetail(pledge, said, charges, transfers));
    }),
  );
  canonical(chargeDetail(CHARGE, [TRANSFER]));
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.array(fc.string()), (purpose, textVersion, fields) => {
      canonical(consentDetail({ purpose, expiresAt: at(9), agreed: { textVersion, fields } }));
      canonical(consentDetail({ purpose, expiresAt: at(9), agreed: null }));
    }),
  );
});

test('a birth and a move say every number of the pledge that the row has, and leave out what it has not', () => {
  const pledge = thing('active', { orderNo: 'A"1', answerBy: at(4), stood: [[at(1), at(2)]] });
  const { born, after } = JSON.parse(birthDetail(pledge, [TRANSFER]));
  const elsewhere = ['pledgeId', 'partyId', 'merchantId', 'context'];
  const said = new Set([...Object.keys(born), ...Object.keys(after)]);
  assert.deepEqual(
    Object.entries(pledge).flatMap(([field, value]) => (said.has(field) === (value !== null) ? [] : [field])),
    elsewhere,
  );
  assert.deepEqual(JSON.parse(moveDetail(pledge, {}, [], [])).after, after);
});
