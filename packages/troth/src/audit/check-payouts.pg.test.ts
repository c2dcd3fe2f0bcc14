import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { bookTransfer, stateCustody } from '../doors/api/test-custody.ts';
import { must, promise } from '../doors/api/test-story.ts';
import { openTestTroth, type TestTroth } from '../doors/api/test-troth.ts';
import { checkPayouts } from './check-payouts.ts';
import type { AuditWorld } from './dossier.ts';
import { Findings } from './findings.ts';

let troth: TestTroth;
let owner: pg.Client;
before(async () => {
  troth = await openTestTroth();
  owner = new pg.Client({ connectionString: troth.ownerUrl });
  await owner.connect();
  const shop = await troth.createMerchant();
  const camera = await troth.publish(shop.key, 'camera');
  for (const amount of [300, 200]) {
    const person = await troth.createPerson();
    const pledgeId = await promise(troth, person, camera);
    await bookTransfer(troth, { shop, person, pledgeId }, 'custody_fund', amount, 'CNY');
  }
  await troth.advance(1);
  await stateCustody(troth, shop, 100, 'CNY');
  const path = `/v1/merchants/${shop.merchantId}/custody-payouts`;
  must(await troth.call('POST', path, { token: troth.operatorKey, body: {} }), 200, 'payout');
});
after(async () => {
  await owner.end();
  await troth.close();
});

/** What is found when the first fact of the payout says something else. */
async function foundWith(from: string, to: string): Promise<string[]> {
  await owner.query('begin');
  try {
    await owner.query(
      `update facts set detail = replace(detail, $1, $2) where fact_id = (select min(fact_id::text)::uuid from facts where kind = 'custody_paid_out')`,
      [from, to],
    );
    const findings = new Findings();
    await checkPayouts(owner, { worldId: troth.worldId, findings } as unknown as AuditWorld);
    return findings.violations.map(({ column }) => column);
  } finally {
    await owner.query('rollback');
  }
}

test('a payout as a whole pays no more than was there, and says the same of itself in every fact', async () => {
  assert.deepEqual(await foundWith('"', '"'), []);
  const { rows } = await owner.query<{ said: { paidMinor: number } }>(
    `select detail::jsonb->'said' as said from facts where kind = 'custody_paid_out' order by fact_id::text`,
  );
  assert.deepEqual(rows.map(({ said }) => said.paidMinor).sort(), [40, 60]);
  const first = rows[0]?.said.paidMinor;
  assert.deepEqual(await foundWith(`"paidMinor":${first}`, `"paidMinor":${Number(first) + 1}`), ['paidMinor']);
  assert.deepEqual(await foundWith('"heldMinor":100', '"heldMinor":101'), ['merchant, held, total']);
  assert.deepEqual(await foundWith('"totalMinor":500', '"totalMinor":501'), ['merchant, held, total']);
});
