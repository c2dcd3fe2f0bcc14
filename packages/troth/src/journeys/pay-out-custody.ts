/**
 * A shop has folded: what custody holds is paid out to the people whose deposits it is, pro rata, and what is missing stays owed to
 * each by name. Nothing else of the shop can reach this money. One transaction, under the locks of everybody concerned; run again, it
 * pays nothing until another statement shows more.
 */
import { type Id, ok, type Outcome, present, refuse } from '../kernel/index.ts';
import { type HotConnection, ROLLBACK } from '../platform/db/index.ts';
import {
  claimFromRow,
  type CurrencyPayout,
  type CustodyClaim,
  type CustodyRefusal,
  type CustodyShare,
  listClaims,
  listMoney,
  moneyFromRow,
  planPayout,
} from '../rooms/ledger/index.ts';
import { lockParties, partyFromRow } from '../rooms/party/index.ts';
import { findPledges, type Pledge, pledgesFromRows } from '../rooms/pledge/index.ts';
import { beginIn } from './begin.ts';
import { moveDetail } from './fact-detail.ts';
import { AnswerBook } from './replay.ts';
import { type Tools, type World, WriteSet } from './write-set.ts';

export interface PayoutCommand {
  readonly payoutId: Id<'pay'>;
  readonly merchantId: Id<'pty'>;
}

interface Loaded {
  readonly plan: readonly CurrencyPayout[];
  readonly pledges: ReadonlyMap<Id<'plg'>, Pledge>;
  readonly writes: WriteSet;
}

/** Who is owed what and what each would be paid now; nothing is written. */
export async function planCustodyPayout(
  connection: HotConnection,
  world: World,
  tools: Tools,
  merchantId: Id<'pty'>,
): Promise<readonly CurrencyPayout[]> {
  const { plan } = await load(connection, world, tools, merchantId);
  await connection.run([ROLLBACK]);
  return plan;
}

/** Pays out; the answer is the list of creditors with what each was paid and what each still misses. */
export async function payOutCustody(
  connection: HotConnection,
  world: World,
  tools: Tools,
  { payoutId, merchantId }: PayoutCommand,
): Promise<Outcome<readonly CurrencyPayout[], CustodyRefusal>> {
  const { plan, pledges, writes } = await load(connection, world, tools, merchantId);
  const refusal = refusalOf(plan);
  if (refusal !== null) {
    await connection.run([ROLLBACK]);
    return refuse(refusal);
  }
  for (const payout of plan) {
    // Nothing there is nothing done: saying so again and again would only fill people's files.
    if (payout.heldMinor === null || payout.heldMinor === 0) continue;
    for (const share of payout.shares) {
      const pledge = present(pledges.get(share.pledgeId), 'a_deposit_is_of_a_pledge');
      pay(pledge, share, { payoutId, heldMinor: payout.heldMinor, totalMinor: payout.owedMinor }, world, writes);
    }
  }
  await connection.run(writes.calls(new AnswerBook([], world.now)));
  return ok(plan);
}

function refusalOf(plan: readonly CurrencyPayout[]): CustodyRefusal | null {
  if (plan.length === 0) return 'nothing_held_for_anybody';
  return plan.every(({ heldMinor }) => heldMinor === null) ? 'no_statement_to_pay_from' : null;
}

async function load(connection: HotConnection, world: World, tools: Tools, merchantId: Id<'pty'>): Promise<Loaded> {
  const first = await connection.run([...beginIn(world.worldId, [merchantId]), listClaims(merchantId)]);
  const named = (first.at(-1)?.rows ?? []).map(claimFromRow);
  const second = await connection.run([
    lockParties([...new Set(named.map(({ partyId }) => partyId))]),
    // Read again now that nobody concerned can be paid by anybody else meanwhile.
    listClaims(merchantId),
    listMoney(merchantId, world.now),
    findPledges([...new Set(named.map(({ pledgeId }) => pledgeId))]),
  ]);
  const [parties = [], claims = [], money = [], pledges = []] = second.map(({ rows }) => rows);
  const writes = new WriteSet(
    world,
    tools,
    parties.map((row) => partyFromRow(row, world.worldId, tools.vault)),
  );
  const locked = claims.map(claimFromRow).filter((claim) => isLocked(claim, writes));
  const plan = planPayout(locked, new Map(money.map(moneyFromRow))).map((payout) => setAside(payout, writes));
  return { plan, pledges: pledgesFromRows(pledges), writes };
}

/** Of somebody erased no fact can be made and nobody can be paid: their share is not given to others, it stays in custody and owed. */
function setAside(payout: CurrencyPayout, writes: WriteSet): CurrencyPayout {
  const shares = payout.shares.map((share) =>
    writes.party(share.partyId)?.life === 'erased' ? { ...share, paidMinor: 0, shortMinor: share.owedMinor } : share,
  );
  return { ...payout, shares, paidMinor: shares.reduce((sum, { paidMinor }) => sum + paidMinor, 0) };
}

/** A deposit that was taken this very moment waits for the next time. */
function isLocked({ partyId }: CustodyClaim, writes: WriteSet): boolean {
  return writes.party(partyId) !== null;
}

interface Payout {
  readonly payoutId: Id<'pay'>;
  readonly heldMinor: number;
  readonly totalMinor: number;
}

/** One person's share, with the fact that says how it was come to. */
function pay(pledge: Pledge, share: CustodyShare, payout: Payout, world: World, writes: WriteSet): void {
  const { partyId, merchantId, pledgeId } = pledge;
  if (writes.party(partyId)?.life === 'erased') return;
  const { currency, owedMinor, paidMinor } = share;
  const of = { partyId, merchantId, pledgeId, currency, amountMinor: paidMinor, effectiveAt: world.now };
  const transfers = paidMinor > 0 ? [writes.transfer('custody_refund', of, world.now)] : [];
  writes.record(partyId, {
    merchantId,
    subjectId: pledgeId,
    kind: 'custody_paid_out',
    context: pledge.context,
    reporter: 'operator',
    effectiveAt: world.now,
    recordedAt: world.now,
    weightMilli: 0,
    detail: moveDetail(pledge, { ...payout, currency, owedMinor, paidMinor }, [], transfers),
  });
}
