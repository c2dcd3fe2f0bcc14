import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../../kernel/index.ts';
import { terms } from './test-offers.ts';
import { assertBooks, assertNoFaults, auditSays, openStage, type Stage } from './test-told.ts';

const HOURS = {
  obligations: [
    {
      type: 'reach_hours',
      owedBy: 'promisor',
      hours: 3,
      due: { afterDays: 90, atLocalTime: '20:00' },
      graceMinutes: 0,
    },
  ],
  consequences: { unmet: 'no_mark' },
};

let stage: Stage;
let park: Id<'ofr'>;
before(async () => {
  stage = await openStage();
  park = await stage.publish(terms('welfare', 'civic', HOURS));
});
after(() => stage.close());

test('three hours, confirmed by the host as they are done: it is kept', async () => {
  const told = await stage.promise(park);
  await told.says('shop', 'report', { lineNo: '2026-11-28', minutes: 90 });
  await told.refuses('shop', 'report', 'discount_above_grant', { lineNo: 'B', minutes: 90, discountMinor: 1 });
  await told.says('shop', 'report', { lineNo: '2026-12-05', minutes: 89 });
  await told.is('active', []);
  await told.says('shop', 'report', { lineNo: '2026-12-12', minutes: 1 });
  await told.is('kept', []);
  const score = (await stage.troth.call('GET', '/v1/me/facts', { token: told.by.session })).body.facts;
  assert.ok(score.some((fact: { kind: string }) => fact.kind === 'kept'));
});

test('not done by the day it is unmet, which is no mark and costs nothing', async () => {
  const told = await stage.promise(park);
  await told.says('shop', 'report', { lineNo: 'A', minutes: 60 });
  await stage.days(91);
  await told.is('unmet', []);
  assert.deepEqual(await told.facts(), ['accepted', 'counted', 'lapsed', 'unmet']);
  const folds = await stage.rows.query(
    'select buckets from folds f join pledges p using (party_id) where p.pledge_id = $1',
    [`${told.id.slice(4)}`],
  );
  assert.deepEqual(folds.rows, [], 'nothing on the file');
});

test('who leaves, and the host that calls it off, owe nothing', async () => {
  const [byPerson, byHost] = [await stage.promise(park), await stage.promise(park)];
  await byPerson.says('person', 'cancel');
  await byHost.says('shop', 'cancel');
  await byPerson.is('cancelled', []);
  await byHost.is('cancelled', []);
});

test('the books of all of them agree, and nothing went wrong behind an answer', async () => {
  await assertBooks(stage);
  assertNoFaults(stage);
});

test('the audit finds nothing', async () => {
  assert.deepEqual(await auditSays(stage), []);
});
