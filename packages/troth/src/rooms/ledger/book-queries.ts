/**
 * SQL that reads the books of a shop, or of all of them, as they stood at an instant. Each reading is one statement and so one
 * snapshot. Transfers have no index by merchant, because every order would pay for it: a reading of the books goes
 * through the transfers. What everybody may ask about deposits has an index that only deposits pay for.
 */
import type pg from 'pg';
import { type Currency, type Id, idFromUuid, type Instant, isoFromInstant, uuidOf } from '../../kernel/index.ts';
import type { Account } from './accounts.ts';
import { type CustodyStatement, statementHash } from './custody-statement.ts';
import type { CashMovement } from './reconcile.ts';
import type { Moved } from './trial-balance.ts';

/** Which books: of one shop, or of all; as they stood then. */
export interface BooksAsked {
  readonly merchantId: Id<'pty'> | null;
  readonly at: Instant;
}

/** What was paid of charges, let go, open or is to be paid back, and losses by who bears them: what the books are compared with. */
export interface BooksRead {
  readonly moved: readonly Moved[];
  readonly charges: readonly {
    readonly state: 'open' | 'collected' | 'forgiven' | 'credited';
    readonly currency: Currency;
    readonly amountMinor: number;
  }[];
  readonly losses: readonly {
    readonly bearer: string;
    readonly account: 'trust_extended' | 'receivable' | 'forgiven';
    readonly currency: Currency;
    readonly amountMinor: number;
  }[];
}

interface Row {
  what: 'moved' | 'charge' | 'loss';
  a: string;
  b: string;
  currency: Currency;
  minor: number;
}

/**
 * Charges as they stood at $1. Once one has ended its row says all of it; of one that was paid in parts, or has ended since, the facts
 * say what had been paid by then.
 */
const CHARGES_THEN = `
  select c.currency, c.amount_minor, c.state, c.settled_at <= $1 as is_over,
    case when c.settled_at <= $1 or c.paid_minor = 0 then c.paid_minor else coalesce(
      (select max((f.detail::jsonb->>'paidMinor')::bigint) from facts f where f.pledge_id = c.pledge_id and f.effective_at <= $1
        and position('{"charge":["chg_' || replace(c.charge_id::text, '-', '') || '"' in f.detail) = 1), 0) end as paid_minor
  from charges c where c.raised_at <= $1 and ($2::uuid is null or c.merchant_id = $2)`;

const BOOKS = `
  select 'moved' as what, debit_account as a, credit_account as b, currency, sum(amount_minor) as minor
    from transfers where effective_at <= $1 and ($2::uuid is null or merchant_id = $2) group by 2, 3, 4
  union all
  select 'charge', e.state, '', c.currency, sum(e.minor) from (${CHARGES_THEN}) c
    cross join lateral (values ('collected', c.paid_minor), (case when c.is_over then 'forgiven' else 'open' end, c.amount_minor - c.paid_minor),
      ('credited', case when c.is_over and c.state = 'credited' then c.paid_minor else 0 end)) e(state, minor)
    group by 2, 4
  union all
  select 'loss', v.terms#>>'{admission,lossBudget,bearer}', e.account, t.currency, sum(e.minor)
    from transfers t join pledges p on p.pledge_id = t.pledge_id and p.party_id = t.party_id join offer_versions v on v.version_id = p.version_id
    cross join lateral (values (t.debit_account, t.amount_minor), (t.credit_account, -t.amount_minor)) e(account, minor)
    where t.effective_at <= $1 and ($2::uuid is null or t.merchant_id = $2) and e.account in ('trust_extended', 'receivable', 'forgiven')
    group by 2, 3, 4
  order by 1, 2, 3, 4`;

export async function readBooks(client: pg.ClientBase, asked: BooksAsked): Promise<BooksRead> {
  const { rows } = await client.query<Row>(BOOKS, valuesOf(asked));
  const of = (what: Row['what']) => rows.filter((row) => row.what === what);
  return {
    moved: of('moved').map(({ a, b, currency, minor }) => ({
      debitAccount: a as Account,
      creditAccount: b as Account,
      currency,
      amountMinor: minor,
    })),
    charges: of('charge').map(({ a, currency, minor }) => ({
      state: a as BooksRead['charges'][number]['state'],
      currency,
      amountMinor: minor,
    })),
    losses: of('loss').map(({ a, b, currency, minor }) => ({
      bearer: a,
      account: b as BooksRead['losses'][number]['account'],
      currency,
      amountMinor: minor,
    })),
  };
}

function valuesOf({ merchantId, at }: BooksAsked): [string, string | null] {
  return [isoFromInstant(at), merchantId === null ? null : uuidOf(merchantId)];
}

const HELD = `case when credit_account = 'custody_held' then amount_minor else -amount_minor end`;
const IS_HELD = `'custody_held' in (debit_account, credit_account)`;

const CUSTODY = `
  with owed as (
    select merchant_id, currency, sum(${HELD}) as minor from transfers
    where ${IS_HELD} and effective_at <= $1 and ($2::uuid is null or merchant_id = $2) group by 1, 2
  ), latest as (
    select distinct on (merchant_id, currency) * from custody_statements
    where balance_at <= $1 and ($2::uuid is null or merchant_id = $2)
    order by merchant_id, currency, balance_at desc, recorded_at desc, statement_id desc
  )
  select merchant_id::text, m.name, currency, coalesce(o.minor, 0) as owed_minor, l.balance_minor, l.balance_at, l.supplied_by,
    (select coalesce(sum(${HELD}), 0) from transfers t
      where t.merchant_id = l.merchant_id and t.currency = l.currency and ${IS_HELD} and t.effective_at <= l.balance_at) as owed_then_minor,
    (select coalesce(sum(amount_minor), 0) from transfers t
      where t.merchant_id = l.merchant_id and t.currency = l.currency and credit_account = 'custody_cash' and t.effective_at >= l.balance_at
        and t.effective_at <= $1) as left_since_minor
  from owed o full join latest l using (merchant_id, currency) join merchants m using (merchant_id) order by 1, 3`;

/** How the deposits that one shop holds in one currency stand. Minor units. */
export interface CustodyRead {
  readonly merchantId: Id<'pty'>;
  readonly name: { readonly zh: string; readonly en: string };
  readonly currency: Currency;
  readonly owedMinor: number;
  readonly statement: {
    readonly balanceMinor: number;
    readonly balanceAt: Instant;
    readonly suppliedBy: string;
    /** What the books owed at the statement's own instant. */
    readonly owedMinor: number;
    /** What has left custody from that instant on, by the books. */
    readonly leftSinceMinor: number;
  } | null;
}

interface CustodyRow {
  merchant_id: string;
  name: CustodyRead['name'];
  currency: Currency;
  owed_minor: number;
  balance_minor: number | null;
  balance_at: Instant;
  supplied_by: string;
  owed_then_minor: number;
  left_since_minor: number;
}

export async function listCustody(client: pg.ClientBase, asked: BooksAsked): Promise<CustodyRead[]> {
  const { rows } = await client.query<CustodyRow>(CUSTODY, valuesOf(asked));
  return rows.map((row) => ({
    merchantId: idFromUuid('pty', row.merchant_id),
    name: row.name,
    currency: row.currency,
    owedMinor: row.owed_minor,
    statement:
      row.balance_minor === null
        ? null
        : {
            balanceMinor: row.balance_minor,
            balanceAt: row.balance_at,
            suppliedBy: row.supplied_by,
            owedMinor: row.owed_then_minor,
            leftSinceMinor: row.left_since_minor,
          },
  }));
}

/** Writes a statement; its shop is named in the scope of the transaction. */
export async function insertStatement(client: pg.ClientBase, worldId: number, of: CustodyStatement): Promise<void> {
  await client.query(
    `insert into custody_statements (statement_id, world_id, merchant_id, currency, balance_minor, balance_at, supplied_by, content_hash, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      uuidOf(of.statementId),
      worldId,
      uuidOf(of.merchantId),
      of.currency,
      of.balanceMinor,
      isoFromInstant(of.balanceAt),
      of.suppliedBy,
      statementHash(of),
      isoFromInstant(of.recordedAt),
    ],
  );
}

/** Accounts where money lies, so that somebody else's statement can speak of them. */
export const CASH_ACCOUNTS = ['cash', 'escrow_cash', 'custody_cash'] as const;
export type CashAccount = (typeof CASH_ACCOUNTS)[number];

export interface MovementsAsked {
  readonly merchantId: Id<'pty'>;
  readonly account: CashAccount;
  /** From this instant on, and before that one. */
  readonly from: Instant;
  readonly before: Instant;
  /** Go on behind this transfer; null: from the beginning. */
  readonly after: Id<'trf'> | null;
  readonly limit: number;
}

/** What went in and out of an account where money lies, in the order of the transfers' ids. */
export async function listMovements(client: pg.ClientBase, asked: MovementsAsked): Promise<CashMovement[]> {
  const { rows } = await client.query<{
    transfer_id: string;
    pledge_id: string;
    order_no: string | null;
    minor: number;
    currency: Currency;
    effective_at: Instant;
  }>(
    `select t.transfer_id::text, t.pledge_id::text, p.order_no, case when t.debit_account = $2 then t.amount_minor else -t.amount_minor end as minor,
       t.currency, t.effective_at
     from transfers t join pledges p on p.pledge_id = t.pledge_id and p.party_id = t.party_id
     where t.merchant_id = $1 and $2 in (t.debit_account, t.credit_account) and t.effective_at >= $3 and t.effective_at < $4
       and ($5::uuid is null or t.transfer_id > $5) order by t.transfer_id limit $6`,
    [
      uuidOf(asked.merchantId),
      asked.account,
      isoFromInstant(asked.from),
      isoFromInstant(asked.before),
      asked.after === null ? null : uuidOf(asked.after),
      asked.limit,
    ],
  );
  return rows.map((row) => {
    const transferId = idFromUuid('trf', row.transfer_id);
    const orderNo = row.order_no === null ? [] : [row.order_no];
    return {
      transferId,
      references: [transferId, idFromUuid('plg', row.pledge_id), ...orderNo],
      amountMinor: row.minor,
      currency: row.currency,
      effectiveAt: row.effective_at,
    };
  });
}
