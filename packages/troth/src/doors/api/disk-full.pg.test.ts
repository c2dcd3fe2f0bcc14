import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import pg from 'pg';
import { assertReadsGoOn, assertRefused, ordersOf } from './test-full-disk.ts';
import { assertNothingWritten, readAllRows } from './test-rows.ts';
import { tellStory } from './test-story.ts';
import { openTestTroth } from './test-troth.ts';

/** Every table answers a write as PostgreSQL does when the disk is full: at once, or, `deferred`, at the COMMIT. */
const FULL = (when: 'at once' | 'deferred') => `
  create function disk_is_full() returns trigger language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
  do $$ declare t text; begin
    for t in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
      execute format('create ${when === 'deferred' ? 'constraint ' : ''}trigger full_disk after insert or update on %I ${when === 'deferred' ? 'deferrable initially deferred for each row' : 'for each statement'} execute function disk_is_full()', t);
    end loop; end $$;`;
const FREE = 'drop function disk_is_full() cascade';

test('when the disk is full writes are refused whole with 503, at the write or at the COMMIT; reads go on; then all is well', async (t) => {
  const troth = await openTestTroth();
  const owner = new pg.Client({ connectionString: troth.ownerUrl });
  t.after(async () => {
    await owner.end();
    await troth.close();
  });
  await owner.connect();
  const story = await tellStory(troth);
  const place = ordersOf(troth, story);
  for (const when of ['at once', 'deferred'] as const) {
    const rows = await readAllRows(troth);
    await owner.query(FULL(when));
    const keys = Array.from({ length: 20 }, () => randomUUID());
    for (const reply of await Promise.all(keys.map(place))) assertRefused(reply, when);
    const cold = await troth.call('POST', '/v1/imports', {
      token: story.shop.key,
      body: { suppliedBy: 'us', source: 'paper' },
    });
    assertRefused(cold, `off the write path, ${when}`);
    assertRefused(
      await troth.call('POST', `/v1/me/pledges/${story.ids.pledgeId}/declare`, {
        token: story.person.session,
        body: {},
      }),
      when,
    );
    await assertReadsGoOn(troth, story);
    await owner.query(FREE);
    assertNothingWritten(rows, await readAllRows(troth), `while the disk was full, ${when}`);
    for (const reply of await Promise.all(keys.map(place)))
      assert.equal(reply.status, 201, 'the same keys, once there is room');
  }
});
