/** What shops and people of the town do about pledges that run: report, give notice, answer, decide. Shops are honest here. */
import { assert, present } from '../../packages/troth/src/kernel/assert.ts';
import { DAY_US, HOUR_US, isoFromInstant } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import type { MoveItem, Moved } from '../api-client.ts';
import { nextStop } from './calendar.ts';
import { inBulk } from './in-bulk.ts';
import { byShop, taken, VOICES } from './living.ts';
import type { Errand, Living, Running } from './living.ts';

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

function moveOf(
  errand: Errand,
  move: MoveItem['move'],
  more: Partial<Pick<MoveItem, 'effectiveAt' | 'evidenceIds'>>,
): MoveItem {
  return {
    pledgeId: errand.pledgeId,
    move,
    idempotencyKey: `${move}-${errand.visit.ordinal}`,
    effectiveAt: null,
    evidenceIds: null,
    ...more,
  };
}

/** A shop moves its pledges; each errand with what came of it, or null where the API refused. */
async function moveAll(
  living: Living,
  errands: readonly Errand[],
  asMove: (errand: Errand) => MoveItem,
  then: (errand: Errand, moved: Moved) => void,
): Promise<void> {
  await byShop(errands, async (shop, group) => {
    const items = await living.api.movePledges(shop.key, group.map(asMove));
    for (const [index, item] of items.entries()) {
      const moved = taken(living, item);
      if (moved !== null) then(present(group[index], 'each_move_has_its_errand'), moved);
    }
  });
}

/** Charges are paid at once, two weeks later or never, as the person is. */
function planPayment(living: Living, errand: Errand, moved: Moved, at: Instant): void {
  living.counts.charges += moved.charges.length;
  if (moved.charges.length === 0 || errand.visit.payment === 'never') return;
  const payAt = errand.visit.payment === 'at_once' ? at : nextStop(at + PAY_LATER_US);
  living.agenda.plan(payAt, { ...errand, kind: 'payment', charges: moved.charges });
}

async function pay(living: Living, errands: readonly Errand[]): Promise<void> {
  const bills = errands.flatMap(({ shop, pledgeId, charges }) =>
    charges.map(({ chargeId }) => ({ shop, pledgeId, chargeId })),
  );
  const items = await inBulk(bills, VOICES, ({ shop, pledgeId, chargeId }) =>
    living.api.markPaid(shop.key, pledgeId, chargeId),
  );
  for (const item of items) if (taken(living, item) !== null) living.counts.paid += 1;
}

async function giveNotices(living: Living, errands: readonly Errand[], at: Instant): Promise<void> {
  const evidenceOf = new Map<string, string>();
  await inBulk(errands, VOICES, async ({ shop, pledgeId, trade, visit }) => {
    const text = `${trade.id}, visit ${visit.ordinal}: due ${isoFromInstant(visit.dueAt)}, nothing by ${isoFromInstant(at)}`;
    evidenceOf.set(pledgeId, await living.api.addEvidence(shop.key, pledgeId, text));
  });
  const asNotice = (errand: Errand): MoveItem => {
    const evidenceId = present(evidenceOf.get(errand.pledgeId), 'a_notice_has_its_evidence');
    return moveOf(errand, 'notice', { evidenceIds: [evidenceId] });
  };
  await moveAll(living, errands, asNotice, (errand) => {
    living.counts.notices += 1;
    if (errand.visit.onNotice !== 'silent') living.agenda.plan(nextStop(at), { ...errand, kind: 'answer' });
  });
}

async function answerNotices(living: Living, errands: readonly Errand[], at: Instant): Promise<void> {
  await inBulk(errands, VOICES, async (errand) => {
    const answer = errand.visit.onNotice;
    assert(answer !== 'silent', 'the_silent_do_not_answer');
    const said = await living.api.moveAsPerson(errand.person, errand.pledgeId, { move: 'answer', answer });
    if (taken(living, said) === null) return;
    living.counts.answers += 1;
    living.agenda.plan(nextStop(answer === 'on_my_way' ? at + PATIENCE_US : at), { ...errand, kind: 'decision' });
  });
}

/** The shop looks again: what came back was written down as a deed, so a pledge still open was not kept. */
async function decide(living: Living, errands: readonly Errand[], at: Instant): Promise<void> {
  const missing = errands.filter(({ visit }) => visit.deed.kind === 'never' || visit.deed.at > at);
  await moveAll(
    living,
    missing,
    (errand) => moveOf(errand, 'break', {}),
    (errand, moved) => {
      living.counts.broken += 1;
      planPayment(living, errand, moved, at);
    },
  );
}

async function writeDown(living: Living, errands: readonly Errand[], at: Instant): Promise<void> {
  const cancelled = errands.filter(({ visit }) => visit.deed.kind === 'cancelled');
  await inBulk(cancelled, VOICES, async (errand) => {
    const moved = taken(living, await living.api.moveAsPerson(errand.person, errand.pledgeId, { move: 'cancel' }));
    if (moved !== null) planPayment(living, errand, moved, at);
  });
  const asFulfil = (errand: Errand): MoveItem => {
    const { deed } = errand.visit;
    assert(deed.kind !== 'never', 'what_never_happens_is_never_written_down');
    return moveOf(errand, 'fulfil', { effectiveAt: deed.at });
  };
  const done = errands.filter(({ visit }) => visit.deed.kind !== 'cancelled');
  await moveAll(living, done, asFulfil, (errand, moved) => planPayment(living, errand, moved, at));
}

/** Everything planned for a stop: deeds first, so that nobody is given notice of what they have just done. */
export async function runErrands(living: Living, at: Instant): Promise<void> {
  const errands = Map.groupBy(living.agenda.take(at), (errand) => errand.kind);
  await writeDown(living, errands.get('deed') ?? [], at);
  await decide(living, errands.get('decision') ?? [], at);
  await answerNotices(living, errands.get('answer') ?? [], at);
  await giveNotices(living, errands.get('notice') ?? [], at);
  await pay(living, [...(errands.get('payment') ?? []), ...living.agenda.take(at)]);
}
