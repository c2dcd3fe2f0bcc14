/** SQL of pledges and their obligations: one statement per table and direction, whatever the size of the batch. */
import { type Currency, type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import { type Call, readInstant, type Row, type Statement } from '../../platform/db/index.ts';
import type { PledgeState } from './moves.ts';
import type { Obligation, ObligationState, Pledge } from './pledge.ts';

const INSERT_PLEDGES: Statement = {
  name: 'insert_pledges',
  text: `insert into pledges (world_id, pledge_id, party_id, merchant_id, version_id, order_no, state, context, currency, outcome, granted_minor, deposit_minor,
      ceiling_minor, expected_loss_minor, basis, basis_id, reasons_sealed, offered_at, starts_at, due_at, grace_until, next_due_at, accepted_at, begun_at)
    select $1::int4, * from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::int8[], $12::int8[],
      $13::int8[], $14::int8[], $15::text[], $16::uuid[], $17::bytea[], $18::timestamptz[], $19::timestamptz[], $20::timestamptz[], $21::timestamptz[], $22::timestamptz[],
      $23::timestamptz[], $24::timestamptz[])`,
  types: [
    'int4',
    'uuid[]',
    'uuid[]',
    'uuid[]',
    'uuid[]',
    'text[]',
    'text[]',
    'text[]',
    'text[]',
    'text[]',
    'int8[]',
    'int8[]',
    'int8[]',
    'int8[]',
    'text[]',
    'uuid[]',
    'bytea[]',
    'timestamptz[]',
    'timestamptz[]',
    'timestamptz[]',
    'timestamptz[]',
    'timestamptz[]',
    'timestamptz[]',
    'timestamptz[]',
  ],
};

const INSERT_OBLIGATIONS: Statement = {
  name: 'insert_obligations',
  text: `insert into obligations (world_id, pledge_id, seq, party_id, merchant_id, type, owed_by, due_at, grace_until, state)
    select $1::int4, * from unnest($2::uuid[], $3::int2[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::timestamptz[], $9::timestamptz[], $10::text[])`,
  types: [
    'int4',
    'uuid[]',
    'int2[]',
    'uuid[]',
    'uuid[]',
    'text[]',
    'text[]',
    'timestamptz[]',
    'timestamptz[]',
    'text[]',
  ],
};

const FIND_PLEDGES: Statement = {
  name: 'find_pledges',
  text: `select pledge_id::text, party_id::text, merchant_id::text, version_id::text, order_no, state, context, currency, outcome, granted_minor, deposit_minor,
      ceiling_minor, expected_loss_minor, basis, basis_id::text, offered_at, starts_at, due_at, grace_until, next_due_at, accepted_at, begun_at, declared_at,
      answer_by, ended_at, extension_count, charged_minor
    from pledges where pledge_id = any($1)`,
  types: ['uuid[]'],
};

const FIND_OBLIGATIONS: Statement = {
  name: 'find_obligations',
  text: 'select pledge_id::text, seq, type, owed_by, due_at, grace_until, state from obligations where pledge_id = any($1) order by pledge_id, seq',
  types: ['uuid[]'],
};

const UPDATE_PLEDGES: Statement = {
  name: 'update_pledges',
  text: `update pledges p set state = u.state, due_at = u.due_at, grace_until = u.grace_until, next_due_at = u.next_due_at, accepted_at = u.accepted_at,
      begun_at = u.begun_at, declared_at = u.declared_at, answer_by = u.answer_by, ended_at = u.ended_at, extension_count = u.extension_count, charged_minor = u.charged_minor
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[],
      $10::timestamptz[], $11::timestamptz[], $12::int2[], $13::int8[])
      u(pledge_id, party_id, state, due_at, grace_until, next_due_at, accepted_at, begun_at, declared_at, answer_by, ended_at, extension_count, charged_minor)
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
  ],
};

const UPDATE_OBLIGATIONS: Statement = {
  name: 'update_obligations',
  text: `update obligations o set due_at = u.due_at, grace_until = u.grace_until, state = u.state
    from unnest($1::uuid[], $2::int2[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::text[]) u(pledge_id, seq, party_id, due_at, grace_until, state)
    where o.pledge_id = u.pledge_id and o.seq = u.seq and o.party_id = u.party_id`,
  types: ['uuid[]', 'int2[]', 'uuid[]', 'timestamptz[]', 'timestamptz[]', 'text[]'],
};

/** A pledge as it is born, with the reasons of its admission sealed for the promisor. */
export interface BornPledge {
  readonly pledge: Pledge;
  readonly reasonsSealed: Buffer | null;
}

export function insertPledges(worldId: number, born: readonly BornPledge[]): Call[] {
  const of = <T>(read: (pledge: Pledge) => T) => born.map((one) => read(one.pledge));
  const owed = born.flatMap(({ pledge }) => pledge.obligations.map((obligation) => ({ pledge, obligation })));
  const ofOwed = <T>(read: (obligation: Obligation) => T) => owed.map((one) => read(one.obligation));
  return [
    [
      INSERT_PLEDGES,
      worldId,
      of((p) => uuidOf(p.pledgeId)),
      of((p) => uuidOf(p.partyId)),
      of((p) => uuidOf(p.merchantId)),
      of((p) => uuidOf(p.versionId)),
      of((p) => p.orderNo),
      of((p) => p.state),
      of((p) => p.context),
      of((p) => p.currency),
      of((p) => p.outcome),
      of((p) => p.grantedMinor),
      of((p) => p.depositMinor),
      of((p) => p.ceilingMinor),
      of((p) => p.expectedLossMinor),
      of((p) => p.basis),
      of((p) => uuidOf(p.basisId)),
      born.map((one) => one.reasonsSealed),
      of((p) => p.offeredAt),
      of((p) => p.startsAt),
      of((p) => p.dueAt),
      of((p) => p.graceUntil),
      of((p) => p.nextDueAt),
      of((p) => p.acceptedAt),
      of((p) => p.begunAt),
    ],
    [
      INSERT_OBLIGATIONS,
      worldId,
      owed.map((one) => uuidOf(one.pledge.pledgeId)),
      ofOwed((o) => o.seq),
      owed.map((one) => uuidOf(one.pledge.partyId)),
      owed.map((one) => uuidOf(one.pledge.merchantId)),
      ofOwed((o) => o.type),
      ofOwed((o) => o.owedBy),
      ofOwed((o) => o.dueAt),
      ofOwed((o) => o.graceUntil),
      ofOwed((o) => o.state),
    ],
  ];
}

export function findPledges(pledgeIds: readonly Id<'plg'>[]): [pledges: Call, obligations: Call] {
  const uuids = pledgeIds.map(uuidOf);
  return [
    [FIND_PLEDGES, uuids],
    [FIND_OBLIGATIONS, uuids],
  ];
}

export function updatePledges(pledges: readonly Pledge[]): Call[] {
  const of = <T>(read: (pledge: Pledge) => T) => pledges.map(read);
  const owed = pledges.flatMap((pledge) => pledge.obligations.map((obligation) => ({ pledge, obligation })));
  return [
    [
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
    ],
    [
      UPDATE_OBLIGATIONS,
      owed.map((one) => uuidOf(one.pledge.pledgeId)),
      owed.map((one) => one.obligation.seq),
      owed.map((one) => uuidOf(one.pledge.partyId)),
      owed.map((one) => one.obligation.dueAt),
      owed.map((one) => one.obligation.graceUntil),
      owed.map((one) => one.obligation.state),
    ],
  ];
}

/** Pledges by id, from the rows of both statements of {@link findPledges}. */
export function pledgesFromRows(pledgeRows: readonly Row[], obligationRows: readonly Row[]): Map<Id<'plg'>, Pledge> {
  const owed = new Map<string, Obligation[]>();
  for (const [pledgeId, seq, type, owedBy, dueAt, graceUntil, state] of obligationRows) {
    const obligation = {
      seq: Number(seq),
      type: type as Obligation['type'],
      owedBy: owedBy as Obligation['owedBy'],
      dueAt: readInstant(dueAt as string),
      graceUntil: readInstant(graceUntil as string),
      state: state as ObligationState,
    };
    const list = owed.get(pledgeId as string);
    if (list === undefined) owed.set(pledgeId as string, [obligation]);
    else list.push(obligation);
  }
  return new Map(
    pledgeRows
      .map((row) => pledgeFromRow(row, owed.get(row[0] as string) ?? []))
      .map((pledge) => [pledge.pledgeId, pledge]),
  );
}

function pledgeFromRow(row: Row, obligations: readonly Obligation[]): Pledge {
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
    obligations,
  };
}
