/** SQL of the books: transfers are only ever inserted. */
import { uuidOf } from '../../kernel/index.ts';
import type { Call, Statement } from '../../platform/db/index.ts';
import type { Transfer } from './transfer.ts';

const INSERT_TRANSFERS: Statement = {
  name: 'insert_transfers',
  text: `insert into transfers (world_id, transfer_id, party_id, merchant_id, pledge_id, debit_account, credit_account, amount_minor, currency, effective_at, recorded_at)
    select $1::int4, r.* from unnest($2::new_transfer[]) r`,
  types: [
    'int4',
    {
      rows: 'new_transfer',
      columns: ['uuid', 'uuid', 'uuid', 'uuid', 'text', 'text', 'int8', 'text', 'timestamptz', 'timestamptz'],
    },
  ],
};

export function insertTransfers(worldId: number, transfers: readonly Transfer[]): Call {
  return [INSERT_TRANSFERS, worldId, transfers.map(rowOfTransfer)];
}

function rowOfTransfer(of: Transfer) {
  return [
    uuidOf(of.transferId),
    uuidOf(of.partyId),
    uuidOf(of.merchantId),
    uuidOf(of.pledgeId),
    of.debitAccount,
    of.creditAccount,
    of.amountMinor,
    of.currency,
    of.effectiveAt,
    of.recordedAt,
  ];
}
