/** What shops and people of the town do about pledges that run: report, give notice, answer, decide, pay. Shops are honest here. */
import { assert, present } from '../../packages/troth/src/kernel/assert.ts';
import { DAY_US, HOUR_US, isoFromInstant } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import type { MoveItem, Moved } from '../api-client.ts';
import { nextStop } from './calendar.ts';
import { inBulk } from './in-bulk.ts';
import { byShop, taken, VOICES } from './living.ts';
import type { Errand, Living, Running } from './living.ts';
import { moveOf } from './shop-says.ts';
import type { ShopMove } from './shop-says.ts';

/** A shop that was told "on my way" waits so long before it decides; any other answer is decided at the next stop. */
const PATIENCE_US = 2n * DAY_US;
const PAY_LATER_US = 14n * DAY_US;

/** Plans what becomes of a pledge that was accepted at `at`. */
export function planErrands(living: Living, running: Running, at: Instant): void {
  const { visit, trade } = running;
  const deedAt = visit.deed.kind === 'never' ? null : nextStop(visit.deed.at - 1n);
  assert(deedAt === null || deedAt > at, 'nothing_is_done_before_it_was_promised');
  if (deedAt !== null) living.agenda.plan(deedAt, { ...running, kind: 'deed', charges: [] });
  const noticeAt = nextStop(visit.dueAt + BigInt(trade.graceHours) * HOUR_US);
  if (deedAt === null || deedAt > noticeAt) living.agenda.plan(noticeAt, { ...running, kind: 'notice', charges: [] });
}

/** Charges are paid at once, two weeks later or never, as the person is. */
function planPayment(living: Living, errand: Errand, moved: Moved, at: Instant): void {
  living.counts.charges += moved.charges.length;
  if (moved.charges.length === 0 || errand.visit.payment === 'never') return;
  const payAt = errand.visit.payment === 'at_once' ? at : nextStop(at + PAY_LATER_US);
  living.agenda.plan(payAt, { ...errand, kind: 'payment', charges: moved.charges });
}

export async function pay(living: Living, errands: readonly Errand[]): Promise<void> {
  const bills = errands.flatMap(({ shop, pledgeId, charges }) =>
    charges.map(({ chargeId }) => ({ shop, bill: { pledgeId, chargeId } })),
  );
  await byShop(bills, async (shop, group) => {
    const items = await living.api.markPaid(
      shop.key,
      group.map(({ bill }) => bill),
    );
    for (const item of items) if (taken(living, item) !== null) living.counts.paid += 1;
  });
}

/** Shops put down what they will show; a notice names it. */
export async function gatherEvidence(
  living: Living,
  errands: readonly Errand[],
  at: Instant,
): Promise<ReadonlyMap<string, string>> {
  const evidenceOf = new Map<string, string>();
  await inBulk(errands, VOICES, async ({ shop, pledgeId, trade, visit }) => {
    const text = `${trade.id}, visit ${visit.ordinal}: due ${isoFromInstant(visit.dueAt)}, nothing by ${isoFromInstant(at)}`;
    evidenceOf.set(pledgeId, await living.api.addEvidence(shop.key, pledgeId, text));
  });
  return evidenceOf;
}

export function noticeOf(
  living: Living,
  errand: Errand,
  evidenceOf: ReadonlyMap<string, string>,
  at: Instant,
): ShopMove {
  const evidenceId = present(evidenceOf.get(errand.pledgeId), 'a_notice_has_its_evidence');
  return {
    shop: errand.shop,
    item: { ...moveOf(errand, 'notice'), evidenceIds: [evidenceId] },
    whenMoved: () => {
      living.counts.notices += 1;
      if (errand.visit.onNotice !== 'silent') living.agenda.plan(nextStop(at), { ...errand, kind: 'answer' });
    },
  };
}

export async function answerNotices(living: Living, errands: readonly Errand[], at: Instant): Promise<void> {
  await inBulk(errands, VOICES, async (errand) => {
    const answer = errand.visit.onNotice;
    assert(answer !== 'silent', 'the_silent_do_not_answer');
    const said = await living.api.moveAsPerson(errand.person, errand.pledgeId, { move: 'answer', answer });
    if (taken(living, said) === null) return;
    living.counts.answers += 1;
    living.agenda.plan(nextStop(answer === 'on_my_way' ? at + PATIENCE_US : at), { ...errand, kind: 'decision' });
  });
}

export async function cancel(living: Living, errands: readonly Errand[], at: Instant): Promise<void> {
  await inBulk(errands, VOICES, async (errand) => {
    const moved = taken(living, await living.api.moveAsPerson(errand.person, errand.pledgeId, { move: 'cancel' }));
    if (moved !== null) planPayment(living, errand, moved, at);
  });
}

/** The shop writes down what was brought back and who came. */
export function deedOf(living: Living, errand: Errand, at: Instant): ShopMove {
  const { deed } = errand.visit;
  assert(deed.kind !== 'never', 'what_never_happens_is_never_written_down');
  const item: MoveItem = { ...moveOf(errand, 'fulfil'), effectiveAt: deed.at };
  return { shop: errand.shop, item, whenMoved: (moved) => planPayment(living, errand, moved, at) };
}

/** The shop looks again: what came back is written down as a deed, so that a pledge still open was not kept. */
export function isMissing({ visit }: Errand, at: Instant): boolean {
  return visit.deed.kind === 'never' || visit.deed.at > at;
}

export function breakOf(living: Living, errand: Errand, at: Instant): ShopMove {
  return {
    shop: errand.shop,
    item: moveOf(errand, 'break'),
    whenMoved: (moved) => {
      living.counts.broken += 1;
      planPayment(living, errand, moved, at);
    },
  };
}
