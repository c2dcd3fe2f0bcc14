/** Renders events from their facts at the moment they are sent: what the merchant may know, as of the fact. */
import type pg from 'pg';
import { type Id, idFromUuid, type Instant, instantFromIso, present, uuidOf } from '../../kernel/index.ts';
import type { Vault } from '../../platform/keys/index.ts';
import type { FactKind } from '../../rooms/conduct/index.ts';
import type { PartyKind } from '../../rooms/party/index.ts';
import type { Pledge } from '../../rooms/pledge/index.ts';
import type { Charge } from '../../rooms/settlement/index.ts';
import { EVENT_OF_FACT, type EventBody, type MerchantFact, payloadForMerchant } from '../webhooks/index.ts';

interface EventRow {
  fact_id: string;
  party_id: string;
  party_kind: PartyKind;
  merchant_id: string;
  pledge_id: string;
  kind: FactKind;
  effective_at: Instant;
  recorded_at: Instant;
  detail: Detail;
  order_no: string | null;
  context: Pledge['context'];
  currency: Pledge['currency'];
  outcome: Pledge['outcome'];
  granted_minor: number;
  deposit_minor: number;
}

interface Detail {
  after?: { state: Pledge['state']; dueAt: string; graceUntil: string; answerBy?: string; chargedMinor: number };
  charge?: [Id<'chg'>, Charge['kind'], number, Charge['currency'], Charge['state']];
  paidMinor?: number;
  purpose?: string;
  expiresAt?: string;
}

/** Bodies by fact. A fact that is not in this world is absent. */
export async function loadEvents(
  vault: Vault,
  worldMode: 'live' | 'test',
  client: pg.ClientBase,
  worldId: number,
  eventIds: readonly Id<'fct'>[],
): Promise<Map<Id<'fct'>, EventBody>> {
  const { rows } = await client.query<EventRow>(
    `select f.fact_id::text, f.party_id::text, q.kind as party_kind, f.merchant_id::text, f.pledge_id::text, f.kind, f.effective_at, f.recorded_at, f.detail::jsonb as detail,
       p.order_no, f.context, p.currency, p.outcome, p.granted_minor, p.deposit_minor
     from facts f join parties q on q.party_id = f.party_id left join pledges p on p.pledge_id = f.pledge_id and p.party_id = f.party_id where f.fact_id = any($1::uuid[])`,
    [eventIds.map(uuidOf)],
  );
  return new Map(
    rows.map((row) => [
      idFromUuid('fct', row.fact_id),
      payloadForMerchant(factForMerchant(row, worldMode, vault, worldId)),
    ]),
  );
}

function instant(text: string): Instant {
  return present(instantFromIso(text), 'a_fact_speaks_of_instants');
}

function factForMerchant(row: EventRow, worldMode: 'live' | 'test', vault: Vault, worldId: number): MerchantFact {
  const common = {
    eventId: idFromUuid('fct', row.fact_id),
    worldMode,
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
  };
  const type = EVENT_OF_FACT[row.kind];
  const partyId = idFromUuid('pty', row.party_id);
  const personRef =
    row.party_kind === 'merchant' ? partyId : vault.pairwise(worldId, idFromUuid('pty', row.merchant_id), partyId);
  const { after, charge } = row.detail;
  if (charge !== undefined) {
    const [chargeId, kind, amountMinor, currency, state] = charge;
    return {
      ...common,
      type,
      charge: {
        chargeId,
        pledgeId: idFromUuid('plg', row.pledge_id),
        orderNo: row.order_no,
        kind,
        amountMinor,
        paidMinor: row.detail.paidMinor ?? 0,
        currency,
        state,
      },
    } as MerchantFact;
  }
  if (after !== undefined) {
    return {
      ...common,
      type,
      pledge: {
        pledgeId: idFromUuid('plg', row.pledge_id),
        orderNo: row.order_no,
        personRef,
        state: after.state,
        context: row.context,
        currency: row.currency,
        outcome: row.outcome,
        grantedMinor: row.granted_minor,
        depositMinor: row.deposit_minor,
        chargedMinor: after.chargedMinor,
        dueAt: instant(after.dueAt),
        graceUntil: instant(after.graceUntil),
        answerBy: after.answerBy === undefined ? null : instant(after.answerBy),
      },
    } as MerchantFact;
  }
  return {
    ...common,
    type,
    consent: {
      consentId: idFromUuid('cns', row.pledge_id),
      personRef,
      purpose: row.detail.purpose ?? '',
      expiresAt: instant(row.detail.expiresAt ?? ''),
    },
  } as MerchantFact;
}
