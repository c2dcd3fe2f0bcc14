/**
 * What is read of the members of one offer. Neither facts nor promises have an index by offer, because every order would pay for it;
 * these reports read past all promises of the world and are for the end of a day, not for the counter.
 */
import type pg from 'pg';
import { type Currency, type Id, idFromUuid, type Instant, isoFromInstant, uuidOf } from '../../kernel/index.ts';
import type { MembershipEnd, Period, Programme } from '../../rooms/offer/index.ts';
import type { PartyKind } from '../../rooms/party/index.ts';
import type { PledgeState } from '../../rooms/pledge/index.ts';

export interface OfferAsked {
  readonly offerId: Id<'ofr'>;
  readonly merchantId: Id<'pty'>;
  readonly currency: Currency;
}

export interface PromiseRead {
  readonly pledgeId: Id<'plg'>;
  readonly partyId: Id<'pty'>;
  readonly partyKind: PartyKind;
  readonly acceptedAt: Instant;
  readonly ended: { readonly at: Instant; readonly as: MembershipEnd } | null;
}

interface PromiseRow {
  pledge_id: string;
  party_id: string;
  party_kind: PartyKind;
  state: PledgeState;
  accepted_at: Instant;
  ended_at: Instant | null;
  cancelled_by: string | null;
}

/** Accepted promises of all versions of the offer, in its currency, that were made before an instant. */
export async function readPromises(client: pg.ClientBase, asked: OfferAsked, before: Instant): Promise<PromiseRead[]> {
  const { rows } = await client.query<PromiseRow>(
    `select p.pledge_id::text, p.party_id::text, y.kind as party_kind, p.state, p.accepted_at, p.ended_at,
       (select f.reporter from facts f where f.pledge_id = p.pledge_id and f.kind = 'cancelled' limit 1) as cancelled_by
     from offer_versions v join pledges p on p.version_id = v.version_id join parties y on y.party_id = p.party_id
     where v.offer_id = $1 and p.merchant_id = $2 and p.currency = $3 and p.accepted_at < $4 order by p.pledge_id`,
    [uuidOf(asked.offerId), uuidOf(asked.merchantId), asked.currency, isoFromInstant(before)],
  );
  return rows.map((row) => ({
    pledgeId: idFromUuid('plg', row.pledge_id),
    partyId: idFromUuid('pty', row.party_id),
    partyKind: row.party_kind,
    acceptedAt: row.accepted_at,
    ended: row.ended_at === null ? null : { at: row.ended_at, as: endOf(row) },
  }));
}

function endOf({ state, cancelled_by: by }: PromiseRow): MembershipEnd {
  if (state === 'kept' || state === 'unmet' || state === 'broken') return state;
  if (state === 'cancelled') return by === 'person' || by === 'promisor' ? 'left' : 'ended_by_shop';
  return state === 'let_down' ? 'ended_by_shop' : 'lapsed';
}

/** One line as a fact told it: below zero where it was taken back. */
export interface LineRead {
  readonly pledgeId: Id<'plg'>;
  readonly lineNo: string;
  readonly count: number;
  readonly amountMinor: number;
  readonly discountMinor: number;
  /** The partner that honoured it, and who bears the discount; null for the shop of the offer. */
  readonly honoured: { readonly by: Id<'pty'>; readonly paidBy: Programme['paidBy'] } | null;
}

interface LineSaid {
  readonly lineNo?: string;
  readonly count: number;
  readonly amountMinor: number;
  readonly discountMinor: number;
  readonly honouredBy?: Id<'pty'>;
  readonly paidBy?: Programme['paidBy'];
}

/** What was counted and taken back on these promises within the period, oldest first. */
export async function readLines(
  client: pg.ClientBase,
  pledgeIds: readonly Id<'plg'>[],
  { from, to }: Period,
): Promise<LineRead[]> {
  const { rows } = await client.query<{ pledge_id: string; kind: string; detail: string }>(
    `select f.pledge_id::text, f.kind, f.detail from facts f where f.pledge_id = any($1::uuid[]) and f.recorded_at >= $2 and f.recorded_at < $3
       and position('"lineNo":' in f.detail) > 0 order by f.pledge_id, f.leaf_seq`,
    [pledgeIds.map(uuidOf), isoFromInstant(from), isoFromInstant(to)],
  );
  return rows.flatMap(({ pledge_id, kind, detail }) => {
    const { said } = JSON.parse(detail) as { readonly said?: LineSaid };
    if (said?.lineNo === undefined) return [];
    const sign = kind === 'uncounted' ? -1 : 1;
    const { lineNo, honouredBy, paidBy } = said;
    return {
      pledgeId: idFromUuid('plg', pledge_id),
      lineNo,
      // No minus zero: it is not the same in JSON.
      count: sign * said.count || 0,
      amountMinor: sign * said.amountMinor || 0,
      discountMinor: sign * said.discountMinor || 0,
      honoured: honouredBy === undefined || paidBy === undefined ? null : { by: honouredBy, paidBy },
    };
  });
}

/** Discounts taken back by charges raised in the period, by promise, minor units. */
export async function readClawbacks(
  client: pg.ClientBase,
  pledgeIds: readonly Id<'plg'>[],
  { from, to }: Period,
): Promise<ReadonlyMap<Id<'plg'>, number>> {
  const { rows } = await client.query<{ pledge_id: string; amount_minor: number }>(
    `select pledge_id::text, sum(amount_minor)::bigint as amount_minor from charges
     where pledge_id = any($1::uuid[]) and kind = 'clawback' and raised_at >= $2 and raised_at < $3 group by pledge_id`,
    [pledgeIds.map(uuidOf), isoFromInstant(from), isoFromInstant(to)],
  );
  return new Map(rows.map((row) => [idFromUuid('plg', row.pledge_id), Number(row.amount_minor)]));
}

/** Whether any version of the offer names this shop as a partner. */
export async function isPartner(client: pg.ClientBase, offerId: Id<'ofr'>, merchantId: Id<'pty'>): Promise<boolean> {
  const { rowCount } = await client.query(
    `select 1 from offer_versions where offer_id = $1 and terms #> '{programme,partners}' ? $2 limit 1`,
    [uuidOf(offerId), merchantId],
  );
  return rowCount === 1;
}

/** What the shop of the offer owes for these lines, and what the shops that honoured them bear themselves. Minor units. */
export function borneOf(lines: readonly LineRead[]): {
  readonly byIssuerMinor: number;
  readonly byHonouringShopMinor: number;
} {
  const of = (paidBy: Programme['paidBy']) =>
    lines.reduce((sum, line) => sum + ((line.honoured?.paidBy ?? 'issuer') === paidBy ? line.discountMinor : 0), 0);
  return { byIssuerMinor: of('issuer'), byHonouringShopMinor: of('honouring_shop') };
}
