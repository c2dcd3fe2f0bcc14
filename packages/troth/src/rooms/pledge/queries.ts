/** SQL of pledges and their obligations: one statement per table and direction, whatever the size of the batch. */
import { type Currency, type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import { type Call, readInstant, type Row, type Statement } from '../../platform/db/index.ts';
import type { PledgeState } from './moves.ts';
import { obligationsFromJson, obligationsToJson } from './obligations-json.ts';
import type { Pledge } from './pledge.ts';
import { stoodFromJson, stoodToJson } from './stood.ts';

const INSERT_PLEDGES: Statement = {
  name: 'insert_pledges',
  text: `insert into pledges (world_id, pledge_id, party_id, merchant_id, version_id, order_no, state, context, currency, outcome, granted_minor, deposit_minor,
      ceiling_minor, expected_loss_minor, basis, basis_id, reasons_sealed, offered_at, starts_at, due_at, grace_until, next_due_at, accepted_at, begun_at, obligations)
    select $1::int4, r.* from unnest($2::born_pledge[]) r`,
  types: [
    'int4',
    {
      rows: 'born_pledge',
      columns: [
        ...(['uuid', 'uuid', 'uuid', 'uuid', 'text', 'text', 'text', 'text', 'text'] as const),
        ...(['int8', 'int8', 'int8', 'int8', 'text', 'uuid', 'bytea'] as const),
        ...(['timestamptz', 'timestamptz', 'timestamptz', 'timestamptz', 'timestamptz', 'timestamptz'] as const),
        ...(['timestamptz', 'text'] as const),
      ],
    },
  ],
};

const FIND_PLEDGES: Statement = {
  name: 'find_pledges',
  text: `select pledge_id::text, party_id::text, merchant_id::text, version_id::text, order_no, state, context, currency, outcome, granted_minor, deposit_minor,
      ceiling_minor, expected_loss_minor, basis, basis_id::text, offered_at, starts_at, due_at, grace_until, next_due_at, accepted_at, begun_at, declared_at,
      answer_by, ended_at, extension_count, charged_minor, obligations, claim_minor, disputed_at, held_due_at, stood
    from pledges where pledge_id = any($1)`,
  types: ['uuid[]'],
};

// The pledges of one person are few, and stand together in the index by party.
const COUNT_OPEN_HERE: Statement = {
  name: 'count_open_here',
  text: `select u.party_id::text, u.merchant_id::text, o.open::text from (select distinct * from unnest($1::uuid[], $2::uuid[])) u(party_id, merchant_id)
    cross join lateral (select count(*) as open from pledges where party_id = u.party_id and merchant_id = u.merchant_id and ended_at is null) o`,
  types: ['uuid[]', 'uuid[]'],
};

const UPDATE_PLEDGES: Statement = {
  name: 'update_pledges',
  text: `update pledges p set state = u.state, due_at = u.due_at, grace_until = u.grace_until, next_due_at = u.next_due_at, accepted_at = u.accepted_at,
      begun_at = u.begun_at, declared_at = u.declared_at, answer_by = u.answer_by, ended_at = u.ended_at, extension_count = u.extension_count, charged_minor = u.charged_minor, obligations = u.obligations,
      claim_minor = u.claim_minor, disputed_at = u.disputed_at, held_due_at = u.held_due_at, stood = u.stood
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[],
      $10::timestamptz[], $11::timestamptz[], $12::int2[], $13::int8[], $14::text[], $15::int8[], $16::timestamptz[], $17::timestamptz[], $18::text[])
      u(pledge_id, party_id, state, due_at, grace_until, next_due_at, accepted_at, begun_at, declared_at, answer_by, ended_at, extension_count, charged_minor, obligations, claim_minor,
        disputed_at, held_due_at, stood)
    where p.pledge_id = u.pledge_id and p.party_id = u.party_id`,
  types: [
    'uuid[]',
    'uuid[]',
    'text[]',
    'timestamptz[]',
    'timestamptz[]',
    'timestamptz[]',
    'timestamptz[]',
    'timestamptz[]',
    'timestamptz[]',
    'timestamptz[]',
    'timestamptz[]',
    'int2[]',
    'int8[]',
    'text[]',
    'int8[]',
    'timestamptz[]',
    'timestamptz[]',
    'text[]',
  ],
};

/** A pledge as it is born, with the reasons of its admission sealed for the promisor. */
export interface BornPledge {
  readonly pledge: Pledge;
  readonly reasonsSealed: Buffer | null;
}

export function insertPledges(worldId: number, born: readonly BornPledge[]): Call {
  return [INSERT_PLEDGES, worldId, born.map(rowOfBorn)];
}

function rowOfBorn({ pledge: p, reasonsSealed }: BornPledge) {
  return [
    uuidOf(p.pledgeId),
    uuidOf(p.partyId),
    uuidOf(p.merchantId),
    uuidOf(p.versionId),
    p.orderNo,
    p.state,
    p.context,
    p.currency,
    p.outcome,
    p.grantedMinor,
    p.depositMinor,
    p.ceilingMinor,
    p.expectedLossMinor,
    p.basis,
    uuidOf(p.basisId),
    reasonsSealed,
    p.offeredAt,
    p.startsAt,
    p.dueAt,
    p.graceUntil,
    p.nextDueAt,
    p.acceptedAt,
    p.begunAt,
    obligationsToJson(p.obligations),
  ];
}

export function findPledges(pledgeIds: readonly Id<'plg'>[]): Call {
  return [FIND_PLEDGES, pledgeIds.map(uuidOf)];
}

/** How many pledges each person has open with each shop. */
export function countOpenHere(pairs: readonly Pick<Pledge, 'partyId' | 'merchantId'>[]): Call {
  return [COUNT_OPEN_HERE, pairs.map((one) => uuidOf(one.partyId)), pairs.map((one) => uuidOf(one.merchantId))];
}

/** The counts by {@link openHereKey}, from the rows of {@link countOpenHere}. */
export function openHereFromRows(rows: readonly Row[]): Map<string, number> {
  return new Map(
    rows.map(([party, merchant, open]) => {
      const of = { partyId: idFromUuid('pty', party as string), merchantId: idFromUuid('pty', merchant as string) };
      return [openHereKey(of), Number(open)];
    }),
  );
}

export function openHereKey({ partyId, merchantId }: Pick<Pledge, 'partyId' | 'merchantId'>): string {
  return `${partyId} ${merchantId}`;
}

export function updatePledges(pledges: readonly Pledge[]): Call {
  const of = <T>(read: (pledge: Pledge) => T) => pledges.map(read);
  return [
    UPDATE_PLEDGES,
    of((p) => uuidOf(p.pledgeId)),
    of((p) => uuidOf(p.partyId)),
    of((p) => p.state),
    of((p) => p.dueAt),
    of((p) => p.graceUntil),
    of((p) => p.nextDueAt),
    of((p) => p.acceptedAt),
    of((p) => p.begunAt),
    of((p) => p.declaredAt),
    of((p) => p.answerBy),
    of((p) => p.endedAt),
    of((p) => p.extensionCount),
    of((p) => p.chargedMinor),
    of((p) => obligationsToJson(p.obligations)),
    of((p) => p.claimMinor),
    of((p) => p.disputedAt),
    of((p) => p.heldDueAt),
    of((p) => stoodToJson(p.stood)),
  ];
}

/** Pledges by id, from the rows of {@link findPledges}. */
export function pledgesFromRows(rows: readonly Row[]): Map<Id<'plg'>, Pledge> {
  return new Map(rows.map(pledgeFromRow).map((pledge) => [pledge.pledgeId, pledge]));
}

function pledgeFromRow(row: Row): Pledge {
  const text = (i: number) => row[i] as string;
  const instant = (i: number): Instant | null => (row[i] == null ? null : readInstant(text(i)));
  const basis = text(13) as Pledge['basis'];
  return {
    pledgeId: idFromUuid('plg', text(0)),
    partyId: idFromUuid('pty', text(1)),
    merchantId: idFromUuid('pty', text(2)),
    versionId: idFromUuid('ofv', text(3)),
    orderNo: row[4] ?? null,
    state: text(5) as PledgeState,
    context: text(6) as Pledge['context'],
    currency: text(7) as Currency,
    outcome: text(8) as Pledge['outcome'],
    grantedMinor: Number(row[9]),
    depositMinor: Number(row[10]),
    ceilingMinor: Number(row[11]),
    expectedLossMinor: Number(row[12]),
    basis,
    basisId: idFromUuid(basis === 'consent' ? 'cns' : 'imp', text(14)),
    offeredAt: readInstant(text(15)),
    startsAt: readInstant(text(16)),
    dueAt: readInstant(text(17)),
    graceUntil: readInstant(text(18)),
    nextDueAt: instant(19),
    acceptedAt: instant(20),
    begunAt: instant(21),
    declaredAt: instant(22),
    answerBy: instant(23),
    endedAt: instant(24),
    extensionCount: Number(row[25]),
    chargedMinor: Number(row[26]),
    obligations: obligationsFromJson(text(27)),
    claimMinor: row[28] == null ? null : Number(row[28]),
    disputedAt: instant(29),
    heldDueAt: instant(30),
    stood: stoodFromJson((row[31] as string | null | undefined) ?? null),
  };
}
