import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { must } from '../test-story.ts';
import { admits, terms } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage, type Told } from './test-told.ts';

/** Five visits in thirty days, discounts of ¥100 at most, and only what was enjoyed can be taken back. */
const CARD = {
  obligations: [
    { type: 'reach_count', owedBy: 'promisor', count: 5, due: { afterMinutes: 30 * 1440 }, graceMinutes: 1440 },
  ],
  grants: [{ type: 'discount', upToMinor: 10_000 }],
  consequences: {
    clawback: { capMinor: 10_000, unmet: 'all_enjoyed', leftEarly: 'pro_rata' },
    unmet: 'no_mark',
  },
  ladder: [10_000],
  admission: admits(1),
};

let stage: Stage;
let card: Id<'ofr'>;
before(async () => {
  stage = await openStage();
  card = await stage.publish(terms('membership', 'retail', CARD));
});
after(() => stage.close());

const visit = (told: Told, lineNo: string, discountMinor = 1_500) =>
  told.says('shop', 'report', { lineNo, amountMinor: 6_000, discountMinor });

async function visited(times: number): Promise<Told> {
  const told = await stage.promise(card);
  for (let time = 1; time <= times; time += 1) await visit(told, `R-${time}`);
  return told;
}

const reached = async (told: Told) => {
  const { done, enjoyedMinor, state } = (await told.seen()).obligations[0];
  return [done, enjoyedMinor, state];
};

test('five visits, each counted once: it is met and nothing is owed', async () => {
  const told = await visited(4);
  await told.is('active', []);
  await told.refuses('shop', 'report', 'line_counted_already', { lineNo: 'R-2', discountMinor: 900 });
  await told.refuses('person', 'declare', 'nothing_to_return');
  await told.refuses('shop', 'fulfil', 'move_not_possible_now');
  assert.deepEqual(await reached(told), [4, 6_000, 'open']);
  await visit(told, 'R-5');
  await told.is('kept', []);
  assert.deepEqual(await reached(told), [5, 7_500, 'met']);
  await told.refuses('shop', 'report', 'pledge_is_over', { lineNo: 'R-6' });
  assert.deepEqual(await told.facts(), ['accepted', 'counted', 'counted', 'counted', 'counted', 'kept']);
});

test('a purchase that was taken back is a visit less and a discount less, and its number counts anew', async () => {
  const told = await visited(2);
  await told.refuses('shop', 'take_back', 'line_unknown', { lineNo: 'R-9' });
  for (const time of [1, 2, 3]) {
    await told.says('shop', 'take_back', { lineNo: 'R-2' });
    await told.refuses('shop', 'take_back', 'line_unknown', { lineNo: 'R-2' });
    assert.deepEqual(await reached(told), [1, 1_500, 'open'], `taken back ${time} times`);
    await visit(told, 'R-2', 100 * time);
    assert.deepEqual(await reached(told), [2, 1_500 + 100 * time, 'open'], `counted again ${time} times`);
  }
});

test('reached is final: a refund after it takes nothing back here, and a line that may still be refunded is better counted in the grace', async () => {
  const told = await visited(5);
  await told.is('kept', []);
  await told.refuses('shop', 'take_back', 'pledge_is_over', { lineNo: 'R-5' });
  const later = await visited(4);
  await stage.days(30);
  await later.is('lapsed', []);
  await later.says('shop', 'take_back', { lineNo: 'R-4' });
  await visit(later, 'R-5');
  assert.deepEqual(await reached(later), [4, 6_000, 'open']);
  await stage.days(1);
  await later.is('unmet', [['clawback', 6_000, 'open']]);
});

test('discounts never pass what was granted', async () => {
  const told = await visited(0);
  await visit(told, 'R-1', 10_000);
  await told.refuses('shop', 'report', 'discount_above_grant', { lineNo: 'R-2', discountMinor: 1 });
  await visit(told, 'R-2', 0);
});

test('not reached: a visit still counts in the grace, then what was enjoyed is taken back, and no mark is left', async () => {
  const told = await visited(3);
  await stage.days(30);
  await told.is('lapsed', []);
  await visit(told, 'R-late', 500);
  await stage.hours(23);
  await told.refuses('shop', 'notice', 'move_not_possible_now', {
    evidenceIds: ['evd_00000000000000000000000000000000'],
  });
  await stage.hours(1);
  await told.is('unmet', [['clawback', 5_000, 'open']]);
  await told.ends('clawback', 'mark-paid');
  assert.equal(await told.account('cash'), 5_000);
  assert.equal((await told.facts()).at(-1), 'unmet');
});

test('reached in the grace is reached, late', async () => {
  const told = await visited(4);
  await stage.days(30);
  await visit(told, 'R-5');
  await told.is('kept', []);
});

test('leaving early, the part that was not earned is taken back, rounded down; nothing enjoyed, nothing owed', async () => {
  const [told, untouched] = [await visited(2), await visited(0)];
  await visit(told, 'R-3', 1);
  await told.says('person', 'cancel');
  await told.is('cancelled', [['clawback', 1_200, 'open']]);
  await untouched.says('person', 'cancel');
  await untouched.is('cancelled', []);
});

test('the shop that ends it takes nothing back, and neither does one whose offer has no such rule', async () => {
  const told = await visited(2);
  await told.says('shop', 'cancel');
  await told.is('cancelled', []);
});

test('where the offer wants a mark, not reaching it needs a notice like any other breach', async () => {
  const strict = await stage.publish(
    terms('membership', 'retail', { ...CARD, consequences: { clawback: CARD.consequences.clawback } }),
  );
  const [broken, unspoken] = [await stage.promise(strict), await stage.promise(strict)];
  await visit(broken, 'R-1');
  await stage.days(31);
  await stage.hours(1);
  await broken.refuses('shop', 'report', 'grace_has_passed', { lineNo: 'R-2' });
  await broken.notice('shop');
  await stage.days(3);
  await broken.is('broken', [['clawback', 1_500, 'open']]);
  await stage.days(90);
  await unspoken.is('expired', []);
});

test('spending is reached by amounts, discounts taken off by the shop', async () => {
  const spend = await stage.publish(
    terms('membership', 'retail', {
      ...CARD,
      obligations: [
        { type: 'reach_amount', owedBy: 'promisor', amountMinor: 20_000, due: { afterMinutes: 1440 }, graceMinutes: 0 },
      ],
    }),
  );
  const told = await stage.promise(spend);
  await told.says('shop', 'report', { lineNo: 'A', amountMinor: 19_999, discountMinor: 100 });
  await told.is('active', []);
  await told.says('shop', 'report', { lineNo: 'B', amountMinor: 1 });
  await told.is('kept', []);
});

test('the legal ceiling shows its working, article by article, where something was prepaid, and says so where nothing was', async () => {
  const prepaid = await stage.publish(
    terms('membership', 'retail', {
      ...CARD,
      obligations: [
        {
          type: 'pay',
          owedBy: 'promisor',
          amount: { fixedMinor: 30_000 },
          into: 'shop',
          due: { afterMinutes: 1440 },
          graceMinutes: 0,
        },
        {
          type: 'reach_amount',
          owedBy: 'promisor',
          amountMinor: 50_000,
          due: { afterMinutes: 40_000 },
          graceMinutes: 0,
        },
      ],
    }),
  );
  const told = await stage.promise(prepaid);
  const ceiling = async (of: Told) =>
    must(await stage.troth.call('GET', `/v1/me/pledges/${of.id}/ceiling`, { token: of.by.session }), 200, 'ceiling')
      .body;
  assert.deepEqual([(await ceiling(told)).applies, (await ceiling(told)).ceiling], [false, null]);
  await told.says('shop', 'fulfil');
  await told.says('shop', 'report', { lineNo: 'P-1', amountMinor: 9_000, discountMinor: 1_000 });
  // Past the seven days, wherever the holidays fall that move their end.
  await stage.days(20);
  const { applies, article, ceiling: found } = await ceiling(told);
  assert.deepEqual([applies, found.paidMinor, found.keptMinor, found.refundMinor], [true, 30_000, 10_000, 20_000]);
  assert.match(article, /\S/);
  assert.ok(found.steps.length >= 3);
  for (const step of found.steps) assert.match(step.article, /art\. \d+/);
  const strangers = await stage.troth.createPerson();
  const theirs = await stage.troth.call('GET', `/v1/me/pledges/${told.id}/ceiling`, { token: strangers.session });
  assert.equal(theirs.status, 404);
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
