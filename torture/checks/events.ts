/**
 * L6: for each endpoint the deliveries are exactly the facts of its merchant that it chose, none left out; each was delivered and the
 * receiver has it on disk, or it is dead with a reason. And the receiver has nothing that is not a fact.
 */
import type { ReceivedLine } from './journal-view.ts';
import type { Findings } from './law.ts';
import { bare, type FactRow, groupBy, type State } from './state.ts';

function eventOf(fact: FactRow): string {
  return fact.kind.startsWith('charge_') || fact.kind.startsWith('consent_')
    ? fact.kind.replace('_', '.')
    : `pledge.${fact.kind}`;
}

export interface EventCounts {
  readonly deliveries: number;
  readonly dead: number;
  readonly received: number;
  readonly receivedTwice: number;
}

export function checkEvents(state: State, received: readonly ReceivedLine[], findings: Findings): EventCounts {
  const factsByMerchant = groupBy(state.facts, (fact) => fact.merchant_id);
  const factById = new Map(state.facts.map((fact) => [fact.fact_id, fact]));
  const receivedBy = groupBy(received, (line) => line.endpoint);
  const deliveriesBy = groupBy(state.deliveries, (row) => String(row.endpoint_id));
  for (const line of received)
    findings.equal('L6', `message ${line.id} to ${line.endpoint}: signature`, line.verdict, 'signed');
  for (const endpoint of state.endpoints) {
    const name = endpoint.url.slice(endpoint.url.lastIndexOf('/') + 1);
    const facts = factsByMerchant.get(endpoint.merchant_id) ?? [];
    const chosen = facts.filter((fact) => endpoint.events.includes(eventOf(fact))).map((fact) => fact.fact_id);
    const deliveries = deliveriesBy.get(endpoint.endpoint_id) ?? [];
    findings.equal('L6', `${name} is enabled`, endpoint.state, 'enabled');
    findings.equal('L6', `${name}: one delivery an event`, deliveries.length, chosen.length);
    findings.sameSet(
      'L6',
      `deliveries to ${name}`,
      deliveries.map((row) => String(row.event_id)),
      chosen,
    );
    const taken = (receivedBy.get(name) ?? []).filter((line) => !line.refused);
    const delivered = deliveries.filter((row) => row.state === 'delivered').map((row) => String(row.event_id));
    findings.sameSet(
      'L6',
      `events that ${name} has on disk`,
      taken.map((line) => bare(line.id)),
      delivered,
    );
    for (const row of deliveries.filter((one) => one.state !== 'delivered')) {
      const isAccounted = row.state === 'dead' && row.last_error !== null;
      findings.equal(
        'L6',
        `delivery of ${row.event_id} to ${name}: dead with a reason`,
        isAccounted ? 'yes' : row.state,
        'yes',
      );
    }
    for (const line of receivedBy.get(name) ?? []) checkMessage(line, factById.get(bare(line.id)), findings);
  }
  return {
    deliveries: state.deliveries.length,
    dead: state.deliveries.filter((row) => row.state === 'dead').length,
    received: received.length,
    receivedTwice: received.length - new Set(received.map((line) => `${line.endpoint} ${line.id}`)).size,
  };
}

/** The message says what the fact says. */
function checkMessage(line: ReceivedLine, fact: FactRow | undefined, findings: Findings): void {
  const { type, id, data } = JSON.parse(line.body) as { type: string; id: string; data: Record<string, unknown> };
  const said = [type, id, data.pledgeId ?? data.consentId, data.state ?? null];
  const { after, charge } = fact?.detail ?? {};
  const wanted = fact && [
    eventOf(fact),
    `fct_${fact.fact_id}`,
    `${fact.kind.startsWith('consent_') ? 'cns' : 'plg'}_${fact.pledge_id}`,
    after?.state ?? charge?.[4] ?? null,
  ];
  findings.equal('L6', `message ${line.id} to ${line.endpoint}`, said, wanted);
}
