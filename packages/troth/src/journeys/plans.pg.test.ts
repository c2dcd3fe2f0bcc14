// A generic plan made while a table is empty is kept while it fills: one that reads the whole table would be quick for the first
// hundred orders and slower with every further one. So every statement of every journey must go by index from the first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { HOUR_US, type Id } from '../kernel/index.ts';
import type { HotConnection, Statement } from '../platform/db/index.ts';
import { askAsOwner } from '../platform/db/test-migrated.ts';
import { changeConsents } from './change-consent.ts';
import { answerDisputes } from './answer-dispute.ts';
import { contestFacts } from './contest-fact.ts';
import { decideDisputes } from './decide-dispute.ts';
import { makeGood } from './make-good.ts';
import { sweepWorld } from './sweep-disputes.ts';
import { movePledges } from './move-pledge.ts';
import { openPledges } from './open-pledge.ts';
import { settleCharges } from './settle-charge.ts';
import { sweepDue } from './sweep-due.ts';
import {
  consentToAll,
  type Ground,
  GROUND_NOW,
  moveOf,
  openGround,
  orderOf,
  promiseOf,
  requestOf,
  WORLD_ID,
  worldAt,
} from './test-ground.ts';

const seen = new Map<string, Statement>();
let ground: Ground;
before(async () => {
  ground = await openGround({
    seed: 3,
    peopleCount: 2,
    shopCount: 1,
    readyMade: ['umbrella', 'cafe-table', 'headphones'],
  });
  await consentToAll(ground, GROUND_NOW);
  await everyJourney(listening(ground.connection));
});
after(() => ground.close());

/** Remembers every statement that passes. */
function listening(connection: HotConnection): HotConnection {
  return {
    run: (calls) => {
      for (const [statement] of calls) seen.set(statement.name, statement);
      return connection.run(calls);
    },
    rollback: () => connection.rollback(),
    get alive() {
      return connection.alive;
    },
    end: () => connection.end(),
  };
}

/** A life that makes every journey write everything it can. */
async function everyJourney(connection: HotConnection): Promise<void> {
  const { tools, versions, people, shops } = ground;
  const [person, shop] = [people[0] as Id<'pty'>, shops[0] as Id<'pty'>];
  const promisee = { by: 'promisee', merchantId: shop, reporter: 'merchant' } as const;
  const late = GROUND_NOW + 24n * 30n * HOUR_US;
  const first = { ...promiseOf('a', person, ground.offer('umbrella'), GROUND_NOW), orderNo: 'N-1' };
  const [opened] = await openPledges(connection, worldAt(GROUND_NOW), tools, [
    first,
    orderOf('b', person, ground.offer('cafe-table'), GROUND_NOW),
    promiseOf('c', person, ground.offer('headphones'), GROUND_NOW),
  ]);
  assert.ok(opened?.ok && opened.value.fact !== null);
  const pledgeId = opened.value.fact.subjectId as Id<'plg'>;
  const move = async (name: string, now: bigint, asked: Parameters<typeof moveOf>[3]) => {
    const [outcome] = await movePledges(connection, worldAt(now), tools, versions, [
      moveOf(name, pledgeId, promisee, asked, now),
    ]);
    return outcome;
  };
  await move('begin', GROUND_NOW, { name: 'begin' });
  await personSpeaks(connection, person, pledgeId, opened.value.factId);
  await move('notice', GROUND_NOW, {
    name: 'notice',
    evidenceIds: ['evd_0199a1b2c3d47000800000000000000a'],
    claimMinor: null,
  });
  await sweepDue(connection, WORLD_ID, late, tools, versions);
  const kept = await move('fulfil', late, { name: 'fulfil', effectiveAt: null });
  assert.ok(kept?.ok, 'a late fee is raised');
  const [charge] = await askAsOwner(
    ground.ownerUrl,
    `select 'chg_' || replace(charge_id::text, '-', '') as id from charges`,
  );
  await settleCharges(connection, worldAt(late), tools, versions, [
    { request: requestOf('pay'), merchantId: shop, pledgeId, chargeId: charge.id, end: 'collected', partMinor: null },
  ]);
  assert.ok(kept.value.factId);
  await dispute(connection, person, pledgeId, kept.value.factId, late);
  const [consent] = await askAsOwner(
    ground.ownerUrl,
    `select 'cns_' || replace(consent_id::text, '-', '') as id, 'pty_' || replace(party_id::text, '-', '') as person from consents`,
  );
  const revoke = { kind: 'revoke', consentId: consent.id } as const;
  const again = {
    kind: 'give',
    merchantId: shop,
    purpose: 'deposit_waiver',
    fields: [],
    textVersion: 'x/1',
    expiresAt: late,
  } as const;
  await changeConsents(connection, worldAt(GROUND_NOW), tools, [
    { request: requestOf('revoke'), partyId: consent.person, change: revoke },
    { request: requestOf('again'), partyId: person, change: again },
  ]);
  // Keys are forgotten after thirty days: the same key is then asked for anew.
  await openPledges(connection, worldAt(late + 24n * HOUR_US), tools, [{ ...first, orderNo: 'N-2' }]);
}

/** What only the person says: that something was received, and that a fact is not so. */
async function personSpeaks(
  connection: HotConnection,
  partyId: Id<'pty'>,
  pledgeId: Id<'plg'>,
  factId: Id<'fct'>,
): Promise<void> {
  const { tools, versions } = ground;
  await movePledges(connection, worldAt(GROUND_NOW), tools, versions, [
    moveOf('confirm', pledgeId, { by: 'promisor', partyId }, { name: 'confirm' }, GROUND_NOW),
  ]);
  await contestFacts(connection, worldAt(GROUND_NOW), tools, [
    { request: requestOf('contest'), speaker: { by: 'person', partyId }, factId, statement: 'not so' },
  ]);
}

/** What was broken or late is contested, answered, decided and put right; another dispute is left to time. */
async function dispute(
  connection: HotConnection,
  partyId: Id<'pty'>,
  pledgeId: Id<'plg'>,
  factId: Id<'fct'>,
  now: bigint,
): Promise<void> {
  const { tools, versions, shops } = ground;
  const merchantId = shops[0] as Id<'pty'>;
  const world = worldAt(now);
  const [opened] = await contestFacts(connection, world, tools, [
    { request: requestOf('late'), speaker: { by: 'person', partyId }, factId, statement: 'in time' },
  ]);
  assert.ok(opened?.ok && opened.value.fact !== null);
  const { said } = JSON.parse(opened.value.fact.detail) as { said: { dispute: Id<'dsp'> } };
  const speaker = { by: 'merchant', partyId: merchantId } as const;
  await answerDisputes(connection, world, tools, [
    { request: requestOf('answer'), disputeId: said.dispute, speaker, statement: 'late' },
  ]);
  const decision = { outcome: 'corrected', norm: 'evidence_for_a_break', text: 'seen' } as const;
  const [decided] = await decideDisputes(connection, world, tools, versions, [
    { request: requestOf('decide'), disputeId: said.dispute, ...decision },
  ]);
  assert.ok(decided?.ok, 'the late fee is credited');
  await makeGood(connection, world, tools, [
    { request: requestOf('good'), speaker: { by: 'promisee', merchantId, pledgeId }, factId, how: 'in_kind' },
  ]);
  await sweepWorld(connection, WORLD_ID, now + 24n * 30n * HOUR_US, tools, versions);
}

const PLANNER = [
  'plan_cache_mode',
  'enable_seqscan',
  'enable_hashjoin',
  'enable_mergejoin',
  'enable_indexscan',
  'enable_bitmapscan',
  'enable_nestloop',
  'jit',
];

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** The plans that the write path gets: its role, its settings, nothing known about any value. */
async function plansOf(statements: readonly Statement[]): Promise<Map<string, PlanNode>> {
  const client = new pg.Client({ connectionString: ground.ownerUrl });
  await client.connect();
  try {
    for (const name of PLANNER) {
      const asked: Statement = { name: `show_${name}`, text: `select current_setting('${name}')`, types: [] };
      const value = (await ground.connection.run([[asked]]))[0]?.rows[0]?.[0];
      await client.query(`select set_config('${name}', $1, false)`, [value]);
    }
    await client.query(
      `set role troth_app; select set_config('troth.world', '${WORLD_ID}', false), set_config('troth.merchants', '{}', false)`,
    );
    const plans = new Map<string, PlanNode>();
    for (const { name, text } of statements) {
      const { rows } = await client.query(`explain (generic_plan, format json) ${text}`);
      plans.set(name, rows[0]['QUERY PLAN'][0].Plan);
    }
    return plans;
  } finally {
    await client.end();
  }
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** Reads of a table that are not an index looked up by a condition. */
function wholeReads(plan: PlanNode): string[] {
  return nodesOf(plan).flatMap((node) => {
    const type = node['Node Type'];
    if (/Seq Scan|Hash Join|Merge Join|Tid/.test(type)) return [`${type} of ${node['Relation Name'] ?? ''}`];
    if (/Index/.test(type) && node['Index Cond'] === undefined) return [`all of ${node['Index Name']}`];
    return [];
  });
}

const aboutTables = () => [...seen.values()].filter(({ text }) => /^\s*(select|insert|update|delete)/.test(text));

test('every statement of every journey was heard', () => {
  for (const name of [
    'find_answers',
    'find_confirmed',
    'change_charges',
    'count_open_here',
    'find_charges_of_pledges',
    'find_disputes',
    'find_disputes_of_pledges',
    'find_due',
    'find_due_disputes',
    'find_evidence',
    'find_facts',
    'find_folds',
    'find_folds_of_parties',
    'find_repairs',
    'forget_answers',
    'insert_charges',
    'insert_disputes',
    'insert_facts',
    'insert_order_numbers',
    'insert_pledges',
    'insert_statements',
    'insert_transfers',
    'lock_parties',
    'lock_parties_of_pledges',
    'move_disputes',
    'revoke_consents',
    'update_pledges',
    'write_folds',
    'write_parties',
  ]) {
    assert.ok(seen.has(name), name);
  }
});

test('a plan made on empty tables looks up by index, in every statement', async () => {
  const empty = await openGround({ seed: 4, peopleCount: 0, shopCount: 0, readyMade: [] });
  const filled = ground;
  ground = empty;
  try {
    for (const [name, plan] of await plansOf(aboutTables())) assert.deepEqual(wholeReads(plan), [], name);
  } finally {
    ground = filled;
    await empty.close();
  }
});

test('and so does one made on ten thousand orders', async () => {
  await askAsOwner(
    ground.ownerUrl,
    `insert into parties (party_id, world_id, kind, state, wrapped_key, created_at) select gen_random_uuid(), 1, 'person', 'active', '\\x00', now() from generate_series(1, 10000);
     insert into pledges (pledge_id, party_id, world_id, merchant_id, version_id, state, context, currency, outcome, granted_minor, deposit_minor, ceiling_minor, expected_loss_minor, basis, basis_id, offered_at, starts_at, due_at, grace_until, next_due_at, obligations)
       select gen_random_uuid(), party_id, 1, party_id, party_id, 'offered', 'retail', 'CNY', 'full', 0, 0, 0, 0, 'consent', party_id, now(), now(), now(), now(), now(), '[]' from parties;
     insert into charges (charge_id, party_id, world_id, merchant_id, pledge_id, kind, seq, amount_minor, currency, state, raised_at)
       select pledge_id, party_id, 1, merchant_id, pledge_id, 'usage', 1, 1, 'CNY', 'open', now() from pledges;
     insert into folds (party_id, context, world_id, buckets) select party_id, 'retail', 1, '[]' from pledges on conflict do nothing;
     insert into disputes (dispute_id, party_id, world_id, merchant_id, pledge_id, fact_id, about, opened_by, duty, stops_clock, state, statement_id, opened_at, answer_by, decide_by, next_due_at)
       select pledge_id, party_id, 1, merchant_id, pledge_id, pledge_id, 'fact', 'person', 'none', true, 'open', pledge_id, now(), now(), now(), now() from pledges;
     insert into consents (party_id, consent_id, world_id, merchant_id, purpose, fields, text_version, granted_at, expires_at)
       select party_id, pledge_id, 1, merchant_id, 'deposit_waiver', '{}', 'x/1', now(), now() from pledges;
     analyze`,
  );
  for (const [name, plan] of await plansOf(aboutTables())) assert.deepEqual(wholeReads(plan), [], name);
});

test('the eye for whole reads is not blind', async () => {
  const all: Statement = { name: 'all', text: `select * from pledges where state = 'offered'`, types: [] };
  const plans = await plansOf([all]);
  assert.notDeepEqual(wholeReads(plans.get('all') as PlanNode), []);
});
