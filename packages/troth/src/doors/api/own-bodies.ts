/** A pledge and a fact as their own party reads them. */
import { type Instant, isoFromInstant } from '../../kernel/index.ts';
import { disputeBody } from './dispute-bodies.ts';
import { obligationBody } from './obligation-reading.ts';
import type { FactOnFile, PledgeOnFile } from './person-file.ts';
import { programmeBody } from './shop-names.ts';

export const iso = (at: Instant | null) => (at === null ? null : isoFromInstant(at));

export function pledgeBody(onFile: PledgeOnFile) {
  const { pledge, terms, merchantName } = onFile;
  return {
    pledgeId: pledge.pledgeId,
    state: pledge.state,
    title: terms.title,
    merchant: merchantName,
    programme: programmeBody(onFile),
    context: pledge.context,
    outcome: pledge.outcome,
    currency: pledge.currency,
    grantedMinor: pledge.grantedMinor,
    depositMinor: pledge.depositMinor,
    ceilingMinor: pledge.ceilingMinor,
    chargedMinor: pledge.chargedMinor,
    offeredAt: iso(pledge.offeredAt),
    startsAt: iso(pledge.startsAt),
    dueAt: iso(pledge.dueAt),
    graceUntil: iso(pledge.graceUntil),
    nextDueAt: iso(pledge.nextDueAt),
    declaredAt: iso(pledge.declaredAt),
    answerBy: iso(pledge.answerBy),
    endedAt: iso(pledge.endedAt),
    disputedAt: iso(pledge.disputedAt),
    extensionCount: pledge.extensionCount,
    obligations: pledge.obligations.map(obligationBody),
  };
}

export function factBody(fact: FactOnFile) {
  const { effectiveAt, recordedAt, disputes, repairs, ...rest } = fact;
  return {
    ...rest,
    effectiveAt: iso(effectiveAt),
    recordedAt: iso(recordedAt),
    disputes: disputes.map(disputeBody),
    repairs: repairs.map(({ factId, how, at }) => ({ factId, how, at: iso(at) })),
  };
}
