/** Facts that persons contest, and which facts of the same pledges were contested before. */
import { type Id, idFromUuid, type Instant, uuidOf } from '../kernel/index.ts';
import { type Call, readInstant, type Row, type Statement } from '../platform/db/index.ts';
import { type FactKind, isAgainst } from '../rooms/conduct/index.ts';
import { leavesAt } from '../rooms/rulebook/index.ts';

const FIND_FACTS: Statement = {
  name: 'find_facts',
  text: `select f.fact_id::text, f.party_id::text, f.pledge_id::text, f.kind, f.effective_at, f.detail from unnest($1::uuid[]) u(fact_id)
    cross join lateral (select * from facts where fact_id = u.fact_id limit 1) f`,
  types: ['uuid[]'],
};

const FIND_CONTESTS: Statement = {
  name: 'find_contests',
  text: `select f.detail from unnest($1::uuid[]) u(pledge_id)
    cross join lateral (select detail from facts where pledge_id = u.pledge_id and kind = 'contested') f`,
  types: ['uuid[]'],
};

/** A fact as far as contesting it needs to know. */
export interface FactFound {
  readonly factId: Id<'fct'>;
  readonly partyId: Id<'pty'>;
  /** The pledge it is about; null for a fact about a consent. */
  readonly pledgeId: Id<'plg'> | null;
  readonly kind: FactKind;
  /** Once its five years are over, a fact that spoke against the person has left the file. */
  readonly leavesAt: Instant | null;
}

export function findFacts(factIds: readonly Id<'fct'>[]): Call {
  return [FIND_FACTS, [...new Set(factIds)].map(uuidOf)];
}

export function findContests(pledgeIds: readonly Id<'plg'>[]): Call {
  return [FIND_CONTESTS, [...new Set(pledgeIds)].map(uuidOf)];
}

export function factFromRow([factId, partyId, subjectId, kind, effectiveAt, detail]: Row): FactFound {
  const isConsent = kind === 'consent_granted' || kind === 'consent_revoked';
  return {
    factId: idFromUuid('fct', factId as string),
    partyId: idFromUuid('pty', partyId as string),
    pledgeId: isConsent ? null : idFromUuid('plg', subjectId as string),
    kind: kind as FactKind,
    leavesAt: isAgainst(kind as FactKind, verdictOf(detail as string))
      ? leavesAt(readInstant(effectiveAt as string))
      : null,
  };
}

function verdictOf(detail: string): unknown {
  return (JSON.parse(detail) as { said?: { verdict?: unknown } }).said?.verdict;
}

/** What a contest says of itself: which fact, and which evidence holds the person's own words. */
export interface ContestSaid {
  readonly contests: Id<'fct'>;
  readonly statementId: Id<'evd'>;
}

/** The fact that a contest names. */
export function contestedBy([detail]: Row): Id<'fct'> {
  return (JSON.parse(detail as string) as { said: ContestSaid }).said.contests;
}
