/** SQL of a shop's custody as a payout needs it: who is owed a deposit, and what custody has. Off the hot path; read under locks. */
import { type Currency, type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import type { Call, Row, Statement } from '../../platform/db/index.ts';
import type { CustodyClaim } from './payout.ts';

const LIST_CLAIMS: Statement = {
  name: 'list_custody_claims',
  text: `select pledge_id::text, party_id::text, currency, sum(case when credit_account = 'custody_held' then amount_minor else -amount_minor end)::text
    from transfers where merchant_id = any($1) and 'custody_held' in (debit_account, credit_account)
    group by 1, 2, 3 having sum(case when credit_account = 'custody_held' then amount_minor else -amount_minor end) > 0 order by 1`,
  types: ['uuid[]'],
};

const LIST_MONEY: Statement = {
  name: 'list_custody_money',
  text: `select distinct on (s.currency) s.currency, (s.balance_minor - coalesce((
      select sum(t.amount_minor) from transfers t where t.merchant_id = s.merchant_id and t.currency = s.currency
        and t.credit_account = 'custody_cash' and t.effective_at >= s.balance_at), 0))::text
    from custody_statements s where s.merchant_id = any($1) and s.balance_at <= $2
    order by s.currency, s.balance_at desc, s.recorded_at desc, s.statement_id desc`,
  types: ['uuid[]', 'timestamptz'],
};

/** Every deposit that the shop owes back, by pledge. */
export function listClaims(merchantId: Id<'pty'>): Call {
  return [LIST_CLAIMS, [uuidOf(merchantId)]];
}

/** What custody has, per currency: the last statement less whatever has left from its instant on. What came in since is not seen yet. */
export function listMoney(merchantId: Id<'pty'>, now: Instant): Call {
  return [LIST_MONEY, [uuidOf(merchantId)], now];
}

export function claimFromRow([pledgeId, partyId, currency, owed]: Row): CustodyClaim {
  return {
    pledgeId: idFromUuid('plg', pledgeId as string),
    partyId: idFromUuid('pty', partyId as string),
    currency: currency as Currency,
    owedMinor: Number(owed),
  };
}

export function moneyFromRow([currency, minor]: Row): [Currency, number] {
  return [currency as Currency, Number(minor)];
}
