/** SQL of disputes. */
import { type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import { type Call, readInstant, type Row, type Statement } from '../../platform/db/index.ts';
import type { NormId } from '../rulebook/index.ts';
import type { Dispute } from './dispute.ts';

const COLUMNS = `d.dispute_id::text, d.party_id::text, d.merchant_id::text, d.pledge_id::text, d.fact_id::text, d.about, d.opened_by, d.duty, d.stops_clock,
      d.state, d.outcome, d.norm, d.statement_id::text, d.answer_id::text, d.outcome_id::text, d.opened_at, d.answer_by, d.decide_by, d.next_due_at, d.answered_at, d.ended_at`;

const INSERT_DISPUTES: Statement = {
  name: 'insert_disputes',
  text: `insert into disputes (world_id, state, dispute_id, party_id, merchant_id, pledge_id, fact_id, about, opened_by, duty, stops_clock, statement_id,
      opened_at, answer_by, decide_by, next_due_at)
    select $1::int4, 'open', u.* from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::bool[], $11::uuid[],
      $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[]) u`,
  types: [
    'int4',
    ...(['uuid[]', 'uuid[]', 'uuid[]', 'uuid[]', 'uuid[]', 'text[]', 'text[]', 'text[]', 'bool[]', 'uuid[]'] as const),
    ...(['timestamptz[]', 'timestamptz[]', 'timestamptz[]', 'timestamptz[]'] as const),
  ],
};

const MOVE_DISPUTES: Statement = {
  name: 'move_disputes',
  text: `update disputes d set state = u.state, outcome = u.outcome, norm = u.norm, answer_id = u.answer_id, outcome_id = u.outcome_id,
      next_due_at = u.next_due_at, answered_at = u.answered_at, ended_at = u.ended_at
    from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[])
      u(dispute_id, party_id, state, outcome, norm, answer_id, outcome_id, next_due_at, answered_at, ended_at)
    where d.dispute_id = u.dispute_id and d.party_id = u.party_id and d.ended_at is null`,
  types: [
    ...(['uuid[]', 'uuid[]', 'text[]', 'text[]', 'text[]', 'uuid[]', 'uuid[]'] as const),
    ...(['timestamptz[]', 'timestamptz[]', 'timestamptz[]'] as const),
  ],
};

const FIND_DISPUTES: Statement = {
  name: 'find_disputes',
  text: `select ${COLUMNS} from unnest($1::uuid[]) u(dispute_id)
    cross join lateral (select * from disputes where dispute_id = u.dispute_id limit 1) d`,
  types: ['uuid[]'],
};

const FIND_DISPUTES_OF_PLEDGES: Statement = {
  name: 'find_disputes_of_pledges',
  text: `select ${COLUMNS} from unnest($1::uuid[]) u(pledge_id)
    cross join lateral (select * from disputes where pledge_id = u.pledge_id) d`,
  types: ['uuid[]'],
};

export function insertDisputes(worldId: number, disputes: readonly Dispute[]): Call {
  const of = <T>(read: (dispute: Dispute) => T) => disputes.map(read);
  return [
    INSERT_DISPUTES,
    worldId,
    of((d) => uuidOf(d.disputeId)),
    of((d) => uuidOf(d.partyId)),
    of((d) => uuidOf(d.merchantId)),
    of((d) => uuidOf(d.pledgeId)),
    of((d) => uuidOf(d.factId)),
    of((d) => d.about),
    of((d) => d.openedBy),
    of((d) => d.duty),
    of((d) => d.stopsClock),
    of((d) => uuidOf(d.statementId)),
    of((d) => d.openedAt),
    of((d) => d.answerBy),
    of((d) => d.decideBy),
    of((d) => d.nextDueAt),
  ];
}

export function updateDisputes(disputes: readonly Dispute[]): Call {
  const of = <T>(read: (dispute: Dispute) => T) => disputes.map(read);
  return [
    MOVE_DISPUTES,
    of((d) => uuidOf(d.disputeId)),
    of((d) => uuidOf(d.partyId)),
    of((d) => d.state),
    of((d) => d.outcome),
    of((d) => d.norm),
    of((d) => (d.answerId === null ? null : uuidOf(d.answerId))),
    of((d) => (d.outcomeId === null ? null : uuidOf(d.outcomeId))),
    of((d) => d.nextDueAt),
    of((d) => d.answeredAt),
    of((d) => d.endedAt),
  ];
}

export function findDisputes(disputeIds: readonly Id<'dsp'>[]): Call {
  return [FIND_DISPUTES, [...new Set(disputeIds)].map(uuidOf)];
}

export function findDisputesOfPledges(pledgeIds: readonly Id<'plg'>[]): Call {
  return [FIND_DISPUTES_OF_PLEDGES, [...new Set(pledgeIds)].map(uuidOf)];
}

export function disputeFromRow(row: Row): Dispute {
  const text = (i: number) => row[i] as string;
  const evidence = (i: number): Id<'evd'> | null => (row[i] == null ? null : idFromUuid('evd', text(i)));
  const instant = (i: number): Instant | null => (row[i] == null ? null : readInstant(text(i)));
  return {
    disputeId: idFromUuid('dsp', text(0)),
    partyId: idFromUuid('pty', text(1)),
    merchantId: idFromUuid('pty', text(2)),
    pledgeId: idFromUuid('plg', text(3)),
    factId: idFromUuid('fct', text(4)),
    about: text(5) as Dispute['about'],
    openedBy: text(6) as Dispute['openedBy'],
    duty: text(7) as Dispute['duty'],
    stopsClock: text(8) === 't',
    state: text(9) as Dispute['state'],
    outcome: (row[10] ?? null) as Dispute['outcome'],
    norm: (row[11] ?? null) as NormId | null,
    statementId: idFromUuid('evd', text(12)),
    answerId: evidence(13),
    outcomeId: evidence(14),
    openedAt: readInstant(text(15)),
    answerBy: readInstant(text(16)),
    decideBy: readInstant(text(17)),
    nextDueAt: instant(18),
    answeredAt: instant(19),
    endedAt: instant(20),
  };
}
