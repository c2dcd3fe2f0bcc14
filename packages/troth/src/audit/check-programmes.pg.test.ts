import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { must, promise, type Shop } from '../doors/api/test-story.ts';
import { openTestTroth, type TestTroth } from '../doors/api/test-troth.ts';
import { checkProgrammes } from './check-programmes.ts';
import type { AuditWorld } from './dossier.ts';
import { Findings } from './findings.ts';

let troth: TestTroth;
let owner: pg.Client;
let spa: Shop;
let stranger: Shop;
before(async () => {
  troth = await openTestTroth();
  owner = new pg.Client({ connectionString: troth.ownerUrl });
  await owner.connect();
  const shop = await troth.createMerchant();
  [spa, stranger] = [await troth.createMerchant('Spa'), await troth.createMerchant('Stranger')];
  const offerId = await troth.publish(shop.key, 'salon', (terms) => {
    terms.programme = { partners: [spa.merchantId], paidBy: 'issuer' };
  });
  const pledgeId = await promise(troth, await troth.createPerson(), offerId);
  const body = { lineNo: 'S-1' };
  must(await troth.call('POST', `/v1/pledges/${pledgeId}/report`, { token: spa.key, body }), 200, 'report');
});
after(async () => {
  await owner.end();
  await troth.close();
});

/** What is found when a table says something else. */
async function foundWith(table: 'facts' | 'offer_versions', from: string, to: string): Promise<string[]> {
  const column = table === 'facts' ? 'detail' : 'terms';
  await owner.query('begin');
  try {
    const type = table === 'facts' ? 'text' : 'jsonb';
    await owner.query(`update ${table} set ${column} = replace(${column}::text, $1, $2)::${type}`, [from, to]);
    const findings = new Findings();
    await checkProgrammes(owner, { worldId: troth.worldId, findings } as unknown as AuditWorld);
    return [...new Set(findings.violations.map(({ check, column: at }) => `${check} ${at}`))].sort();
  } finally {
    await owner.query('rollback');
  }
}

test('a line that another shop honoured is a partner’s, and says who bears its discount as the terms do', async () => {
  assert.deepEqual(await foundWith('facts', 'x', 'x'), []);
  assert.deepEqual(await foundWith('facts', spa.merchantId, stranger.merchantId), ['lives honouredBy']);
  assert.deepEqual(await foundWith('facts', '"paidBy":"issuer"', '"paidBy":"honouring_shop"'), ['lives paidBy']);
  assert.deepEqual(await foundWith('facts', ',"paidBy":"issuer"', ''), ['lives paidBy']);
  assert.deepEqual(await foundWith('facts', '"lineNo":', '"other":'), ['lives lineNo']);
  assert.deepEqual(await foundWith('offer_versions', spa.merchantId, stranger.merchantId), ['lives honouredBy']);
});

test('a partner that terms name is a shop of this world', async () => {
  const nobody = `pty_${'0'.repeat(32)}`;
  assert.deepEqual(await foundWith('offer_versions', spa.merchantId, nobody), ['lives honouredBy', 'references terms']);
});
