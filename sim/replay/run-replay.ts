/**
 * Replays the timetable through the public API, day by day. Each step is done, then written to the journal; a step that a crash cut
 * off is done again with the same idempotency keys, and the API answers as it did.
 */
import type { Instant } from '../../packages/troth/src/kernel/index.ts';
import { present, sha256Hex } from '../../packages/troth/src/kernel/index.ts';
import { BULK_MAX } from '../api-client.ts';
import type { MoveItem, SimApi } from '../api-client.ts';
import type { Progress } from '../progress.ts';
import { inBulk } from '../town/in-bulk.ts';
import type { AppointmentRow } from './appointment-rows.ts';
import type { Journal } from './journal.ts';
import { take } from './replay-steps.ts';
import type { BegunStep, ReplayState, ReplayStep } from './replay-steps.ts';
import { replayEndsAt } from './timetable.ts';
import type { ReplayDay } from './timetable.ts';

export interface Replay {
  readonly api: SimApi;
  /** Reads what the files lead to now; null for whom nothing is on file. */
  readonly readEstimates: (partyIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
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
/** Nobody's name is in the table. */
const NAME = '导入的人';

function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, nth) => items.slice(nth * size, (nth + 1) * size));
}

async function readEstimates(replay: Replay, { day, appointments }: ReplayDay): Promise<ReplayStep> {
  const { personOf } = replay.state;
  const people = [...new Set(appointments.map((row) => row.patientId))];
  const known = people.flatMap((patientId) => personOf.get(patientId)?.partyId ?? []);
  const estimateOf = await replay.readEstimates(known);
  const estimates = people.map((patientId): [string, number | null] => {
    const partyId = personOf.get(patientId)?.partyId;
    return [patientId, (partyId === undefined ? undefined : estimateOf.get(partyId)) ?? null];
  });
  return { step: 'read', date: day.date, estimates };
}

/** People are enrolled when they first book; all that is known of them is the clinic's number, which the API never sees. */
async function enrol({ api, begun, state }: Replay, { day, booked }: ReplayDay): Promise<ReplayStep> {
  const strangers = [...new Set(booked.map((row) => row.patientId))].filter(
    (patientId) => !state.personOf.has(patientId),
  );
  const people = await inBulk(strangers, VOICES, async (patientId): Promise<[string, string, string]> => {
    const { personId } = await api.createPerson(NAME, sha256Hex(`${begun.importId} ${patientId}`));
    return [patientId, personId, await api.referenceFor(personId, begun.shop.merchantId)];
  });
  return { step: 'enrolled', date: day.date, people };
}

async function enterBookings({ api, begun, state }: Replay, { day, booked }: ReplayDay): Promise<ReplayStep> {
  const pledges: [string, string][] = [];
  const refused: [string, string][] = [];
  await inBulk(chunksOf(booked, BULK_MAX), LANES, async (chunk) => {
    const orders = chunk.map((row) => ({
      promisor: present(state.personOf.get(row.patientId), 'who_books_is_enrolled').reference,
      orderNo: row.appointmentId,
      startsAt: null,
      onLocalDate: row.day.date,
    }));
    for (const [index, item] of (await api.importPledges(begun.shop, begun.importId, orders)).entries()) {
      const { appointmentId } = present(chunk[index], 'each_item_is_answered');
      if (item.ok) pledges.push([appointmentId, item.value.pledgeId]);
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

async function moveAll({ api, begun }: Replay, moves: readonly MoveItem[]): Promise<void> {
  await inBulk(chunksOf(moves, BULK_MAX), LANES, async (chunk) => {
    for (const item of await api.movePledges(begun.shop.key, chunk)) {
      if (!item.ok) throw new Error(`a move of the replay was refused: ${item.reason}`);
    }
  });
}

async function reportKept(replay: Replay, { kept, closesAt }: ReplayDay): Promise<void> {
  const moves = entered(replay, kept).map(({ pledgeId, appointmentId }) => ({
    pledgeId,
    move: 'fulfil' as const,
    idempotencyKey: `kept-${appointmentId}`,
    effectiveAt: closesAt,
    evidenceIds: null,
  }));
  await moveAll(replay, moves);
}

async function giveNotices(replay: Replay, { toNotice }: ReplayDay): Promise<void> {
  const { api, begun } = replay;
  const moves = await inBulk(entered(replay, toNotice), VOICES, async ({ pledgeId, appointmentId, evidence }) => ({
    pledgeId,
    move: 'notice' as const,
    idempotencyKey: `notice-${appointmentId}`,
    effectiveAt: null,
    evidenceIds: [await api.addEvidence(begun.shop.key, pledgeId, evidence)],
  }));
  await moveAll(replay, moves);
}

async function replayDay(replay: Replay, today: ReplayDay): Promise<void> {
  const { api, state, journal } = replay;
  const { date } = today.day;
  const isDone = (step: string): boolean => state.done.has(`${step} ${date}`);
  const once = async (
    step: 'read' | 'noticed' | 'enrolled' | 'booked' | 'kept',
    at: Instant,
    work: () => Promise<ReplayStep>,
  ): Promise<void> => {
    if (isDone(step)) return;
    // A step that was cut off finds the clock where it left it: it only ever moves forward.
    await api.advanceClock(at);
    const done = await work();
    journal.append(done);
    if (done.step !== 'begun') take(state, done);
  };
  if (today.appointments.length > 0) await once('read', today.day.startsAt, () => readEstimates(replay, today));
  if (today.toNotice.length > 0) {
    await once('noticed', today.morningAt, async () => {
      await giveNotices(replay, today);
      return { step: 'noticed', date };
    });
  }
  await once('enrolled', today.closesAt, () => enrol(replay, today));
  await once('booked', today.closesAt, () => enterBookings(replay, today));
  await once('kept', today.closesAt, async () => {
    await reportKept(replay, today);
    return { step: 'kept', date };
  });
}

/** Replays what is left of the timetable; the state then holds every estimate that was read. */
export async function runReplay(replay: Replay): Promise<void> {
  const { timetable, progress } = replay;
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
}
