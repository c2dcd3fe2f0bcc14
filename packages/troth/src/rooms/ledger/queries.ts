/** SQL of the books: transfers are only ever inserted. */
import { uuidOf } from '../../kernel/index.ts';
import type { Call, Statement } from '../../platform/db/index.ts';
import type { Transfer } from './transfer.ts';

const INSERT_TRANSFERS: Statement = {
  name: 'insert_transfers',
  text: `insert into transfers (world_id, transfer_id, party_id, merchant_id, pledge_id, debit_account, credit_account, amount_minor, currency, effective_at, recorded_at)
    select $1::int4, * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::int8[], $9::text[], $10::timestamptz[], $11::timestamptz[])`,
  types: [
    'int4',
    'uuid[]',
    'uuid[]',
    'uuid[]',
    'uuid[]',
    'text[]',
    'text[]',
    'int8[]',
    'text[]',
    'timestamptz[]',
    'timestamptz[]',
  ],
};

export function insertTransfers(worldId: number, transfers: readonly Transfer[]): Call {
  return [
    INSERT_TRANSFERS,
    worldId,
    transfers.map((transfer) => uuidOf(transfer.transferId)),
    transfers.map((transfer) => uuidOf(transfer.partyId)),
    transfers.map((transfer) => uuidOf(transfer.merchantId)),
    transfers.map((transfer) => uuidOf(transfer.pledgeId)),
    transfers.map((transfer) => transfer.debitAccount),
    transfers.map((transfer) => transfer.creditAccount),
    transfers.map((transfer) => transfer.amountMinor),
    transfers.map((transfer) => transfer.currency),
    transfers.map((transfer) => transfer.effectiveAt),
    transfers.map((transfer) => transfer.recordedAt),
  ];
}
