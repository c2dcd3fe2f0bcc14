/**
 * Money that is held for somebody, pledge by pledge and step by step: never below zero, of the pledge's own currency, and gone when the
 * pledge is over. And Σ charges = Σ collected + forgiven + open, each from where it was written.
 */
import type { AuditWorld, Dossier } from './dossier.ts';
import { ENDS, OWES_DEPOSIT_AFTER } from './life-table.ts';
import { id, type Row, text } from './rows.ts';

/** Accounts that hold something for somebody; true: a credit raises it. */
const HOLDING: Readonly<Record<string, boolean>> = {
  escrow_cash: false,
  escrow_held: true,
  custody_cash: false,
  custody_held: true,
  receivable: false,
};

export function checkHeld(world: AuditWorld, dossier: Dossier): void {
  const byPledge = Map.groupBy(inOrderOfFacts(dossier), (row) => text(row, 'pledge_id'));
  for (const pledge of dossier.pledges) checkPledge(world, pledge, byPledge.get(text(pledge, 'pledge_id')) ?? []);
  checkEquation(world, dossier);
}

/** Transfers in the order in which facts name them; whatever no fact names comes last. */
function inOrderOfFacts(dossier: Dossier): Row[] {
  const rows = new Map(dossier.transfers.map((row) => [id('trf', row, 'transfer_id'), row]));
  const ordered: Row[] = [];
  for (const { detail } of dossier.facts) {
    for (const named of detail.transfers ?? []) {
      const row = rows.get(String(named[0]));
      if (row !== undefined) ordered.push(row);
      rows.delete(String(named[0]));
    }
  }
  return [...ordered, ...rows.values()];
}

function checkPledge({ findings }: AuditWorld, pledge: Row, transfers: readonly Row[]): void {
  const sums = new Map(Object.keys(HOLDING).map((account) => [account, 0]));
  for (const row of transfers) {
    const at = { table: 'transfers', key: text(row, 'transfer_id') };
    findings.same('held', at, 'currency', pledge.currency ?? null, row.currency ?? null);
    for (const column of ['debit_account', 'credit_account']) {
      const account = text(row, column);
      const rises = HOLDING[account];
      if (rises === undefined) continue;
      const sign = rises === (column === 'credit_account') ? 1 : -1;
      const sum = (sums.get(account) ?? 0) + sign * Number(row.amount_minor);
      sums.set(account, sum);
      findings.expect('held', sum >= 0, at, column, `${account} not below zero`, String(sum));
    }
  }
  const state = text(pledge, 'state');
  if (!ENDS.includes(state) && !OWES_DEPOSIT_AFTER.includes(state)) return;
  const at = { table: 'pledges', key: text(pledge, 'pledge_id') };
  for (const [account, sum] of sums) {
    const mayStay = account === 'receivable' || (account.startsWith('custody') && OWES_DEPOSIT_AFTER.includes(state));
    findings.expect('held', mayStay || sum === 0, at, account, '0 when the pledge is over', String(sum));
  }
}

/** What facts say was raised, what transfers say was paid or let go, and what charges say is open. */
function checkEquation({ findings }: AuditWorld, dossier: Dossier): void {
  const sums = new Map<string, { raised: number; ended: number; open: number }>();
  const sumOf = (currency: string) => {
    const sum = sums.get(currency) ?? { raised: 0, ended: 0, open: 0 };
    sums.set(currency, sum);
    return sum;
  };
  for (const { kind, detail } of dossier.facts)
    if (kind === 'charge_raised') sumOf(String(detail.charge?.[3])).raised += Number(detail.charge?.[2]);
  for (const row of dossier.transfers)
    if (endsCharge(row)) sumOf(text(row, 'currency')).ended += Number(row.amount_minor);
  for (const row of dossier.charges)
    if (row.state === 'open') sumOf(text(row, 'currency')).open += Number(row.amount_minor) - Number(row.paid_minor);
  const at = { table: 'parties', key: text(dossier.party, 'party_id') };
  for (const [currency, { raised, ended, open }] of sums)
    findings.same('charges', at, `Σ charges, ${currency}`, String(raised), String(ended + open));
}

/** Paid to the shop or out of custody, or let go. What goes into escrow or custody is no charge. */
function endsCharge(row: Row): boolean {
  return row.credit_account === 'receivable';
}
