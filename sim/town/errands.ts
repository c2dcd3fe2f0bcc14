/** What shops and people of the town do about pledges that run: report, give notice, answer, decide. Shops are honest here. */
import { assert, present } from '../../packages/troth/src/kernel/assert.ts';
import { DAY_US, HOUR_US, isoFromInstant } from '../../packages/troth/src/kernel/clock.ts';
import type { Instant } from '../../packages/troth/src/kernel/clock.ts';
import type { MoveItem } from '../api-client.ts';
import { nextStop } from './calendar.ts';
import { inBulk } from './in-bulk.ts';
import { byShop, taken, VOICES } from './living.ts';
import type { Errand, Living, Running } from './living.ts';

/** A shop that was told "on my way" waits so long before it decides; any other answer is decided at the next stop. */
const PATIENCE_US = 2n * DAY_US;

/** Plans what becomes of a pledge that was accepted at `at`. */
export function planErrands(living: Living, running: Running, at: Instant): void {
  const { visit, trade } = running;
  const deedAt = visit.deed.kind === 'never' ? null : nextStop(visit.deed.at - 1n);
  assert(deedAt === null || deedAt > at, 'nothing_is_done_before_it_was_promised');
  if (deedAt !== null) living.agenda.plan(deedAt, { ...running, kind: 'deed' });
  const noticeAt = nextStop(visit.dueAt + BigInt(trade.graceHours) * HOUR_US);
  if (deedAt === null || deedAt > noticeAt) living.agenda.plan(noticeAt, { ...running, kind: 'notice' });
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
    evidenceIds: [],
    ...more,
  };
}

async function giveNotices(living: Living, errands: readonly Errand[], at: Instant): Promise<void> {
  const proved = await inBulk(errands, VOICES, async (errand) => {
    const text = `${errand.trade.id}, visit ${errand.visit.ordinal}: due ${isoFromInstant(errand.visit.dueAt)}, nothing by ${isoFromInstant(at)}`;
    return { ...errand, evidenceId: await living.api.addEvidence(errand.shop.key, errand.pledgeId, text) };
  });
  await byShop(proved, async (shop, group) => {
    const items = await living.api.movePledges(
      shop.key,
      group.map((errand) => moveOf(errand, 'notice', { evidenceIds: [errand.evidenceId] })),
    );
    for (const [index, item] of items.entries()) {
      if (taken(living, item) === null) continue;
      living.counts.notices += 1;
      const errand = present(group[index], 'each_move_has_its_errand');
      if (errand.visit.onNotice !== 'silent') living.agenda.plan(nextStop(at), { ...errand, kind: 'answer' });
    }
  });
}

async function answerNotices(living: Living, errands: readonly Errand[], at: Instant): Promise<void> {
  await inBulk(errands, VOICES, async (errand) => {
    const answer = errand.visit.onNotice;
    assert(answer !== 'silent', 'the_silent_do_not_answer');
    if (taken(living, await living.api.answer(errand.person.session, errand.pledgeId, answer)) === null) return;
    living.counts.answers += 1;
    living.agenda.plan(nextStop(answer === 'on_my_way' ? at + PATIENCE_US : at), { ...errand, kind: 'decision' });
  });
}

/** The shop looks again: what came back was written down as a deed, so a pledge still open was not kept. */
async function decide(living: Living, errands: readonly Errand[], at: Instant): Promise<void> {
  const missing = errands.filter(({ visit }) => visit.deed.kind === 'never' || visit.deed.at > at);
  await byShop(missing, async (shop, group) => {
    for (const item of await living.api.movePledges(
      shop.key,
      group.map((errand) => moveOf(errand, 'break', {})),
    ))
      taken(living, item);
  });
}

async function writeDown(living: Living, errands: readonly Errand[]): Promise<void> {
  const cancelled = errands.filter(({ visit }) => visit.deed.kind === 'cancelled');
  const items = await inBulk(cancelled, VOICES, (errand) => living.api.cancel(errand.person.session, errand.pledgeId));
  for (const item of items) taken(living, item);
  const done = errands.filter(({ visit }) => visit.deed.kind !== 'cancelled');
  await byShop(done, async (shop, group) => {
    const moves = group.map((errand) => {
      const { deed } = errand.visit;
      assert(deed.kind !== 'never', 'what_never_happens_is_never_written_down');
      return moveOf(errand, 'fulfil', { effectiveAt: deed.at });
    });
    for (const item of await living.api.movePledges(shop.key, moves)) taken(living, item);
  });
}

/** Everything planned for a stop: deeds first, so that nobody is given notice of what they have just done. */
export async function runErrands(living: Living, at: Instant): Promise<void> {
  const errands = Map.groupBy(living.agenda.take(at), (errand) => errand.kind);
  await writeDown(living, errands.get('deed') ?? []);
  await decide(living, errands.get('decision') ?? [], at);
  await answerNotices(living, errands.get('answer') ?? [], at);
  await giveNotices(living, errands.get('notice') ?? [], at);
}
