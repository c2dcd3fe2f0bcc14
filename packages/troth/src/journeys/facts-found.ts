/** Facts that somebody contests or puts right: as far as a dispute needs to know them. */
import { type Id, idFromUuid, type Instant, uuidOf } from '../kernel/index.ts';
import { type Call, readInstant, type Row, type Statement } from '../platform/db/index.ts';
import { type Fact, type FactKind, isAgainst, type Reporter } from '../rooms/conduct/index.ts';
import type { ChargeKind, Verdict } from '../rooms/pledge/index.ts';
import { leavesAt } from '../rooms/rulebook/index.ts';

const FIND_FACTS: Statement = {
  name: 'find_facts',
  text: `select f.fact_id::text, f.party_id::text, f.merchant_id::text, f.pledge_id::text, f.kind, f.context, f.reporter, f.effective_at, f.recorded_at,
      f.weight_milli, f.detail
    from unnest($1::uuid[]) u(fact_id) cross join lateral (select * from facts where fact_id = u.fact_id limit 1) f`,
  types: ['uuid[]'],
};

const FIND_REPAIRS: Statement = {
  name: 'find_repairs',
  text: `select f.pledge_id::text, f.kind, f.detail from unnest($1::uuid[]) u(pledge_id)
    cross join lateral (select pledge_id, kind, detail from facts where pledge_id = u.pledge_id and kind in ('made_good', 'custody_paid_out')) f`,
  types: ['uuid[]'],
};

export interface FactFound {
  readonly factId: Id<'fct'>;
  readonly partyId: Id<'pty'>;
  readonly merchantId: Id<'pty'>;
  /** The pledge it is about; null for a fact about a consent. */
  readonly pledgeId: Id<'plg'> | null;
  readonly kind: FactKind;
  readonly context: Fact['context'];
  readonly reporter: Reporter;
  readonly recordedAt: Instant;
  readonly weightMilli: number;
  readonly verdict: Verdict;
  /** Whether it says with what the pledge was born. */
  readonly isBirth: boolean;
  /** The charge that it speaks of. */
  readonly chargeId: Id<'chg'> | null;
  /** Charges that came with it. */
  readonly raised: readonly { readonly chargeId: Id<'chg'>; readonly kind: ChargeKind }[];
  /** Once its five years are over, a fact that spoke against the person has left the file. */
  readonly leavesAt: Instant | null;
}

export function findFacts(factIds: readonly Id<'fct'>[]): Call {
  return [FIND_FACTS, [...new Set(factIds)].map(uuidOf)];
}

export function findRepairs(pledgeIds: readonly Id<'plg'>[]): Call {
  return [FIND_REPAIRS, [...new Set(pledgeIds)].map(uuidOf)];
}

interface DetailRead {
  readonly born?: object;
  readonly said?: { readonly verdict?: Verdict };
  readonly charge?: readonly [Id<'chg'>];
  readonly charges?: readonly (readonly [Id<'chg'>, ChargeKind])[];
}

export function factFromRow(row: Row): FactFound {
  const text = (i: number) => row[i] as string;
  const kind = text(4) as FactKind;
  const isConsent = kind === 'consent_granted' || kind === 'consent_revoked';
  const { born, said, charge, charges } = JSON.parse(text(10)) as DetailRead;
  return {
    factId: idFromUuid('fct', text(0)),
    partyId: idFromUuid('pty', text(1)),
    merchantId: idFromUuid('pty', text(2)),
    pledgeId: isConsent ? null : idFromUuid('plg', text(3)),
    kind,
    context: text(5) as Fact['context'],
    reporter: text(6) as Reporter,
    recordedAt: readInstant(text(8)),
    weightMilli: Number(row[9]),
    verdict: said?.verdict ?? 'none',
    isBirth: born !== undefined,
    chargeId: charge?.[0] ?? null,
    raised: (charges ?? []).map(([chargeId, chargeKind]) => ({ chargeId, kind: chargeKind })),
    leavesAt: isAgainst(kind, said?.verdict) ? leavesAt(readInstant(text(7))) : null,
  };
}

/** What a contest says of itself: which fact, which dispute, and which evidence holds the words. */
export interface ContestSaid {
  readonly contests: Id<'fct'>;
  readonly dispute: Id<'dsp'>;
  readonly statementId: Id<'evd'>;
  /** ISO 8601. */
  readonly answerBy: string;
  readonly decideBy: string;
}

/** Which facts of some pledges are put right already, and what was paid out of custody for a pledge; and what the batch has added since. */
export class RepairsFound {
  readonly #mended = new Set<Id<'fct'>>();
  readonly #paidOut = new Map<Id<'plg'>, number>();

  constructor(rows: readonly Row[]) {
    for (const [pledge, kind, detail] of rows) {
      const { said } = JSON.parse(detail as string) as { said: { repairs: Id<'fct'>; paidMinor?: number } };
      if (kind === 'made_good') this.add(said.repairs);
      else {
        const pledgeId = idFromUuid('plg', pledge as string);
        this.#paidOut.set(pledgeId, this.paidOutMinor(pledgeId) + (said.paidMinor ?? 0));
      }
    }
  }

  has(factId: Id<'fct'>): boolean {
    return this.#mended.has(factId);
  }

  add(factId: Id<'fct'>): void {
    this.#mended.add(factId);
  }

  /** Minor units that those who are owed a deposit of a shop that has folded were paid for this pledge. */
  paidOutMinor(pledgeId: Id<'plg'>): number {
    return this.#paidOut.get(pledgeId) ?? 0;
  }
}
