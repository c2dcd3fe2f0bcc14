import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { present } from '../../packages/troth/src/kernel/assert.ts';
import { openTestTroth, type TestTroth } from '../../packages/troth/src/doors/api/test-troth.ts';
import type { SimApi } from '../api-client.ts';
import { chanceOf } from '../seeded-chance.ts';
import { groundOn } from '../sim-world.ts';
import type { SimGround } from '../sim-world.ts';
import { madeTable } from './test-table.ts';
import type { MadeRow } from './test-table.ts';
import { replayNoshow } from './replay-noshow.ts';

let troth: TestTroth;
let folder: string;
before(async () => {
  troth = await openTestTroth();
  folder = mkdtempSync(join(tmpdir(), 'troth-replay-'));
});
after(async () => {
  await troth?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Twelve people, sixty appointments over three weeks, some of them of the same day. */
function rows(seed: number): MadeRow[] {
  const chance = chanceOf(seed, 'made');
  return Array.from({ length: 60 }, (_, index) => {
    const day = chance.whole(2, 22);
    const booked = Math.max(1, day - chance.whole(0, 4));
    const at = (date: number): string => `2016-05-${String(date).padStart(2, '0')}`;
    return {
      patient: `p${chance.whole(1, 12)}`,
      id: String(500 + index),
      scheduled: `${at(booked)}T${chance.whole(10, 19)}:00:00Z`,
      day: at(day),
      noShow: chance.happens(0.3) ? 'Yes' : 'No',
    };
  });
}

async function replay(ground: SimGround, path: string): Promise<string> {
  const lines: string[] = [];
  await replayNoshow(ground, {
    path,
    print: (line) => lines.push(line),
    progressOf: () => ({ show: () => undefined, finish: () => undefined }),
  });
  return lines.join('\n');
}

function groundIn(name: string): SimGround {
  return groundOn(troth.installation, troth.url, join(folder, name));
}

async function countStates(name: string): Promise<Record<string, number>> {
  const world = present(
    troth.installation.worlds.list().findLast((one) => one.name.startsWith(name)),
    'world',
  ).worldId;
  const { rows: found } = await troth.installation.cold.within({ worldId: world }, (client) =>
    client.query<{ state: string; basis: string; count: number }>(
      'select state, basis, count(*) as count from pledges group by 1, 2',
    ),
  );
  assert.ok(found.every((row) => row.basis === 'historic_import'));
  return Object.fromEntries(found.map((row) => [row.state, row.count]));
}

test('kept appointments end kept, missed ones broken after notice and silence, and every estimate is the rule’s own', async () => {
  const made = rows(1);
  const path = join(folder, 'whole.csv');
  writeFileSync(path, madeTable([...made, { patient: 'child', id: '999', age: '9' }]));
  const ground = groundIn('whole');
  const report = await replay(ground, path);
  await ground.stop();
  const missed = made.filter((row) => row.noShow === 'Yes').length;
  assert.deepEqual(await countStates('replay-noshow'), { kept: made.length - missed, broken: missed });
  assert.match(report, /60 of 60 estimates read from the files are those that the rule gives from the table alone/);
  assert.match(report, /refused +1 +party_is_a_minor/);
  assert.doesNotMatch(report, /refused by the API/);
});

/** Which share had nothing on file; estimates differ a little, because everybody's periods start on days of their own. */
const thinLine = (report: string): string | undefined =>
  report.split('\n').find((line) => line.startsWith('thin files'));

/** An API that breaks at its nth call, like a process that is killed. */
function breaksAt(api: SimApi, nth: number): SimApi {
  let calls = 0;
  const wrap =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      calls += 1;
      // Half of the time the request has been answered and the answer is lost.
      if (calls === nth && nth % 2 === 0) throw new Error('killed');
      const answer = await work(...args);
      if (calls === nth) throw new Error('killed');
      return answer;
    };
  return {
    ...api,
    createPerson: wrap(api.createPerson),
    importPledges: wrap(api.importPledges),
    movePledges: wrap(api.movePledges),
    addEvidence: wrap(api.addEvidence),
    advanceClock: wrap(api.advanceClock),
    referenceFor: wrap(api.referenceFor),
  };
}

test('a replay that is cut off anywhere and run again ends as one that was not', async () => {
  const made = rows(2).slice(0, 24);
  const path = join(folder, 'cut.csv');
  writeFileSync(path, madeTable(made));
  const whole = groundIn('cut-whole');
  const expected = await replay(whole, path);
  const expectedStates = await countStates('replay-noshow');
  for (let nth = 3; nth < 120; nth += 23) {
    const ground = groundIn(`cut-${nth}`);
    const cutGround: SimGround = { ...ground, openApi: (key) => breaksAt(ground.openApi(key), nth) };
    await assert.rejects(replay(cutGround, path), /killed/, `${nth}`);
    const report = await replay(ground, path);
    assert.match(report, /24 of 24 estimates/, `cut at call ${nth}`);
    assert.equal(thinLine(report), thinLine(expected));
    assert.deepEqual(await countStates('replay-noshow'), expectedStates);
    assert.equal(readdirSync(join(folder, `cut-${nth}`, 'replays')).length, 1);
    await ground.stop();
  }
  await whole.stop();
});
