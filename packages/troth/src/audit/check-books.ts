/** Charges, transfers and exposure of a party, each against the facts that name them. */
import { checkRoads } from './check-roads.ts';
import type { AuditWorld, Dossier, FactSeen, Named } from './dossier.ts';
import { ENDS } from './life-table.ts';
import { id, iso, type Row, text } from './rows.ts';

export function checkBooks(world: AuditWorld, dossier: Dossier): void {
  checkTransfers(world, dossier);
  checkCharges(world, dossier);
  checkExposure(world, dossier);
}

interface Promised {
  readonly named: Named;
  readonly fact: FactSeen;
}

/** Transfers are exactly those that facts name, between the accounts that such a fact may use, for the amount it speaks of. */
function checkTransfers(world: AuditWorld, dossier: Dossier): void {
  const { findings } = world;
  const promised = new Map<string, Promised>();
  const charged = new Map<string, FactSeen>();
  for (const fact of dossier.facts) {
    checkRoads(world, dossier, fact, charged.get(String(fact.detail.charge?.[0])));
    if (fact.detail.charge !== undefined) charged.set(String(fact.detail.charge[0]), fact);
    for (const named of fact.detail.transfers ?? []) promised.set(String(named[0]), { named, fact });
  }
  const seen = new Set<string>();
  for (const row of dossier.transfers) {
    const at = { table: 'transfers', key: text(row, 'transfer_id') };
    const transferId = id('trf', row, 'transfer_id');
    const promise = promised.get(transferId);
    findings.expect('transfers', promise !== undefined, at, 'transfer_id', 'named by a fact', null);
    if (promise === undefined) continue;
    seen.add(transferId);
    const { named, fact } = promise;
    findings.same('transfers', at, 'debit_account', String(named[1]), row.debit_account ?? null);
    findings.same('transfers', at, 'credit_account', String(named[2]), row.credit_account ?? null);
    findings.same('transfers', at, 'amount_minor', String(named[3]), row.amount_minor ?? null);
    findings.same('transfers', at, 'currency', String(named[4]), row.currency ?? null);
    findings.same('transfers', at, 'pledge_id', text(fact.row, 'pledge_id'), row.pledge_id ?? null);
    findings.same('transfers', at, 'merchant_id', text(fact.row, 'merchant_id'), row.merchant_id ?? null);
    const isBirth = fact.detail.born !== undefined;
    findings.same(
      'transfers',
      at,
      'effective_at',
      iso(fact.row, isBirth ? 'effective_at' : 'recorded_at'),
      iso(row, 'effective_at'),
    );
    findings.same('transfers', at, 'recorded_at', iso(fact.row, 'recorded_at'), iso(row, 'recorded_at'));
  }
  for (const [transferId, { fact }] of promised) {
    findings.expect(
      'transfers',
      seen.has(transferId),
      { table: 'facts', key: text(fact.row, 'fact_id') },
      'detail',
      `transfer ${transferId}`,
      null,
    );
  }
}

/** Each charge is raised by one fact, named by the move that caused it, and ends by one fact at most. */
function checkCharges(world: AuditWorld, dossier: Dossier): void {
  const { findings } = world;
  const byCharge = Map.groupBy(
    dossier.facts.filter(({ detail }) => detail.charge !== undefined),
    ({ detail }) => String(detail.charge?.[0]),
  );
  const caused = new Map(
    dossier.facts.flatMap(({ detail, row }) =>
      (detail.charges ?? []).map((named) => [String(named[0]), { named, row }]),
    ),
  );
  const rows = new Map(dossier.charges.map((row) => [id('chg', row, 'charge_id'), row]));
  for (const [chargeId, facts] of byCharge) {
    const at = { table: 'facts', key: text((facts[0] as FactSeen).row, 'fact_id') };
    findings.expect('charges', rows.has(chargeId) && caused.has(chargeId), at, 'detail', `charge ${chargeId}`, null);
  }
  for (const [chargeId, { row }] of caused) {
    findings.expect(
      'charges',
      byCharge.has(chargeId),
      { table: 'facts', key: text(row, 'fact_id') },
      'detail',
      `charge ${chargeId} raised`,
      null,
    );
  }
  for (const [chargeId, row] of rows) checkCharge(world, row, byCharge.get(chargeId) ?? []);
  for (const pledge of dossier.pledges) {
    const charged = dossier.charges
      .filter((row) => row.pledge_id === pledge.pledge_id)
      .reduce((sum, row) => sum + Number(row.amount_minor), 0);
    findings.same(
      'charges',
      { table: 'pledges', key: text(pledge, 'pledge_id') },
      'charged_minor',
      String(charged),
      pledge.charged_minor ?? null,
    );
  }
}

function checkCharge(world: AuditWorld, row: Row, facts: readonly FactSeen[]): void {
  const { findings } = world;
  const at = { table: 'charges', key: text(row, 'charge_id') };
  const raised = facts[0];
  const settled = row.state === 'open' ? undefined : facts.at(-1);
  const kinds = facts.map(({ kind }) => kind).join(' ');
  const isWhole = /^raised( part_paid)*(|( part_paid| collected) credited| collected| forgiven)$/.test(
    kinds.replaceAll('charge_', ''),
  );
  findings.expect('charges', isWhole, at, 'state', 'raised once, ended once at most', kinds);
  if (raised === undefined) return;
  const last = facts.at(-1) ?? raised;
  const named = last.detail.charge ?? [];
  findings.same('charges', at, 'paid_minor', String(last.detail.paidMinor), row.paid_minor ?? null);
  const isAll = last.kind !== 'charge_collected' || Number(last.detail.paidMinor) === Number(named[2]);
  findings.expect('charges', isAll, at, 'paid_minor', 'all of it once collected', row.paid_minor ?? null);
  const found = [
    id('chg', row, 'charge_id'),
    row.kind,
    Number(row.amount_minor),
    row.currency,
    row.state,
    Number(row.seq),
  ];
  findings.same('charges', at, 'kind, amount, currency, state, seq', named.join(' '), found.join(' '));
  findings.same('charges', at, 'pledge_id', text(raised.row, 'pledge_id'), row.pledge_id ?? null);
  findings.same('charges', at, 'merchant_id', text(raised.row, 'merchant_id'), row.merchant_id ?? null);
  findings.same('charges', at, 'raised_at', iso(raised.row, 'recorded_at'), iso(row, 'raised_at'));
  findings.same(
    'charges',
    at,
    'settled_at',
    settled === undefined ? null : iso(settled.row, 'recorded_at'),
    iso(row, 'settled_at'),
  );
}

/** Open = Σ reserved − Σ released, unpaid = Σ raised − Σ collected − Σ forgiven, each per currency; open pledges are counted. */
function checkExposure(world: AuditWorld, dossier: Dossier): void {
  const { findings } = world;
  const at = { table: 'parties', key: text(dossier.party, 'party_id') };
  const sums = new Map<string, { open: number; unpaid: number }>();
  const perPledge = new Map<string, number>();
  for (const row of dossier.transfers) {
    const currency = text(row, 'currency');
    const sum = sums.get(currency) ?? { open: 0, unpaid: 0 };
    const amount = Number(row.amount_minor);
    if (row.debit_account === 'trust_extended') sum.open += amount;
    if (row.credit_account === 'trust_extended') sum.open -= amount;
    if (row.debit_account === 'receivable') sum.unpaid += amount;
    if (row.credit_account === 'receivable') sum.unpaid -= amount;
    sums.set(currency, sum);
    const sign = row.debit_account === 'trust_extended' ? 1 : row.credit_account === 'trust_extended' ? -1 : 0;
    const pledgeId = text(row, 'pledge_id');
    perPledge.set(pledgeId, (perPledge.get(pledgeId) ?? 0) + sign * amount);
  }
  const exposure = JSON.parse(text(dossier.party, 'exposure')) as Record<
    string,
    { limit: number; open: number; unpaid: number }
  >;
  for (const currency of new Set([...Object.keys(exposure), ...sums.keys()])) {
    const found = exposure[currency] ?? { limit: 0, open: 0, unpaid: 0 };
    const sum = sums.get(currency) ?? { open: 0, unpaid: 0 };
    findings.same('exposure', at, `exposure.${currency}.open`, String(sum.open), String(found.open));
    findings.same('exposure', at, `exposure.${currency}.unpaid`, String(sum.unpaid), String(found.unpaid));
    findings.expect(
      'exposure',
      found.open <= found.limit,
      at,
      `exposure.${currency}`,
      `at most ${found.limit}`,
      String(found.open),
    );
  }
  let openCount = 0;
  for (const pledge of dossier.pledges) {
    const isOver = ENDS.includes(text(pledge, 'state'));
    if (!isOver) openCount += 1;
    const left = String(perPledge.get(text(pledge, 'pledge_id')) ?? 0);
    findings.same(
      'exposure',
      { table: 'pledges', key: text(pledge, 'pledge_id') },
      'granted_minor',
      isOver ? '0' : text(pledge, 'granted_minor'),
      left,
    );
  }
  findings.same('exposure', at, 'open_count', String(openCount), dossier.party.open_count ?? null);
  const unpaid = [...sums]
    .map(([currency, sum]) => `${currency} ${sum.unpaid}`)
    .filter((line) => !line.endsWith(' 0'))
    .sort()
    .join(', ');
  const openCharges = Map.groupBy(
    dossier.charges.filter((row) => row.state === 'open'),
    (row) => text(row, 'currency'),
  );
  const open = [...openCharges]
    .map(
      ([currency, rows]) =>
        `${currency} ${rows.reduce((sum, row) => sum + Number(row.amount_minor) - Number(row.paid_minor), 0)}`,
    )
    .sort()
    .join(', ');
  findings.same('charges', at, 'exposure', unpaid, open);
}
