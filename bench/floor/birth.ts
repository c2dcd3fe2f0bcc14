// What the floor decides and says about one order: how much is granted, the pledge's words, its fact and the leaf of it.
import {
  DAY_US,
  type Id,
  type Instant,
  isoFromInstant,
  present,
  sha256,
} from '../../packages/troth/src/kernel/index.ts';
import {
  type CompiledPolicy,
  compilePolicy,
  decideAdmission,
  reasonsToJson,
} from '../../packages/troth/src/rooms/admission/index.ts';
import { commitment, leafKey, leafSecrets } from '../../packages/troth/src/rooms/logbook/index.ts';
import { BENCH_TERMS, BENCH_WORLD } from '../troth-world.ts';
import type { FeatureSet } from './features.ts';

/** A party as it was locked, and as the batch has left it so far. */
export type LockedParty = {
  readonly partyId: Id<'pty'>;
  readonly limitMinor: number;
  /** Null where keys are no feature of this floor. */
  readonly key: Buffer | null;
  openMinor: number;
  leafCount: number;
};

export type Grant = { readonly outcome: string; readonly grantedMinor: number; readonly reasons: string };

/** What is granted and told where no policy is asked. */
const CONSTANT: Grant = {
  outcome: 'full',
  grantedMinor: 300_000,
  reasons:
    '[["decided","full",300000,0,"CNY"],["row_holds",1,300000],["limit_covers",4000000000000000,0,300000,300000],["budget_covers",300000,300000],["seen",0,0,0,1200]]',
};
const DEPOSIT_MINOR = 300_000;
const CELL_PROBABILITY_PPM = 40_000;

function compiled(): CompiledPolicy {
  const policy = compilePolicy(BENCH_TERMS.admission.rows);
  if (!policy.ok) throw new Error(`the policy of the benchmark does not compile: ${policy.reason}`);
  return policy.value;
}

const policy = compiled();

export function grantFor(features: FeatureSet, party: LockedParty): Grant {
  if (!features.has('policy')) return CONSTANT;
  const { outcome, grantedMinor, reasons } = decideAdmission({
    policy,
    terms: BENCH_TERMS,
    exposure: { limitMinor: party.limitMinor, openMinor: party.openMinor },
    cellProbabilityPpm: CELL_PROBABILITY_PPM,
    budgetLeftMinor: BENCH_TERMS.admission.lossBudget.amountMinor,
    unpaidMinor: 0,
    openPledgeCount: party.leafCount,
    openHereCount: 0,
    choice: 'trust',
  });
  return { outcome, grantedMinor, reasons: reasonsToJson(reasons) };
}

/** One pledge, named. */
export type Born = {
  readonly pledgeId: Id<'plg'>;
  readonly transferId: Id<'trf'>;
  readonly factId: Id<'fct'>;
  readonly merchantId: Id<'pty'>;
  readonly versionId: string;
  readonly consentId: string;
  readonly orderNo: string;
  readonly grant: Grant;
};

/** What is the same for every pledge of a batch. */
export type Times = {
  readonly now: Instant;
  readonly dueAt: Instant;
  readonly nowText: string;
  readonly dueText: string;
  readonly obligations: string;
};

export function timesOf(now: Instant): Times {
  const dueAt = now + DAY_US;
  const dueText = isoFromInstant(dueAt);
  const obligations = `[[0,"return_item","promisor","${dueText}","${dueText}","open"],[1,"pay","promisor","${dueText}","${dueText}","open"]]`;
  return { now, dueAt, nowText: isoFromInstant(now), dueText, obligations };
}

export function depositOf(grant: Grant): number {
  return DEPOSIT_MINOR - grant.grantedMinor;
}

/** The fact in canonical JSON, as long as Troth's own, or a stub. */
export function detailFor(features: FeatureSet, born: Born, { nowText: at, dueText: due, obligations }: Times): string {
  const { pledgeId, transferId, versionId, consentId, orderNo, grant } = born;
  const { outcome, grantedMinor } = grant;
  if (!features.has('whole_fact')) return `{"grantedMinor":${grantedMinor},"pledgeId":"${pledgeId}"}`;
  return (
    `{"after":{"chargedMinor":0,"dueAt":"${due}","extensionCount":0,"graceUntil":"${due}","nextDueAt":"${due}","obligations":${obligations},"state":"offered"},` +
    `"born":{"basis":"consent","basisId":"cns_${consentId}","ceilingMinor":500000,"currency":"CNY","depositMinor":${depositOf(grant)},"expectedLossMinor":1200,` +
    `"grantedMinor":${grantedMinor},"offeredAt":"${at}","orderNo":${JSON.stringify(orderNo)},"outcome":"${outcome}","startsAt":"${at}","versionId":"ofv_${versionId}"},` +
    `"transfers":[["${transferId}","promisor_limit","shop_exposure",${grantedMinor},"CNY"]]}`
  );
}

export type Leaf = { readonly tag: Buffer | null; readonly commitment: Buffer };

/** A leaf that only the party's key opens, or no more than the hash of what was said. */
export function leafFor(
  features: FeatureSet,
  born: Born,
  party: LockedParty,
  detail: string,
  { nowText: at }: Times,
): Leaf {
  if (!features.has('leaf')) return { tag: null, commitment: sha256(detail) };
  const { tag, opening } = leafSecrets(leafKey(present(party.key, 'a_leaf_needs_a_key')), party.leafCount);
  const content =
    `{"context":"retail","detail":${detail},"effectiveAt":"${at}","factId":"${born.factId}","kind":"offered","leafSeq":${party.leafCount},` +
    `"merchantId":"${born.merchantId}","partyId":"${party.partyId}","recordedAt":"${at}","reporter":"merchant","subjectId":"${born.pledgeId}","v":1,` +
    `"weightMilli":0,"worldId":${BENCH_WORLD}}`;
  return { tag, commitment: commitment(opening, content) };
}
