/**
 * What a pledge fact says beside its envelope: the pledge after it, and the charges and transfers that came with it. It is canonical
 * JSON, committed to by the leaf, and the stored decision from which answers are rendered again.
 */
import { canonicalJson, type Instant, isoFromInstant, type Json } from '../kernel/index.ts';
import type { Transfer } from '../rooms/ledger/index.ts';
import { obligationsToJson, type Pledge, stoodToJson } from '../rooms/pledge/index.ts';
import type { Charge } from '../rooms/settlement/index.ts';

type JsonObject = { readonly [key: string]: Json };

// Canonical JSON put together directly, members in order: every value but the order number is an id, an instant, a number or a word
// of a closed list. What a pledge does not have yet is left out. Tests hold it against canonicalJson. It is written once per fact, on
// the write path.

/** A member that may be missing, with the comma behind it. */
function at(name: string, instant: Instant | null): string {
  return instant === null ? '' : `"${name}":"${isoFromInstant(instant)}",`;
}

/** The numbers of a pledge that moves change. */
function stoodOf({ stood }: Pledge): string {
  const said = stoodToJson(stood);
  return said === null ? '' : `,"stood":${said}`;
}

function afterOf(pledge: Pledge): string {
  return (
    `{${at('acceptedAt', pledge.acceptedAt)}${at('answerBy', pledge.answerBy)}${at('begunAt', pledge.begunAt)}"chargedMinor":${pledge.chargedMinor},` +
    `${pledge.claimMinor === null ? '' : `"claimMinor":${pledge.claimMinor},`}${at('declaredAt', pledge.declaredAt)}${at('disputedAt', pledge.disputedAt)}${at('dueAt', pledge.dueAt)}${at('endedAt', pledge.endedAt)}` +
    `"extensionCount":${pledge.extensionCount},${at('graceUntil', pledge.graceUntil)}${at('heldDueAt', pledge.heldDueAt)}${at('nextDueAt', pledge.nextDueAt)}"obligations":${obligationsToJson(pledge.obligations)},"state":"${pledge.state}"${stoodOf(pledge)}}`
  );
}

/** The numbers a pledge is born with and keeps. */
function bornOf(pledge: Pledge): string {
  return (
    `{"basis":"${pledge.basis}","basisId":"${pledge.basisId}","ceilingMinor":${pledge.ceilingMinor},"currency":"${pledge.currency}",` +
    `"depositMinor":${pledge.depositMinor},"expectedLossMinor":${pledge.expectedLossMinor},"grantedMinor":${pledge.grantedMinor},` +
    `${at('offeredAt', pledge.offeredAt)}${pledge.orderNo === null ? '' : `"orderNo":${JSON.stringify(pledge.orderNo)},`}"outcome":"${pledge.outcome}",` +
    `${at('startsAt', pledge.startsAt)}"versionId":"${pledge.versionId}"}`
  );
}

function transfersOf(transfers: readonly Transfer[]): string {
  return `[${transfers
    .map((of) => `["${of.transferId}","${of.debitAccount}","${of.creditAccount}",${of.amountMinor},"${of.currency}"]`)
    .join(',')}]`;
}

export function birthDetail(pledge: Pledge, transfers: readonly Transfer[]): string {
  return `{"after":${afterOf(pledge)},"born":${bornOf(pledge)},"transfers":${transfersOf(transfers)}}`;
}

export function moveDetail(
  pledge: Pledge,
  said: JsonObject,
  charges: readonly Charge[],
  transfers: readonly Transfer[],
): string {
  const raised = charges
    .map((of) => `["${of.chargeId}","${of.kind}",${of.amountMinor},"${of.currency}",${of.seq}]`)
    .join(',');
  return `{"after":${afterOf(pledge)},"charges":[${raised}],"said":${canonicalJson(said)},"transfers":${transfersOf(transfers)}}`;
}

export function chargeDetail(charge: Charge, transfers: readonly Transfer[]): string {
  return (
    `{"charge":["${charge.chargeId}","${charge.kind}",${charge.amountMinor},"${charge.currency}","${charge.state}",${charge.seq}],` +
    `"paidMinor":${charge.paidMinor},"transfers":${transfersOf(transfers)}}`
  );
}

interface ConsentSaid {
  readonly purpose: string;
  readonly expiresAt: Instant;
  /** What was agreed to, word for word by its version, and which fields it opens; null when a consent is taken back. */
  readonly agreed: { readonly textVersion: string; readonly fields: readonly string[] } | null;
}

/** What a consent fact says; a revocation names no text. */
export function consentDetail(of: ConsentSaid): string {
  const said = { purpose: of.purpose, expiresAt: isoFromInstant(of.expiresAt) };
  return canonicalJson(of.agreed === null ? said : { ...said, ...of.agreed });
}
