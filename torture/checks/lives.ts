/** L4: each pledge is reserved once, ends at most once, and is released once; every charge is raised once and settled at most once. */
import type { Findings } from './law.ts';
import { type FactRow, groupBy, micros, type State } from './state.ts';

const ENDS = ['kept', 'broken', 'cancelled', 'expired'];

export function checkLives(state: State, findings: Findings): void {
  const transfers = groupBy(state.transfers, (row) => String(row.pledge_id));
  const facts = groupBy(
    state.facts.filter((fact) => fact.detail.after !== undefined),
    (fact) => fact.pledge_id,
  );
  for (const pledge of state.pledges) {
    const pledgeId = String(pledge.pledge_id);
    const life = facts.get(pledgeId) ?? [];
    const ends = life.filter((fact) => ENDS.includes(String(fact.detail.after?.state)));
    const isOver = ENDS.includes(String(pledge.state));
    findings.equal('L4', `pledge ${pledgeId}: ends`, ends.length, isOver ? 1 : 0);
    if (isOver)
      findings.equal('L4', `pledge ${pledgeId}: nothing after its end`, life.at(-1)?.fact_id, ends[0]?.fact_id);
    const legs = transfers.get(pledgeId) ?? [];
    const sums = (debit: string) => legs.filter((leg) => leg.debit_account === debit).map((leg) => leg.amount_minor);
    const granted = pledge.granted_minor === 0 ? [] : [pledge.granted_minor];
    findings.equal('L4', `pledge ${pledgeId}: reserved`, sums('trust_extended'), granted);
    findings.equal('L4', `pledge ${pledgeId}: released`, sums('trust_granted'), isOver ? granted : []);
    checkTime(life, findings);
  }
  checkBooks(state, findings);
}

/** What time did, it did at the very instant that the fact before it had named; nothing else happens by itself. */
function checkTime(life: readonly FactRow[], findings: Findings): void {
  for (const [index, fact] of life.entries()) {
    if (fact.reporter !== 'system') continue;
    const due = micros(life[index - 1]?.detail.after?.nextDueAt);
    findings.equal('L3', `${fact.kind} of pledge ${fact.pledge_id} by time`, fact.recorded_at, due);
  }
}

/** Every transfer is named by one fact, with the same accounts and amount, and every charge was raised by one. */
function checkBooks(state: State, findings: Findings): void {
  const named = state.facts.flatMap((fact) =>
    (fact.detail.transfers ?? []).map(([id, ...rest]) => [id.slice(4), fact.pledge_id, ...rest].join(' ')),
  );
  const rows = state.transfers.map((row) =>
    [row.transfer_id, row.pledge_id, row.debit_account, row.credit_account, row.amount_minor, row.currency].join(' '),
  );
  findings.equal('L4', 'each transfer is named once', named.length, new Set(named).size);
  findings.sameSet('L3', 'transfers', rows, named);
  const raised = state.facts.flatMap((fact) =>
    (fact.detail.charges ?? []).map(([id, kind, amount, currency]) => `${id.slice(4)} ${kind} ${amount} ${currency}`),
  );
  const charges = state.charges.map((row) => `${row.charge_id} ${row.kind} ${row.amount_minor} ${row.currency}`);
  findings.equal('L4', 'each charge is raised once', raised.length, new Set(raised).size);
  findings.sameSet('L3', 'charges', charges, raised);
  const steps = groupBy(
    state.facts.filter((fact) => fact.detail.charge !== undefined),
    (fact) => String(fact.detail.charge?.[0]).slice(4),
  );
  for (const charge of state.charges) {
    const kinds = (steps.get(String(charge.charge_id)) ?? []).map((fact) => fact.kind);
    const wanted = charge.state === 'open' ? ['charge_raised'] : ['charge_raised', `charge_${charge.state}`];
    findings.equal('L4', `charge ${charge.charge_id}: its facts`, kinds, wanted);
  }
}
