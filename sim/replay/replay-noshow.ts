/** `troth replay noshow <table.zip>`: from the archive to the report. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR_US, present } from '../../packages/troth/src/kernel/index.ts';
import type { Id } from '../../packages/troth/src/kernel/index.ts';
import { priorOf } from '../../packages/troth/src/rooms/score/index.ts';
import type { SimGround } from '../sim-world.ts';
import type { Progress } from '../progress.ts';
import { readAppointments } from './appointment-rows.ts';
import type { ReadAppointments } from './appointment-rows.ts';
import { CLINIC_TERMS, CLINIC_ZONE } from './clinic-terms.ts';
import { readCsv } from './csv.ts';
import { holdEstimates, outcomesOf } from './held-estimates.ts';
import type { Held } from './held-estimates.ts';
import { houseRuleFor, standInParty } from './house-rule.ts';
import { openJournal } from './journal.ts';
import type { Journal } from './journal.ts';
import { localDaysOf } from './local-days.ts';
import { findingLines, findNoshow, intakeLines } from './noshow-report.ts';
import { readEstimates } from './read-estimates.ts';
import { stateOf } from './replay-steps.ts';
import type { BegunStep, ReplayState, ReplayStep } from './replay-steps.ts';
import { runReplay } from './run-replay.ts';
import { shuffleOutcomes } from './shuffled.ts';
import { timetableOf } from './timetable.ts';
import type { ReplayDay } from './timetable.ts';
import { readZipEntry } from './zip-entry.ts';

const TABLE_BYTES_MAX = 64_000_000;
const SEED = 7;

/** The table could not be read as one; the message says why and is for the person who gave it. */
export class TableRefused extends Error {}

interface Table {
  readonly hash: string;
  readonly read: ReadAppointments;
  readonly timetable: readonly ReplayDay[];
}

/** Reads an archive, or a table that is not packed. */
export function readTable(path: string): Table {
  const bytes = readFileSync(path);
  const entry = path.toLowerCase().endsWith('.zip') ? readZipEntry(bytes, '.csv', TABLE_BYTES_MAX) : null;
  if (entry !== null && !entry.ok) throw new TableRefused(`${path}: ${entry.reason} ${entry.detail ?? ''}`);
  const content = entry === null ? bytes : entry.value.content;
  const table = readCsv(content);
  if (!table.ok) throw new TableRefused(`${path}: ${table.reason} ${table.detail ?? ''}`);
  const days = localDaysOf(CLINIC_ZONE);
  const read = readAppointments(table.value, days);
  if (!read.ok) throw new TableRefused(`${path}: ${read.reason} ${read.detail ?? ''}`);
  const hash = createHash('sha256').update(content).digest('hex');
  return { hash, read: read.value, timetable: timetableOf(read.value.rows, days) };
}

async function begin(
  ground: SimGround,
  table: Table,
  source: string,
  journal: Journal<ReplayStep>,
): Promise<BegunStep> {
  const firstDay = present(table.timetable[0], 'there_is_something_to_replay').day;
  const world = await ground.makeWorld(`replay-noshow-${table.hash.slice(0, 8)}`, firstDay.startsAt - HOUR_US);
  const api = ground.openApi(world.operatorKey);
  const merchant = await api.createMerchant({ zh: '维多利亚门诊', en: 'Clinics of Vitória' }, 'clinic');
  const shop = await api.publishOffer(merchant, CLINIC_TERMS, 'clinic');
  const importId = await api.createImport(shop.key, 'whoever runs this replay', `${source}, sha256 ${table.hash}`);
  const step: BegunStep = {
    step: 'begun',
    table: table.hash,
    worldId: world.worldId,
    operatorKey: world.operatorKey,
    shop,
    importId,
  };
  journal.append(step);
  return step;
}

/** The estimates that were read from the files, each with what the table knows about the moment. */
function heldByTheApi(inMemory: readonly Held[], state: ReplayState): readonly Held[] {
  const { breaks, keeps } = priorOf('care');
  return inMemory.map((held) => ({
    ...held,
    estimate: state.estimateOf.get(`${held.date} ${held.person}`) ?? breaks / (breaks + keeps),
  }));
}

/** How many estimates are the same, to the last digits, as the rule gives from the table alone. */
function agreementLine(inMemory: readonly Held[], held: readonly Held[]): string {
  const same = held.filter((one, index) => Math.abs(one.estimate - (inMemory[index] as Held).estimate) < 1e-9).length;
  return `${same} of ${held.length} estimates read from the files are those that the rule gives from the table alone`;
}

export interface ReplayOptions {
  readonly path: string;
  readonly progressOf: (total: number) => Progress;
  readonly print: (line: string) => void;
}

/** Replays what is left, then reports. A second run of a finished replay reports again and changes nothing. */
export async function replayNoshow(ground: SimGround, { path, progressOf, print }: ReplayOptions): Promise<void> {
  const table = readTable(path);
  for (const line of intakeLines(table.read)) print(line);
  const { timetable } = table;
  const journal = openJournal<ReplayStep>(join(ground.directory, 'replays', `noshow-${table.hash.slice(0, 16)}.jsonl`));
  const state = stateOf(journal);
  const begun = state.begun ?? (await begin(ground, table, path.split('/').at(-1) ?? path, journal));
  const api = ground.openApi(begun.operatorKey);
  const { cold, worlds } = ground.installation;
  await worlds.refresh();
  await runReplay({
    api,
    begun,
    timetable,
    state,
    journal,
    progress: progressOf(timetable.reduce((sum, day) => sum + day.booked.length + day.appointments.length, 0)),
    readEstimates: (partyIds) => readEstimates(cold, begun.worldId, worlds.now(begun.worldId), partyIds),
  });
  const outcomes = outcomesOf(table.read.rows);
  const partyIdOf = (patientId: string): Id<'pty'> =>
    (state.personOf.get(patientId)?.partyId ?? standInParty(patientId)) as Id<'pty'>;
  const inMemory = holdEstimates(timetable, outcomes, houseRuleFor(partyIdOf));
  const held = heldByTheApi(inMemory, state);
  const shuffled = holdEstimates(timetable, shuffleOutcomes(outcomes, SEED), houseRuleFor(partyIdOf));
  for (const line of findingLines(findNoshow(held, shuffled, SEED))) print(line);
  print(agreementLine(inMemory, held));
  const refused = Map.groupBy(state.refusedOf.values(), (reason) => reason);
  for (const [reason, all] of refused) print(`refused by the API: ${all.length} ${reason}`);
}
