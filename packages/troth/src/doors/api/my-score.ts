/** The person's number with the facts behind each of its moves. Computed when asked, stored nowhere, read by nobody else. */
import { type Id, idFromUuid, type Instant, present, uuidOf } from '../../kernel/index.ts';
import { foldFromJson, periodOf, promiseeContext } from '../../rooms/conduct/index.ts';
import {
  countsAs,
  type Dispute,
  disputeFromRow,
  findDisputesOfPledges,
  isDisputeOver,
} from '../../rooms/dispute/index.ts';
import type { Context } from '../../rooms/offer/index.ts';
import type { Verdict } from '../../rooms/pledge/index.ts';
import { coldCall } from '../../platform/db/index.ts';
import { hasLeft } from '../../rooms/rulebook/index.ts';
import { type Move, type Score, scoreOf, type ScoreInput } from '../../rooms/score/index.ts';
import type { ApiContext, Promisor } from './context.ts';
import { stillOnFile } from './left-the-file.ts';
import type { FactDetail } from './person-file.ts';

/** A fact that counts: a promise kept, kept late, or broken. */
export interface CountedFact {
  readonly factId: Id<'fct'>;
  readonly pledgeId: Id<'plg'>;
  readonly merchantId: Id<'pty'>;
  readonly context: Context;
  readonly what: 'kept' | 'late' | 'broken';
  readonly milli: number;
  readonly effectiveAt: Instant;
  readonly recordedAt: Instant;
  readonly period: number;
  /** Whether a dispute about it is open; it counts as that leaves it. */
  readonly isContested: boolean;
}

/** A move with its facts, each with its share of the points; the shares add up to the move. */
interface TracedMove {
  readonly move: Move;
  readonly facts: readonly { readonly fact: CountedFact; readonly points: number }[];
}

export interface MyScore {
  readonly score: Score;
  readonly input: ScoreInput;
  readonly moves: readonly TracedMove[];
  /** Oldest first. */
  readonly facts: readonly CountedFact[];
  /** What counts nothing, because of a dispute about it; as what it was recorded. Oldest first. */
  readonly setAside: readonly CountedFact[];
  readonly now: Instant;
}

export async function readMyScore(context: ApiContext, person: Promisor): Promise<MyScore> {
  const { partyId, worldId } = person;
  const now = context.installation.worlds.now(worldId);
  const { folds, facts, disputes } = await context.installation.cold.within({ worldId }, async (client) => {
    const read = {
      folds: await client.query<{ context: Context; buckets: string }>(
        // What a shop's file says of it as the one promised to is another role, and no part of this number.
        'select context, buckets::text from folds where party_id = $1 and context not like $2 order by context',
        [uuidOf(partyId), promiseeContext('%')],
      ),
      facts: await client.query<CountedRow>(
        `select f.fact_id::text, f.pledge_id::text, f.merchant_id::text, f.context, f.weight_milli, f.effective_at, f.recorded_at, f.detail
       from pledges p cross join lateral (select * from facts where pledge_id = p.pledge_id and party_id = $1 and weight_milli > 0) f
       where p.party_id = $1 order by f.fact_id`,
        [uuidOf(partyId)],
      ),
    };
    const pledgeIds = read.facts.rows.map((row) => idFromUuid('plg', row.pledge_id));
    return { ...read, disputes: (await coldCall(client, findDisputesOfPledges(pledgeIds))).map(disputeFromRow) };
  });
  const contesting = Map.groupBy(disputes, (dispute) => dispute.factId);
  const seen = facts.rows.map((row) => countedFromRow(row, partyId, contesting));
  const setAside = seen.flatMap(({ fact, isSetAside }) =>
    isSetAside && (fact.what === 'kept' || !hasLeft(fact.effectiveAt, now)) ? [fact] : [],
  );
  const { facts: counted, folds: counting } = stillOnFile(
    seen.flatMap(({ fact, isSetAside }) => (isSetAside ? [] : [fact])),
    folds.rows.map((row) => ({ context: row.context, fold: foldFromJson(row.buckets) })),
    now,
  );
  const input: ScoreInput = {
    folds: counting,
    periodNow: periodOf(partyId, now),
    pledgeCount: new Set(counted.map((fact) => fact.pledgeId)).size,
    shopCount: new Set(counted.map((fact) => fact.merchantId)).size,
    sinceAt: counted.reduce<Instant | null>(
      (first, fact) => (first === null || fact.effectiveAt < first ? fact.effectiveAt : first),
      null,
    ),
  };
  const score = scoreOf(input);
  return { score, input, moves: traceMoves(score.moves, counted), facts: counted, setAside, now };
}

interface CountedRow {
  fact_id: string;
  pledge_id: string;
  merchant_id: string;
  context: Context;
  weight_milli: number;
  effective_at: Instant;
  recorded_at: Instant;
  detail: string;
}

/** As it counts now; where that is nothing, as what it was recorded, and set aside. */
function countedFromRow(
  row: CountedRow,
  partyId: Id<'pty'>,
  contesting: ReadonlyMap<Id<'fct'>, readonly Dispute[]>,
): { readonly fact: CountedFact; readonly isSetAside: boolean } {
  const { said } = JSON.parse(row.detail) as FactDetail;
  const factId = idFromUuid('fct', row.fact_id);
  const disputes = contesting.get(factId) ?? [];
  const recorded = present((said?.verdict ?? null) as Verdict | null, 'what_weighs_has_a_verdict');
  const verdict = countsAs(recorded, disputes);
  const fact: CountedFact = {
    factId,
    isContested: disputes.some((dispute) => !isDisputeOver(dispute.state)),
    pledgeId: idFromUuid('plg', row.pledge_id),
    merchantId: idFromUuid('pty', row.merchant_id),
    context: row.context,
    what: whatOf(verdict === 'none' ? recorded : verdict),
    milli: row.weight_milli,
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
    period: periodOf(partyId, row.recorded_at),
  };
  return { fact, isSetAside: verdict === 'none' };
}

function whatOf(verdict: Verdict): CountedFact['what'] {
  return verdict === 'broken' ? 'broken' : verdict === 'kept_late' ? 'late' : 'kept';
}

/** Each move of the number with the facts it is made of. */
function traceMoves(moves: readonly Move[], facts: readonly CountedFact[]): TracedMove[] {
  return moves.map((move) => {
    if (move.what !== 'kept' && move.what !== 'late' && move.what !== 'broken') return { move, facts: [] };
    const behind = facts.filter(
      (fact) => fact.what === move.what && fact.context === move.context && fact.period === move.period,
    );
    return { move, facts: shared(move.points, behind) };
  });
}

/** Shares by weight, rounded so that they add up. */
function shared(points: number, facts: readonly CountedFact[]): TracedMove['facts'] {
  const whole = facts.reduce((sum, fact) => sum + fact.milli, 0);
  let seen = 0;
  let given = 0;
  return facts.map((fact) => {
    seen += fact.milli;
    const upToHere = Math.round((points * seen) / whole);
    const share = { fact, points: upToHere - given };
    given = upToHere;
    return share;
  });
}
