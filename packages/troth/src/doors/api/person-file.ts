/** What a person may read of their own file: pledges, charges, facts, consents, and who looked. Nothing here writes. */
import type pg from 'pg';
import { type Id, idFromUuid, type Instant, present, uuidOf } from '../../kernel/index.ts';
import { coldCall } from '../../platform/db/index.ts';
import type { FactKind, Reporter } from '../../rooms/conduct/index.ts';
import type { BothTexts, OfferTerms } from '../../rooms/offer/index.ts';
import { findPledges, type Obligation, type Pledge, pledgesFromRows } from '../../rooms/pledge/index.ts';
import { type Charge, chargeFromRow, findChargesOfPledges } from '../../rooms/settlement/index.ts';
import type { ApiContext, Promisor } from './context.ts';
import type { DisputeInWords } from './dispute-reads.ts';
import { marked } from './marked-facts.ts';
import type { Repair } from './repairs.ts';
import { readMerchantNames, readPartnerNames } from './shop-names.ts';
import { factHasLeft, hasFactLeft, hasPledgeLeft, leftByText, pledgeHasLeft } from './left-the-file.ts';

export const PAGE_SIZE_MAX = 100;

/** Where a list goes on: newest first, before this id. */
export interface Slice<I> {
  readonly before: I | null;
  readonly limit: number;
}

export interface PledgeOnFile {
  readonly pledge: Pledge;
  readonly terms: OfferTerms;
  readonly merchantName: BothTexts;
  /** Shops of the programme of its terms, by their ids; empty where there is none. */
  readonly partnerNames: ReadonlyMap<Id<'pty'>, BothTexts>;
}

export interface FactOnFile {
  readonly factId: Id<'fct'>;
  /** The pledge, or the consent that a consent fact speaks of. */
  readonly subjectId: Id<'plg'> | Id<'cns'>;
  readonly kind: FactKind;
  readonly context: string;
  readonly reporter: Reporter;
  readonly effectiveAt: Instant;
  readonly recordedAt: Instant;
  readonly weightMilli: number;
  readonly detail: FactDetail;
  /** Disputes about it, oldest first, with the words of both sides; empty when nobody contests it. */
  readonly disputes: readonly DisputeInWords[];
  /** What put it right, oldest first. */
  readonly repairs: readonly Repair[];
}

/** Place, type, obligor, due, grace, state, counted; see obligations-json.ts. */
type ObligationOnFile = readonly [number, string, string, string, string, Obligation['state'], ...unknown[]];

/** The members of a fact's detail that readers use; see fact-detail.ts for all of it. */
export interface FactDetail {
  readonly born?: Pick<Pledge, 'outcome' | 'grantedMinor' | 'depositMinor' | 'currency'>;
  readonly after?: {
    readonly state: Pledge['state'];
    readonly dueAt: string;
    readonly answerBy?: string;
    readonly obligations?: readonly ObligationOnFile[];
  };
  readonly said?: { readonly [key: string]: string | number };
  readonly charge?: readonly [
    chargeId: string,
    kind: Charge['kind'],
    amountMinor: number,
    currency: Charge['currency'],
  ];
  readonly purpose?: string;
}

interface EvidenceOnFile {
  readonly evidenceId: Id<'evd'>;
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly contentHash: string;
  readonly suppliedBy: 'person' | 'promisor' | 'merchant' | 'operator' | 'historic_import';
  readonly recordedAt: Instant;
}

export interface PledgeInFull extends PledgeOnFile {
  readonly charges: readonly Charge[];
  readonly facts: readonly FactOnFile[];
  readonly evidence: readonly EvidenceOnFile[];
  readonly reasonsSealed: Buffer | null;
}

/** Newest first. */
export async function listPledges(
  context: ApiContext,
  person: Promisor,
  slice: Slice<Id<'plg'>>,
): Promise<PledgeOnFile[]> {
  const read = await context.installation.cold.within({ worldId: person.worldId }, async (client) => {
    const { rows } = await client.query<{ pledge_id: string }>(
      `select pledge_id::text from pledges p where party_id = $1 and ($2::uuid is null or pledge_id < $2) and not ${pledgeHasLeft(4)}
       order by pledge_id desc limit $3`,
      [
        uuidOf(person.partyId),
        slice.before === null ? null : uuidOf(slice.before),
        slice.limit,
        leftByText(context.installation.worlds.now(person.worldId)),
      ],
    );
    return readPledges(
      client,
      rows.map((row) => idFromUuid('plg', row.pledge_id)),
    );
  });
  return withTerms(context, person.worldId, read);
}

/** Whatever has not ended yet; a person has a handful. */
export async function listOpenPledges(context: ApiContext, person: Promisor): Promise<PledgeOnFile[]> {
  const read = await context.installation.cold.within({ worldId: person.worldId }, async (client) => {
    const { rows } = await client.query<{ pledge_id: string }>(
      `select pledge_id::text from pledges where party_id = $1 and ended_at is null order by next_due_at, pledge_id limit ${PAGE_SIZE_MAX}`,
      [uuidOf(person.partyId)],
    );
    return readPledges(
      client,
      rows.map((row) => idFromUuid('plg', row.pledge_id)),
    );
  });
  return withTerms(context, person.worldId, read);
}

/** Those of the given pledges that are the person's own, in the order of the ids. */
export async function listPledgesById(
  context: ApiContext,
  person: Promisor,
  pledgeIds: readonly Id<'plg'>[],
): Promise<PledgeOnFile[]> {
  const read = await context.installation.cold.within({ worldId: person.worldId }, (client) =>
    readPledges(client, pledgeIds),
  );
  const own = read.pledges.filter((pledge) => pledge.partyId === person.partyId);
  return withTerms(context, person.worldId, { ...read, pledges: own });
}

interface Read {
  readonly pledges: readonly Pledge[];
  readonly names: ReadonlyMap<string, BothTexts>;
}

/** In the order of the ids. */
async function readPledges(client: pg.ClientBase, pledgeIds: readonly Id<'plg'>[]): Promise<Read> {
  const found = pledgesFromRows(await coldCall(client, findPledges(pledgeIds)));
  const pledges = pledgeIds.flatMap((pledgeId) => found.get(pledgeId) ?? []);
  return {
    pledges,
    names: await readMerchantNames(
      client,
      pledges.map((pledge) => pledge.merchantId),
    ),
  };
}

async function withTerms(context: ApiContext, worldId: number, read: Read): Promise<PledgeOnFile[]> {
  const { catalog } = context.installation;
  await catalog.load(worldId, [...new Set(read.pledges.map((pledge) => pledge.versionId))]);
  const partnerNames = await readPartnerNames(
    context,
    worldId,
    read.pledges.map((pledge) => catalog.get(pledge.versionId).terms),
  );
  return read.pledges.map((pledge) => ({
    pledge,
    terms: catalog.get(pledge.versionId).terms,
    merchantName: present(read.names.get(pledge.merchantId) ?? null, 'a_merchant_has_a_name'),
    partnerNames,
  }));
}

/** One pledge with all that belongs to it, or null when the person has none by that id, or it has left their file. */
export async function findPledge(
  context: ApiContext,
  person: Promisor,
  pledgeId: Id<'plg'>,
): Promise<PledgeInFull | null> {
  const found = await context.installation.cold.within({ worldId: person.worldId }, async (client) => {
    const read = await readPledges(client, [pledgeId]);
    if (read.pledges[0]?.partyId !== person.partyId) return null;
    const sealed = await client.query<{ reasons_sealed: Buffer | null }>(
      'select reasons_sealed from pledges where pledge_id = $1 and party_id = $2',
      [uuidOf(pledgeId), uuidOf(person.partyId)],
    );
    const charges = (await coldCall(client, findChargesOfPledges([pledgeId]))).map(chargeFromRow);
    const all = await readFactsOfPledge(client, pledgeId, person.partyId);
    const now = context.installation.worlds.now(person.worldId);
    if (hasPledgeLeft(all, charges, now)) return null;
    const onFile = all.filter((fact) => !hasFactLeft(fact, now));
    const facts = await marked(context, client, person, onFile);
    const evidence = await readEvidence(client, pledgeId, person.partyId);
    return { read, charges, facts, evidence, reasonsSealed: sealed.rows[0]?.reasons_sealed ?? null };
  });
  if (found === null) return null;
  const [onFile] = await withTerms(context, person.worldId, found.read);
  const { charges, facts, evidence, reasonsSealed } = found;
  return { ...present(onFile ?? null, 'a_found_pledge_is_there'), charges, facts, evidence, reasonsSealed };
}

interface FactRow {
  fact_id: string;
  pledge_id: string;
  kind: FactKind;
  context: string;
  reporter: Reporter;
  effective_at: Instant;
  recorded_at: Instant;
  weight_milli: number;
  detail: string;
}

const FACT_COLUMNS =
  'f.fact_id::text, f.pledge_id::text, f.kind, f.context, f.reporter, f.effective_at, f.recorded_at, f.weight_milli, f.detail';

/** As it was recorded. */
export type UnmarkedFact = Omit<FactOnFile, 'disputes' | 'repairs'>;

function factFromRow(row: FactRow): UnmarkedFact {
  const isConsent = row.kind === 'consent_granted' || row.kind === 'consent_revoked';
  return {
    factId: idFromUuid('fct', row.fact_id),
    subjectId: isConsent ? idFromUuid('cns', row.pledge_id) : idFromUuid('plg', row.pledge_id),
    kind: row.kind,
    context: row.context,
    reporter: row.reporter,
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
    weightMilli: row.weight_milli,
    detail: JSON.parse(row.detail) as FactDetail,
  };
}

const FACTS_OF_PLEDGE_MAX = 500;

async function readFactsOfPledge(client: pg.ClientBase, pledgeId: Id<'plg'>, partyId: Id<'pty'>) {
  const { rows } = await client.query<FactRow>(
    `select ${FACT_COLUMNS} from facts f where f.pledge_id = $1 and f.party_id = $2 order by f.leaf_seq limit ${FACTS_OF_PLEDGE_MAX}`,
    [uuidOf(pledgeId), uuidOf(partyId)],
  );
  return rows.map(factFromRow);
}

/** Everything on file, newest first. Facts have no index by person; they are reached through what they are about. */
export async function listFacts(context: ApiContext, person: Promisor, slice: Slice<Id<'fct'>>): Promise<FactOnFile[]> {
  return context.installation.cold.within({ worldId: person.worldId }, async (client) => {
    const { rows } = await client.query<FactRow>(
      `select ${FACT_COLUMNS} from (select pledge_id as subject_id from pledges p where party_id = $1 and not ${pledgeHasLeft(4)} union all select consent_id from consents where party_id = $1) s
       cross join lateral (select * from facts where pledge_id = s.subject_id and party_id = $1) f
       where ($2::uuid is null or f.fact_id < $2) and not ${factHasLeft(4)} order by f.fact_id desc limit $3`,
      [
        uuidOf(person.partyId),
        slice.before === null ? null : uuidOf(slice.before),
        slice.limit,
        leftByText(context.installation.worlds.now(person.worldId)),
      ],
    );
    return marked(context, client, person, rows.map(factFromRow));
  });
}

async function readEvidence(client: pg.ClientBase, pledgeId: Id<'plg'>, partyId: Id<'pty'>): Promise<EvidenceOnFile[]> {
  const { rows } = await client.query<{
    evidence_id: string;
    media_type: string;
    size_bytes: number;
    content_hash: Buffer;
    supplied_by: EvidenceOnFile['suppliedBy'];
    recorded_at: Instant;
  }>(
    `select evidence_id::text, media_type, size_bytes, content_hash, supplied_by, recorded_at from evidence
     where pledge_id = $1 and party_id = $2 order by recorded_at, evidence_id limit ${PAGE_SIZE_MAX}`,
    [uuidOf(pledgeId), uuidOf(partyId)],
  );
  return rows.map((row) => ({
    evidenceId: idFromUuid('evd', row.evidence_id),
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    contentHash: row.content_hash.toString('hex'),
    suppliedBy: row.supplied_by,
    recordedAt: row.recorded_at,
  }));
}
