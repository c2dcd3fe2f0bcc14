/**
 * What would be granted now, and why something was granted then: for the person alone. The same pure decision as the write path's,
 * on data read now; nothing is written, reserved or counted as a look.
 */
import { assert, type Id, isoFromInstant, present, uuidOf } from '../../kernel/index.ts';
import { coldCall, type Statement } from '../../platform/db/index.ts';
import {
  type AdmissionDecision,
  decideAdmission,
  explainAdmission,
  type ExplainInput,
  type ReasonCode,
  reasonsFromJson,
} from '../../rooms/admission/index.ts';
import { findFolds, foldFromJson, periodOf, periodStartsAt } from '../../rooms/conduct/index.ts';
import { countOpenHere, type Pledge } from '../../rooms/pledge/index.ts';
import { type Party, partyFromRow } from '../../rooms/party/index.ts';
import { admissionProbabilityPpm, type Fold, stillCounting } from '../../rooms/score/index.ts';
import type { OfferVersion } from '../../journeys/offer-versions.ts';
import type { ApiContext, Promisor } from './context.ts';

const FIND_PARTY: Statement = {
  name: 'find_party',
  text: 'select party_id::text, kind, state, wrapped_key::text, leaf_count, open_count, exposure::text from parties where party_id = $1',
  types: ['uuid'],
};

/** The person's own row, or null when there is none in this world. */
export async function readOwnParty(context: ApiContext, person: Promisor): Promise<Party | null> {
  const rows = await context.installation.cold.within({ worldId: person.worldId }, (client) =>
    coldCall(client, [FIND_PARTY, uuidOf(person.partyId)]),
  );
  return rows[0] === undefined ? null : partyFromRow(rows[0], person.worldId, context.installation.vault);
}

export interface Preview {
  readonly decision: AdmissionDecision;
  /** With the changes that were tried and found to help. */
  readonly reasons: readonly ReasonCode[];
}

/** What this version would grant the person at this moment. */
export async function previewAdmission(
  context: ApiContext,
  person: Promisor,
  party: Party,
  version: OfferVersion,
): Promise<Preview> {
  const { terms } = version;
  const { fold, openGrantsMinor } = await readConduct(context, person, terms.context, terms.currency);
  const openHereCount = version.policy.readsOpenHere ? await readOpenHere(context, person, version.merchantId) : 0;
  const now = context.installation.worlds.now(person.worldId);
  const key = present(party.key, 'an_active_party_has_a_key');
  const period = periodOf(person.partyId, now);
  const exposure = party.exposure[terms.currency] ?? null;
  const input: ExplainInput = {
    policy: version.policy,
    terms,
    exposure,
    cellProbabilityPpm: admissionProbabilityPpm(fold, terms.context, period, key),
    budgetLeftMinor: version.budgetLeftMinor(),
    unpaidMinor: exposure?.unpaidMinor ?? 0,
    openPledgeCount: party.openCount,
    openHereCount,
    choice: 'trust',
    openGrantsMinor,
    nextDraw: {
      cellProbabilityPpm: admissionProbabilityPpm(fold, terms.context, period + 1, key),
      on: isoFromInstant(periodStartsAt(person.partyId, period + 1)).slice(0, 10),
    },
  };
  const decision = decideAdmission(input);
  return { decision, reasons: explainAdmission(input, decision) };
}

async function readOpenHere(context: ApiContext, { worldId, partyId }: Promisor, merchantId: Id<'pty'>) {
  const rows = await context.installation.cold.within({ worldId }, (client) =>
    coldCall(client, countOpenHere([{ partyId, merchantId }])),
  );
  return Number(rows[0]?.[2] ?? 0);
}

async function readConduct(context: ApiContext, person: Promisor, about: string, currency: string) {
  return context.installation.cold.within({ worldId: person.worldId }, async (client) => {
    const folds = await coldCall(client, findFolds([{ partyId: person.partyId, context: about }]));
    const grants = await client.query<{ granted_minor: number }>(
      'select granted_minor from pledges where party_id = $1 and currency = $2 and ended_at is null and granted_minor > 0 limit 100',
      [uuidOf(person.partyId), currency],
    );
    const fold: Fold = folds[0] === undefined ? [] : foldFromJson(folds[0][2] as string);
    return { fold, openGrantsMinor: grants.rows.map((row) => row.granted_minor) };
  });
}

/** The sealed reasons of a decision, opened with the person's own key; null when none were kept. */
export function openReasons(
  context: ApiContext,
  party: Party,
  pledgeId: Id<'plg'>,
  sealed: Buffer | null,
): readonly ReasonCode[] | null {
  if (sealed === null || party.key === null) return null;
  return reasonsFromJson(context.installation.vault.open(party.key, sealed, pledgeId).toString('utf8'));
}

/**
 * The stored reasons with what would have changed the answer. The input of then is put together again from the numbers in the reasons
 * and the facts from before; only when deciding on it gives the stored answer again are the changes tried on it, otherwise none are told.
 */
export async function explainStored(
  context: ApiContext,
  person: Promisor,
  party: Party,
  of: { readonly pledge: Pledge; readonly version: OfferVersion; readonly stored: readonly ReasonCode[] },
): Promise<readonly ReasonCode[]> {
  const { pledge, version, stored } = of;
  const seen = stored.find((one) => one.code === 'seen');
  if (seen === undefined || pledge.outcome === 'full') return stored;
  const here = stored.find((one) => one.code === 'seen_here');
  const limit = stored.find((one) => one.code === 'limit_covers');
  const budget = stored.find((one) => one.code === 'budget_covers');
  const { fold: whole } = await readConduct(context, person, version.terms.context, version.terms.currency);
  // What has left the file since explains nothing any more.
  const fold = stillCounting(whole, periodOf(party.partyId, context.installation.worlds.now(person.worldId)));
  const key = present(party.key, 'an_active_party_has_a_key');
  const limitMinor = limit?.limitMinor ?? party.exposure[version.terms.currency]?.limitMinor;
  const budgetWasEnough = budget === undefined || budget.coveredMinor >= budget.wantedMinor;
  const input: ExplainInput = {
    policy: version.policy,
    terms: version.terms,
    exposure: limitMinor === undefined ? null : { limitMinor, openMinor: seen.openMinor },
    cellProbabilityPpm: admissionProbabilityPpm(
      fold,
      version.terms.context,
      periodOf(party.partyId, pledge.offeredAt),
      key,
    ),
    budgetLeftMinor: budgetWasEnough ? Number.MAX_SAFE_INTEGER : pledge.expectedLossMinor,
    unpaidMinor: seen.unpaidMinor,
    openPledgeCount: seen.openPledgeCount,
    openHereCount: here?.openHereCount ?? 0,
    choice: 'trust',
    openGrantsMinor: [],
    nextDraw: null,
  };
  const again = decideAdmission(input);
  if (again.grantedMinor !== pledge.grantedMinor || again.expectedLossMinor !== pledge.expectedLossMinor) return stored;
  assert(again.outcome === pledge.outcome, 'the_same_grant_is_the_same_outcome');
  return [...stored, ...explainAdmission(input, again).filter((one) => one.code === 'would_change')];
}
