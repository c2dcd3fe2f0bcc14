/** SQL of charges. */
import { type Currency, type Id, idFromUuid, uuidOf } from '../../kernel/index.ts';
import { type Call, readInstant, type Row, type Statement } from '../../platform/db/index.ts';
import type { ChargeKind } from '../pledge/index.ts';
import type { Charge, ChargeState } from './charge.ts';

const INSERT_CHARGES: Statement = {
  name: 'insert_charges',
  text: `insert into charges (world_id, charge_id, party_id, merchant_id, pledge_id, kind, seq, amount_minor, currency, state, raised_at)
    select $1::int4, u.charge_id, u.party_id, u.merchant_id, u.pledge_id, u.kind, u.seq, u.amount_minor, u.currency, 'open', u.raised_at
    from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::int2[], $8::int8[], $9::text[], $10::timestamptz[])
      u(charge_id, party_id, merchant_id, pledge_id, kind, seq, amount_minor, currency, raised_at)`,
  types: ['int4', 'uuid[]', 'uuid[]', 'uuid[]', 'uuid[]', 'text[]', 'int2[]', 'int8[]', 'text[]', 'timestamptz[]'],
};

const FIND_CHARGES: Statement = {
  name: 'find_charges_of_pledges',
  text: `select charge_id::text, party_id::text, merchant_id::text, pledge_id::text, kind, amount_minor, currency, state, raised_at::text, settled_at::text, seq, paid_minor
    from charges where pledge_id = any($1)`,
  types: ['uuid[]'],
};

/** What was forgiven or credited never changes again; what was collected can only be credited. */
const CHANGE_CHARGES: Statement = {
  name: 'change_charges',
  text: `update charges c set state = u.state, settled_at = u.settled_at, paid_minor = u.paid_minor
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::int8[]) u(charge_id, party_id, state, settled_at, paid_minor)
    where c.charge_id = u.charge_id and c.party_id = u.party_id and (c.state = 'open' or (c.state = 'collected' and u.state = 'credited'))`,
  types: ['uuid[]', 'uuid[]', 'text[]', 'timestamptz[]', 'int8[]'],
};

export function insertCharges(worldId: number, charges: readonly Charge[]): Call {
  return [
    INSERT_CHARGES,
    worldId,
    charges.map((charge) => uuidOf(charge.chargeId)),
    charges.map((charge) => uuidOf(charge.partyId)),
    charges.map((charge) => uuidOf(charge.merchantId)),
    charges.map((charge) => uuidOf(charge.pledgeId)),
    charges.map((charge) => charge.kind),
    charges.map((charge) => charge.seq),
    charges.map((charge) => charge.amountMinor),
    charges.map((charge) => charge.currency),
    charges.map((charge) => charge.raisedAt),
  ];
}

export function findChargesOfPledges(pledgeIds: readonly Id<'plg'>[]): Call {
  return [FIND_CHARGES, pledgeIds.map(uuidOf)];
}

export function changeCharges(charges: readonly Charge[]): Call {
  return [
    CHANGE_CHARGES,
    charges.map((charge) => uuidOf(charge.chargeId)),
    charges.map((charge) => uuidOf(charge.partyId)),
    charges.map((charge) => charge.state),
    charges.map((charge) => charge.settledAt),
    charges.map((charge) => charge.paidMinor),
  ];
}

export function chargeFromRow(row: Row): Charge {
  const [id, partyId, merchantId, pledgeId, kind, amountMinor, currency, state, raisedAt, settledAt, seq, paidMinor] =
    row as string[];
  return {
    chargeId: idFromUuid('chg', id as string),
    partyId: idFromUuid('pty', partyId as string),
    merchantId: idFromUuid('pty', merchantId as string),
    pledgeId: idFromUuid('plg', pledgeId as string),
    kind: kind as ChargeKind,
    seq: Number(seq),
    amountMinor: Number(amountMinor),
    currency: currency as Currency,
    state: state as ChargeState,
    raisedAt: readInstant(raisedAt as string),
    settledAt: settledAt == null ? null : readInstant(settledAt),
    paidMinor: Number(paidMinor),
  };
}
