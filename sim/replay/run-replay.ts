/**
 * Replays the timetable through the public API, day by day. Each step is done, then written to the journal; a step that a crash cut
 * off is done again with the same idempotency keys, and the API answers as it did.
 */
import { present } from '../../packages/troth/src/kernel/assert.ts';
import type { ReplayApi } from '../api-client.ts';
import { BULK_MAX } from '../api-client.ts';
import type { Progress } from '../progress.ts';
import { inBulk } from '../town/in-bulk.ts';
import type { AppointmentRow } from './appointment-rows.ts';
import type { Held } from './held-estimates.ts';
import type { Journal } from './journal.ts';
import { take } from './replay-steps.ts';
import type { BegunStep, ReplayState, ReplayStep } from './replay-steps.ts';
import { replayEndsAt } from './timetable.ts';
import type { ReplayDay } from './timetable.ts';

export interface Replay {
  readonly api: ReplayApi;
  readonly begun: BegunStep;
  readonly timetable: readonly ReplayDay[];
  readonly state: ReplayState;
  readonly journal: Journal<ReplayStep>;
  readonly progress: Progress;
}

/** Requests of 128 items in flight at the same time. */
const LANES = 4;
/** Single requests in flight at the same time. */
const VOICES = 32;

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, nth) => items.slice(nth * size, (nth + 1) * size));
}

async function readHeld({ api, begun }: Replay, { day, appointments }: ReplayDay): Promise<readonly Held[]> {
  const people = [...new Set(appointments.map((row) => row.patientId))];
  const files = await inBulk(chunksOf(people, BULK_MAX), LANES, (chunk) => api.readFiles(begun.importId, chunk));
  const fileOf = new Map(files.flat().map((file) => [file.personRef, file]));
  return appointments.map((row) => {
    const file = fileOf.get(row.patientId);
    return {
      person: row.patientId,
      date: day.date,
      estimate: file?.estimate ?? api.estimateOfNobody,
      isMissed: !row.wasKept,
      factCount: file?.factCount ?? 0,
      lastOutcome: file?.lastOutcome ?? null,
    };
  });
}

async function enterBookings({ api, begun }: Replay, { day, booked }: ReplayDay): Promise<ReplayStep> {
  const pledges: [string, string][] = [];
  const refused: [string, string][] = [];
  await inBulk(chunksOf(booked, BULK_MAX), LANES, async (chunk) => {
    const items = await api.importPledges(
      begun.merchantKey,
      begun.importId,
      chunk.map((row) => ({
        personRef: row.patientId,
        offerId: begun.offerId,
        orderNo: row.appointmentId,
        agreedAt: row.scheduledAt,
        onLocalDate: row.day.date,
      })),
    );
    for (const [index, item] of items.entries()) {
      const { appointmentId } = present(chunk[index], 'each_item_is_answered');
      if (item.ok) pledges.push([appointmentId, item.value]);
      else refused.push([appointmentId, item.reason]);
    }
  });
  return { step: 'booked', date: day.date, pledges, refused };
}

/** The rows whose pledge was entered; what the API refused to enter has no life to report. */
function entered(
  replay: Replay,
  rows: readonly AppointmentRow[],
): readonly (AppointmentRow & { readonly pledgeId: string })[] {
  return rows.flatMap((row) => {
    const pledgeId = replay.state.pledgeOf.get(row.appointmentId);
    return pledgeId === undefined ? [] : [{ ...row, pledgeId }];
  });
}

async function reportKept(replay: Replay, { kept, closesAt }: ReplayDay): Promise<void> {
  const { api, begun } = replay;
  await inBulk(chunksOf(entered(replay, kept), BULK_MAX), LANES, async (chunk) => {
    const moves = chunk.map(({ pledgeId, appointmentId }) => ({
      pledgeId,
      move: 'fulfil' as const,
      idempotencyKey: `kept-${appointmentId}`,
      effectiveAt: closesAt,
      evidenceIds: [],
    }));
    for (const item of await api.movePledges(begun.merchantKey, moves))
      if (!item.ok) throw new Error(`a kept appointment was refused: ${item.reason}`);
  });
}

async function giveNotices(replay: Replay, { toNotice }: ReplayDay): Promise<void> {
  const { api, begun } = replay;
  const proved = await inBulk(entered(replay, toNotice), VOICES, async (row) => ({
    ...row,
    evidenceId: await api.addEvidence(begun.merchantKey, row.pledgeId, row.evidence),
  }));
  await inBulk(chunksOf(proved, BULK_MAX), LANES, async (chunk) => {
    const moves = chunk.map(({ pledgeId, appointmentId, evidenceId }) => ({
      pledgeId,
      move: 'notice' as const,
      idempotencyKey: `notice-${appointmentId}`,
      effectiveAt: null,
      evidenceIds: [evidenceId],
    }));
    for (const item of await api.movePledges(begun.merchantKey, moves))
      if (!item.ok) throw new Error(`a notice was refused: ${item.reason}`);
  });
}

async function replayDay(replay: Replay, today: ReplayDay): Promise<void> {
  const { api, state, journal } = replay;
  const { date } = today.day;
  const once = async (
    step: 'read' | 'noticed' | 'booked' | 'kept',
    hasWork: boolean,
    work: () => Promise<ReplayStep>,
  ): Promise<void> => {
    if (!hasWork || state.done.has(`${step} ${date}`)) return;
    const done = await work();
    journal.append(done);
    if (done.step !== 'begun') take(state, done);
  };
  const isLeft = (['kept', 'booked'] as const).some((step) => !state.done.has(`${step} ${date}`));
  if (!isLeft) return;
  // The clock only ever moves forward: a step that is done already has moved it.
  if (!state.done.has(`read ${date}`) && today.appointments.length > 0) await api.advanceClock(today.day.startsAt);
  await once('read', today.appointments.length > 0, async () => ({
    step: 'read',
    date,
    held: await readHeld(replay, today),
  }));
  if (!state.done.has(`noticed ${date}`) && today.toNotice.length > 0) await api.advanceClock(today.morningAt);
  await once('noticed', today.toNotice.length > 0, async () => {
    await giveNotices(replay, today);
    return { step: 'noticed', date };
  });
  await api.advanceClock(today.closesAt);
  await once('booked', true, () => enterBookings(replay, today));
  await once('kept', true, async () => {
    await reportKept(replay, today);
    return { step: 'kept', date };
  });
}

/** Replays what is left of the timetable; returns every estimate held, in time order. */
export async function runReplay(replay: Replay): Promise<readonly Held[]> {
  const { timetable, progress, state } = replay;
  const total = timetable.reduce((sum, { booked, appointments }) => sum + booked.length + appointments.length, 0);
  let done = 0;
  for (const today of timetable) {
    await replayDay(replay, today);
    done += today.booked.length + today.appointments.length;
    progress.show(done, today.day.date);
  }
  const endsAt = replayEndsAt(timetable);
  if (endsAt !== null) await replay.api.advanceClock(endsAt);
  progress.finish(`${total / 2} appointments`);
  return state.held;
}
