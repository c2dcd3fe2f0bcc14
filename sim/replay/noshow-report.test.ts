import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { present } from '../../packages/troth/src/kernel/assert.ts';
import { readAppointments } from './appointment-rows.ts';
import type { ReadAppointments } from './appointment-rows.ts';
import { readCsv } from './csv.ts';
import { holdEstimates, outcomesOf } from './held-estimates.ts';
import type { EstimateRule, Held } from './held-estimates.ts';
import { houseRule } from './house-rule.ts';
import { localDaysOf } from './local-days.ts';
import { madeTable } from './test-table.ts';
import type { MadeRow } from './test-table.ts';
import { findingLines, findNoshow, intakeLines, weekOf } from './noshow-report.ts';
import { shuffleOutcomes } from './shuffled.ts';
import { timetableOf } from './timetable.ts';
import { readZipEntry } from './zip-entry.ts';

const days = localDaysOf('America/Sao_Paulo');

function readBytes(bytes: Buffer): ReadAppointments {
  const table = readCsv(bytes);
  assert.ok(table.ok);
  const read = readAppointments(table.value, days);
  assert.ok(read.ok);
  return read.value;
}

/** Share missed so far with a prior of one miss in five; stands for any rule that reads only what is on file. */
const shareMissed: EstimateRule = (facts) => (1 + facts.filter((fact) => !fact.wasKept).length) / (5 + facts.length);

const hold = (read: ReadAppointments, outcomes = outcomesOf(read.rows), rule = shareMissed): readonly Held[] =>
  holdEstimates(timetableOf(read.rows, days), outcomes, rule);

test('the estimate held before an appointment knows a kept one of the day before, and a missed one only after silence', () => {
  const on = (day: string, noShow: string): MadeRow => ({ scheduled: '2016-04-20T08:00:00Z', day, noShow });
  const factCounts = (first: MadeRow, nextDays: string[]): number[] =>
    hold(readBytes(madeTable([first, ...nextDays.map((day) => on(day, 'No'))]))).map((held) => held.factCount);
  assert.deepEqual(factCounts(on('2016-05-02', 'No'), ['2016-05-02', '2016-05-03']), [0, 0, 2]);
  // Missed on the 2nd, noticed on the 3rd at nine, broken on the 4th at nine: the 5th is the first day that may know.
  assert.deepEqual(factCounts(on('2016-05-02', 'Yes'), ['2016-05-04']), [0, 0]);
  assert.deepEqual(factCounts(on('2016-05-02', 'Yes'), ['2016-05-05']), [0, 1]);
});

test('the outcome of an appointment never touches the estimate held before it, nor anybody else', () => {
  const rows = (last: string): MadeRow[] => [
    { patient: 'a', day: '2016-05-02', noShow: 'Yes' },
    { patient: 'b', day: '2016-05-02' },
    { patient: 'a', day: '2016-05-09', noShow: last },
  ];
  const estimates = (last: string): number[] => hold(readBytes(madeTable(rows(last)))).map((held) => held.estimate);
  assert.deepEqual(estimates('Yes'), estimates('No'));
  assert.deepEqual(estimates('No'), [0.2, 0.2, 2 / 6]);
});

test('dealing outcomes out anew keeps how many were missed, and repeats with its seed', () => {
  const outcomes = new Map(Array.from({ length: 500 }, (_, index) => [`${index}`, index % 5 !== 0] as const));
  const dealt = shuffleOutcomes(outcomes, 3);
  assert.deepEqual(shuffleOutcomes(outcomes, 3), dealt);
  assert.notDeepEqual([...dealt.values()], [...outcomes.values()]);
  assert.equal([...dealt.values()].filter((kept) => !kept).length, 100);
});

test('the rule of the house rises with each miss, falls with each keep and starts at the published rate', () => {
  const fact = (wasKept: boolean) => ({ wasKept, bookedAt: 0n, recordedAt: 86_400_000_000n });
  const estimate = (...facts: boolean[]): number => houseRule(facts.map(fact), 90_000_000_000n, 'p');
  assert.ok(Math.abs(estimate() - 0.23) < 1e-12);
  assert.ok(estimate(false) > estimate() && estimate() > estimate(true));
  assert.ok(estimate(false, false) > estimate(false) && estimate(true) > estimate(true, true));
});

test('weeks are ISO weeks, also around new year', () => {
  const weeks = ['2016-04-29', '2016-05-01', '2016-05-02', '2015-12-31', '2016-01-01', '2016-01-04', '2018-12-31'].map(
    weekOf,
  );
  assert.deepEqual(weeks, ['2016-W17', '2016-W17', '2016-W18', '2015-W53', '2015-W53', '2016-W01', '2019-W01']);
});

test('the report names each refusal with its norm, each dropped column, every week and all baselines', () => {
  const read = readBytes(
    madeTable([
      { patient: 'a' },
      { patient: 'a', day: '2016-05-09', noShow: 'Yes' },
      { patient: 'b' },
      { patient: 'b', day: '2016-05-09' },
      { age: '9' },
      { age: '-1' },
    ]),
  );
  const intake = intakeLines(read).join('\n');
  assert.match(intake, /refused +1 +party_is_a_minor +norm minors_refused/);
  assert.match(intake, /refused +1 +age_is_impossible +norm minors_refused/);
  assert.match(intake, /cells not taken in +6 +Diabetes +norm prohibited_data/);
  const held = hold(read);
  const lines = findingLines(findNoshow(held, held, 7)).join('\n');
  assert.match(lines, /2016-W18 +2 +0 +0.0 % +— +— +0.500/);
  assert.match(lines, /2016-W19 +2 +2 +50.0 % +0.500/);
  assert.match(lines, /thin files: 50.0 %/);
});

test('an empty replay is reported as such and does not fall over', () => {
  const findings = findNoshow([], [], 7);
  assert.deepEqual([findings.auc, findings.interval, findings.thinShare], [null, null, 0]);
  assert.ok(findingLines(findings).length > 0);
});

const REAL = new URL('../../../shared/data/noshow_raw.zip', import.meta.url);

test('110,527 real appointments: everybody under 18 and five impossible rows left out, and conduct tells more than chance', (context) => {
  if (!existsSync(REAL)) {
    process.stderr.write(
      '\nSKIPPED: the real appointments are not on this machine (../shared/data/noshow_raw.zip); nothing was checked against them\n',
    );
    context.skip('no real appointments on this machine');
    return;
  }
  const zip = readZipEntry(readFileSync(REAL), '.csv', 64_000_000);
  assert.ok(zip.ok);
  const read = readBytes(zip.value.content);
  assert.deepEqual([read.rowsRead, read.rows.length], [110_527, 83_143]);
  assert.deepEqual(
    [read.refused.party_is_a_minor, read.refused.age_is_impossible, read.refused.appointment_before_scheduling],
    [27_379, 1, 4],
  );
  const held = hold(read, outcomesOf(read.rows), houseRule);
  const shuffled = hold(read, shuffleOutcomes(outcomesOf(read.rows), 7), houseRule);
  const findings = findNoshow(held, shuffled, 7);
  assert.ok(present(findings.interval, 'interval').low > present(findings.lastOutcomeAuc, 'last outcome'));
  assert.ok(Math.abs(present(findings.shuffledAuc, 'shuffled') - 0.5) < 0.01);
  const { low, high } = present(findings.shuffledInterval, 'shuffled interval');
  assert.ok(low <= 0.5 && 0.5 <= high);
});
