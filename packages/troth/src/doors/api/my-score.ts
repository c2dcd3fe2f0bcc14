/** The person's number with the facts behind each of its moves. Computed when asked, stored nowhere, read by nobody else. */
import { type Id, idFromUuid, type Instant, uuidOf } from '../../kernel/index.ts';
import { contestedBy } from '../../journeys/contests-found.ts';
import { foldFromJson, periodOf } from '../../rooms/conduct/index.ts';
import type { Context } from '../../rooms/offer/index.ts';
import { type Move, type Score, scoreOf, type ScoreInput } from '../../rooms/score/index.ts';
import type { ApiContext, PersonPrincipal } from './context.ts';
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
  /** Contesting changes no points; it is marked. */
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
  readonly now: Instant;
}

export async function readMyScore(context: ApiContext, person: PersonPrincipal): Promise<MyScore> {
  const { partyId, worldId } = person;
  const now = context.installation.worlds.now(worldId);
  const { folds, facts, contests } = await context.installation.cold.within({ worldId }, async (client) => ({
    folds: await client.query<{ context: Context; buckets: string }>(
      'select context, buckets::text from folds where party_id = $1 order by context',
      [uuidOf(partyId)],
    ),
    facts: await client.query<CountedRow>(
      `select f.fact_id::text, f.pledge_id::text, f.merchant_id::text, f.context, f.kind, f.weight_milli, f.effective_at, f.recorded_at, f.detail
       from pledges p cross join lateral (select * from facts where pledge_id = p.pledge_id and party_id = $1 and weight_milli > 0) f
       where p.party_id = $1 order by f.fact_id`,
      [uuidOf(partyId)],
    ),
    contests: await client.query<{ detail: string }>(
      `select f.detail from pledges p cross join lateral (select * from facts where pledge_id = p.pledge_id and party_id = $1 and kind = 'contested') f
       where p.party_id = $1`,
      [uuidOf(partyId)],
    ),
  }));
  const contested = new Set(contests.rows.map(({ detail }) => contestedBy([detail])));
  const { facts: counted, folds: counting } = stillOnFile(
    facts.rows.map((row) => countedFromRow(row, partyId, contested)),
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
  return { score, input, moves: traceMoves(score.moves, counted), facts: counted, now };
}

interface CountedRow {
  fact_id: string;
  pledge_id: string;
  merchant_id: string;
  context: Context;
  kind: string;
  weight_milli: number;
  effective_at: Instant;
  recorded_at: Instant;
  detail: string;
}

function countedFromRow(row: CountedRow, partyId: Id<'pty'>, contested: ReadonlySet<Id<'fct'>>): CountedFact {
  const { said } = JSON.parse(row.detail) as FactDetail;
  const factId = idFromUuid('fct', row.fact_id);
  return {
    factId,
    isContested: contested.has(factId),
    pledgeId: idFromUuid('plg', row.pledge_id),
    merchantId: idFromUuid('pty', row.merchant_id),
    context: row.context,
    what: said?.verdict === 'broken' ? 'broken' : said?.verdict === 'kept_late' ? 'late' : 'kept',
    milli: row.weight_milli,
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
    period: periodOf(partyId, row.recorded_at),
  };
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
