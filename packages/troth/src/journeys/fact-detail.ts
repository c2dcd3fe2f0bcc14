/**
 * What a pledge fact says beside its envelope: the pledge after it, and the charges and transfers that came with it. It is canonical
 * JSON, committed to by the leaf, and the stored decision from which answers are rendered again.
 */
import { canonicalJson, type Instant, isoFromInstant, type Json } from '../kernel/index.ts';
import type { Transfer } from '../rooms/ledger/index.ts';
import type { Pledge } from '../rooms/pledge/index.ts';
import type { Charge } from '../rooms/settlement/index.ts';

type JsonObject = { readonly [key: string]: Json };

function iso(at: Instant | null): string | null {
  return at === null ? null : isoFromInstant(at);
}

/** The numbers of a pledge that moves change. */
function afterOf(pledge: Pledge): JsonObject {
  return {
    state: pledge.state,
    dueAt: iso(pledge.dueAt),
    graceUntil: iso(pledge.graceUntil),
    nextDueAt: iso(pledge.nextDueAt),
    acceptedAt: iso(pledge.acceptedAt),
    begunAt: iso(pledge.begunAt),
    declaredAt: iso(pledge.declaredAt),
    answerBy: iso(pledge.answerBy),
    endedAt: iso(pledge.endedAt),
    extensionCount: pledge.extensionCount,
    chargedMinor: pledge.chargedMinor,
    obligations: pledge.obligations.map((owed) => [
      owed.seq,
      owed.type,
      owed.owedBy,
      isoFromInstant(owed.dueAt),
      isoFromInstant(owed.graceUntil),
      owed.state,
    ]),
  };
}

/** The numbers a pledge is born with and keeps. */
function bornOf(pledge: Pledge): JsonObject {
  return {
    versionId: pledge.versionId,
    orderNo: pledge.orderNo,
    currency: pledge.currency,
    outcome: pledge.outcome,
    grantedMinor: pledge.grantedMinor,
    depositMinor: pledge.depositMinor,
    ceilingMinor: pledge.ceilingMinor,
    expectedLossMinor: pledge.expectedLossMinor,
    basis: pledge.basis,
    basisId: pledge.basisId,
    offeredAt: isoFromInstant(pledge.offeredAt),
    startsAt: isoFromInstant(pledge.startsAt),
  };
}

function transfersOf(transfers: readonly Transfer[]): Json {
  return transfers.map((transfer) => [
    transfer.transferId,
    transfer.debitAccount,
    transfer.creditAccount,
    transfer.amountMinor,
    transfer.currency,
  ]);
}

export function birthDetail(pledge: Pledge, transfers: readonly Transfer[]): string {
  return canonicalJson({ born: bornOf(pledge), after: afterOf(pledge), transfers: transfersOf(transfers) });
}

export function moveDetail(
  pledge: Pledge,
  said: JsonObject,
  charges: readonly Charge[],
  transfers: readonly Transfer[],
): string {
  return canonicalJson({
    after: afterOf(pledge),
    said,
    transfers: transfersOf(transfers),
    charges: charges.map((charge) => [charge.chargeId, charge.kind, charge.amountMinor, charge.currency]),
  });
}

export function chargeDetail(charge: Charge, transfer: Transfer): string {
  return canonicalJson({
    charge: [charge.chargeId, charge.kind, charge.amountMinor, charge.currency, charge.state],
    transfers: transfersOf([transfer]),
  });
}

/** What a consent fact says; a revocation names no text. */
export function consentDetail(of: { purpose: string; textVersion?: string; expiresAt: Instant }): string {
  const said = { purpose: of.purpose, expiresAt: isoFromInstant(of.expiresAt) };
  return canonicalJson(of.textVersion === undefined ? said : { ...said, textVersion: of.textVersion });
}
