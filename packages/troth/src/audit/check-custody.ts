/** Custody statements as they were told, and losses by who bears them: what transfers say against what charges and pledges say. */
import type pg from 'pg';
import { sameInstantAsId } from './check-party.ts';
import { canonical, sha256 } from './derive.ts';
import type { AuditWorld } from './dossier.ts';
import { ENDS } from './life-table.ts';
import { bytes, id, isBefore, iso, rowsOf, text } from './rows.ts';

export async function checkCustody(client: pg.ClientBase, world: AuditWorld): Promise<void> {
  await checkStatements(client, world);
  await checkLosses(client, world);
}

/** Each has the hash of what it says, speaks of one shop at one instant that had come, and of no amount below zero. */
async function checkStatements(client: pg.ClientBase, { worldId, findings }: AuditWorld): Promise<void> {
  const rows = await rowsOf(client, 'select * from custody_statements where world_id = $1', [worldId]);
  for (const row of rows) {
    const at = { table: 'custody_statements', key: text(row, 'statement_id') };
    sameInstantAsId(findings, at, 'statement_id', row, 'recorded_at');
    const said = {
      statementId: id('stm', row, 'statement_id'),
      merchantId: id('pty', row, 'merchant_id'),
      currency: text(row, 'currency'),
      balanceMinor: Number(row.balance_minor),
      balanceAt: iso(row, 'balance_at'),
      suppliedBy: text(row, 'supplied_by'),
      recordedAt: iso(row, 'recorded_at'),
    };
    findings.same('custody', at, 'content_hash', sha256(canonical(said)), bytes(row, 'content_hash').toString('hex'));
    const isPast = !isBefore(said.recordedAt ?? '', said.balanceAt ?? '');
    findings.expect('custody', isPast, at, 'balance_at', 'an instant that had come', said.balanceAt);
  }
}

const BEARERS = ['merchant', 'funder', 'pool'];

/** Per bearer and currency: trust at risk is what open pledges were granted, and what was let go is what charges that ended were never paid. */
async function checkLosses(client: pg.ClientBase, { worldId, findings }: AuditWorld): Promise<void> {
  const booked = await rowsOf(
    client,
    `select coalesce(v.terms#>>'{admission,lossBudget,bearer}', 'nobody') as bearer, t.currency,
       coalesce(sum(t.amount_minor) filter (where t.debit_account = 'trust_extended'), 0)
         - coalesce(sum(t.amount_minor) filter (where t.credit_account = 'trust_extended'), 0) as risk,
       coalesce(sum(t.amount_minor) filter (where t.debit_account = 'forgiven'), 0) as gone
     from transfers t left join pledges p on p.pledge_id = t.pledge_id and p.party_id = t.party_id
       left join offer_versions v on v.version_id = p.version_id
     where t.world_id = $1 group by 1, 2`,
    [worldId],
  );
  const borne = await rowsOf(
    client,
    `select coalesce(v.terms#>>'{admission,lossBudget,bearer}', 'nobody') as bearer, p.currency,
       sum(case when p.state = any($2) then 0 else p.granted_minor end) as risk,
       coalesce(sum((select sum(c.amount_minor - c.paid_minor) from charges c where c.pledge_id = p.pledge_id and c.state in ('forgiven', 'credited'))), 0) as gone
     from pledges p left join offer_versions v on v.version_id = p.version_id where p.world_id = $1 group by 1, 2`,
    [worldId, ENDS],
  );
  const found = new Map(booked.map((row) => [`${row.bearer} ${row.currency}`, row]));
  for (const row of borne) {
    const key = `${row.bearer} ${row.currency}`;
    const at = { table: 'transfers', key };
    const bearer = row.bearer ?? null;
    findings.expect('losses', BEARERS.includes(bearer ?? ''), at, 'bearer', 'somebody who bears it', bearer);
    findings.same('losses', at, 'at risk', row.risk ?? null, found.get(key)?.risk ?? '0');
    findings.same('losses', at, 'let go', row.gone ?? null, found.get(key)?.gone ?? '0');
    found.delete(key);
  }
  for (const key of found.keys())
    findings.expect('losses', false, { table: 'transfers', key }, 'bearer', 'pledges of this bearer', null);
}
