/** After a step: the new facts are given to the model, and every table must hold exactly what the model says. */
import assert from 'node:assert/strict';
import type pg from 'pg';
import { instantFromIso } from '../kernel/index.ts';
import { type Ground, WORLD_ID } from './test-ground.ts';
import { ENDS, type FactSeen, type Model } from './test-model.ts';

const hex = (column: string) => `replace(${column}::text, '-', '')`;

/** Reads what is new and compares all of it; gives the new facts. */
export async function compare(ground: Ground, model: Model): Promise<FactSeen[]> {
  return ground.cold.within({ worldId: WORLD_ID }, async (client) => {
    const fresh = await newFacts(client, ground, model);
    for (const fact of fresh) model.take(fact);
    await comparePledges(client, model);
    await compareParties(client, model);
    await compareBooks(client, model);
    await compareFolds(client, model);
    return fresh;
  });
}

async function newFacts(client: pg.ClientBase, ground: Ground, model: Model): Promise<FactSeen[]> {
  const counts = ground.people.map((partyId) => model.leafCounts.get(partyId) ?? 0);
  const { rows } = await client.query(
    `select 'fct_' || ${hex('f.fact_id')} as fact, 'pty_' || ${hex('f.party_id')} as party, ${hex('f.pledge_id')} as subject, 'pty_' || ${hex('f.merchant_id')} as shop, f.kind, f.context, f.reporter, f.weight_milli, f.leaf_seq, f.detail,
       to_char(f.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded
     from facts f join unnest($1::uuid[], $2::int8[]) u(party_id, n) on f.party_id = u.party_id and f.leaf_seq >= u.n order by f.party_id, f.leaf_seq`,
    [ground.people.map((partyId) => partyId.slice(4)), counts],
  );
  return rows.map((row) => ({
    factId: row.fact,
    partyId: row.party,
    subjectId: row.subject,
    merchantId: row.shop,
    kind: row.kind,
    context: row.context,
    reporter: row.reporter,
    recordedAt: row.recorded,
    weightMilli: row.weight_milli,
    leafSeq: row.leaf_seq,
    detail: JSON.parse(row.detail),
  }));
}

const INSTANTS = [
  'dueAt',
  'graceUntil',
  'nextDueAt',
  'acceptedAt',
  'begunAt',
  'declaredAt',
  'answerBy',
  'endedAt',
  'disputedAt',
  'heldDueAt',
] as const;
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

async function comparePledges(client: pg.ClientBase, model: Model): Promise<void> {
  const { rows } = await client.query(`select *, ${hex('pledge_id')} as id from pledges`);
  assert.equal(rows.length, model.pledges.size, 'a pledge is born with a fact, and no fact without a pledge');
  for (const row of rows) {
    const pledge = model.pledges.get(row.id);
    assert.ok(pledge, row.id);
    const { after } = pledge;
    assert.deepEqual(
      [row.state, row.granted_minor, row.extension_count, row.charged_minor],
      [after.state, pledge.grantedMinor, after.extensionCount, after.chargedMinor],
    );
    for (const field of INSTANTS) {
      const said = (after[field] ?? null) as string | null;
      assert.equal(row[snake(field)], said === null ? null : instantFromIso(said), `${row.id} ${field}`);
    }
    const ended = ENDS.has(after.state);
    assert.equal(pledge.endCount, ended ? 1 : 0, 'one end, and it is the state');
    assert.equal(row.next_due_at === null, ended || row.disputed_at !== null);
    assert.ok(row.charged_minor <= pledge.ceilingMinor);
    assert.ok(!ended || after.obligations.every((owed) => owed[5] !== 'open'));
    assert.deepEqual(JSON.parse(row.obligations), after.obligations, row.id);
  }
}

async function compareParties(client: pg.ClientBase, model: Model): Promise<void> {
  const { rows } = await client.query(
    `select 'pty_' || ${hex('party_id')} as id, leaf_count, open_count, exposure from parties where kind = 'person'`,
  );
  for (const { id, leaf_count, open_count, exposure } of rows) {
    const expected = model.exposure(id);
    assert.deepEqual([leaf_count, open_count], [model.leafCounts.get(id) ?? 0, expected.openCount], id);
    for (const [currency, { limit, open, unpaid }] of Object.entries(
      exposure as Record<string, { limit: number; open: number; unpaid: number }>,
    )) {
      const said = expected.byCurrency[currency] ?? { open: 0, unpaid: 0 };
      assert.deepEqual({ open, unpaid }, said, `${id} ${currency}`);
      assert.ok(open <= limit, `${id} has ${open} ${currency} open of ${limit}`);
    }
    for (const currency of Object.keys(expected.byCurrency))
      assert.ok(currency in exposure, `${id} owes in ${currency}`);
  }
}

async function compareBooks(client: pg.ClientBase, model: Model): Promise<void> {
  const { rows: transfers } = await client.query(
    `select 'trf_' || ${hex('transfer_id')} as id, ${hex('pledge_id')} as pledge, debit_account, credit_account, amount_minor, currency from transfers`,
  );
  assert.equal(transfers.length, model.transfers.size);
  for (const row of transfers) {
    const named = model.transfers.get(row.id);
    assert.deepEqual(
      [row.pledge, row.id, row.debit_account, row.credit_account, row.amount_minor, row.currency],
      [named?.pledgeId, ...(named?.said ?? [])],
    );
  }
  const { rows: charges } = await client.query(
    `select 'chg_' || ${hex('charge_id')} as id, state, amount_minor, paid_minor from charges`,
  );
  assert.equal(charges.length, model.charges.size);
  for (const { id, state, amount_minor, paid_minor } of charges) {
    const said = model.charges.get(id);
    assert.deepEqual([state, amount_minor, paid_minor], [said?.state, said?.amountMinor, said?.paidMinor], id);
  }
  for (const [pledgeId, pledge] of model.pledges) {
    const ended = ENDS.has(pledge.after.state);
    const own = [...model.charges.values()].filter((charge) => charge.pledgeId === pledgeId);
    const sum = (of: (charge: (typeof own)[number]) => number) => own.reduce((total, charge) => total + of(charge), 0);
    const moved = (debit: string, credit: string) => model.moved(pledgeId, debit, credit);
    assert.equal(moved('trust_extended', 'trust_granted'), pledge.grantedMinor, 'reserved is what was granted');
    assert.equal(
      moved('trust_granted', 'trust_extended'),
      ended ? pledge.grantedMinor : 0,
      'released once it has ended',
    );
    assert.equal(moved('receivable', 'revenue') + moved('receivable', 'compensation'), pledge.after.chargedMinor);
    assert.deepEqual(
      [moved('cash', 'receivable'), moved('forgiven', 'receivable'), moved('credited', 'refund_due')],
      [
        sum(({ paidMinor }) => paidMinor),
        sum(({ state, amountMinor, paidMinor }) =>
          state === 'forgiven' || state === 'credited' ? amountMinor - paidMinor : 0,
        ),
        sum(({ state, paidMinor }) => (state === 'credited' ? paidMinor : 0)),
      ],
    );
  }
}

async function compareFolds(client: pg.ClientBase, model: Model): Promise<void> {
  const { rows } = await client.query(`select 'pty_' || ${hex('party_id')} as id, context, buckets from folds`);
  const stored = new Map<string, number>();
  for (const { id, context, buckets } of rows) {
    for (const [, kept, broken, late] of buckets as [number, number, number, number][]) {
      for (const [verdict, milli] of Object.entries({ kept, broken, kept_late: late })) {
        const key = `${id} ${context} ${verdict}`;
        if (milli > 0) stored.set(key, (stored.get(key) ?? 0) + milli);
      }
    }
  }
  assert.deepEqual([...stored].sort(), [...model.weights].sort(), 'folds are the weights of the facts, added up');
}
