/**
 * A naive second opinion on what the tables must hold: it replays facts one by one with a table of its own and adds everything up
 * anew. It shares no rule with the journeys.
 */
import assert from 'node:assert/strict';
import { DisputeModel, OF_DISPUTES } from './test-dispute-model.ts';

/** A fact as it stands in the table, its detail read. */
export interface FactSeen {
  readonly factId: string;
  readonly partyId: string;
  readonly subjectId: string;
  readonly merchantId: string;
  readonly kind: string;
  readonly context: string;
  readonly reporter: string;
  readonly recordedAt: string;
  readonly weightMilli: number;
  readonly leafSeq: number;
  readonly detail: Detail;
}

type TransferSaid = readonly [id: string, debit: string, credit: string, amountMinor: number, currency: string];
type ChargeSaid = readonly [id: string, kind: string, amountMinor: number, currency: string, state?: string];

interface Detail {
  readonly born?: { readonly grantedMinor: number; readonly ceilingMinor: number; readonly currency: string };
  readonly after?: After;
  readonly said?: { readonly verdict?: string; readonly contests?: string };
  readonly paidMinor?: number;
  readonly charges?: readonly ChargeSaid[];
  readonly charge?: ChargeSaid;
  readonly transfers?: readonly TransferSaid[];
}

export interface After {
  readonly state: string;
  readonly chargedMinor: number;
  readonly obligations: readonly (readonly [number, string, string, string, string, string])[];
  readonly [field: string]: unknown;
}

export interface PledgeModel {
  readonly partyId: string;
  readonly merchantId: string;
  readonly currency: string;
  readonly grantedMinor: number;
  readonly ceilingMinor: number;
  after: After;
  endCount: number;
}

/** Which facts may follow which states, and where they lead. */
const LIFE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  offered: { nothing: 'offered' },
  accepted: { nothing: 'accepted', offered: 'accepted' },
  begun: { accepted: 'active' },
  confirmed: { active: 'active' },
  extended: { active: 'active', lapsed: 'active' },
  declared: { active: 'active', lapsed: 'lapsed' },
  lapsed: { accepted: 'lapsed', active: 'lapsed' },
  noticed: { active: 'noticed', lapsed: 'noticed' },
  answered: { noticed: 'answered' },
  withdrawn: { noticed: 'kept', answered: 'kept' },
  kept: { accepted: 'kept', active: 'kept', lapsed: 'kept', noticed: 'kept', answered: 'kept' },
  broken: { noticed: 'broken', answered: 'broken' },
  cancelled: { offered: 'cancelled', accepted: 'cancelled' },
  expired: { offered: 'expired', accepted: 'expired', lapsed: 'expired' },
};
export const ENDS = new Set(['kept', 'broken', 'cancelled', 'expired']);

export class Model {
  readonly pledges = new Map<string, PledgeModel>();
  readonly charges = new Map<
    string,
    { pledgeId: string; amountMinor: number; paidMinor: number; currency: string; partyId: string; state: string }
  >();
  /** Id, accounts and amount of every transfer that a fact has named. */
  readonly transfers = new Map<string, { pledgeId: string; said: TransferSaid }>();
  readonly consents = new Map<string, 'given' | 'revoked'>();
  readonly facts = new Map<string, FactSeen>();
  readonly disputes = new DisputeModel();
  readonly leafCounts = new Map<string, number>();
  /** Thousandths by party, context and how the promise ended. */
  readonly weights = new Map<string, number>();

  take(fact: FactSeen): void {
    assert.equal(fact.leafSeq, this.leafCounts.get(fact.partyId) ?? 0, 'leaves of a party are numbered without a gap');
    this.leafCounts.set(fact.partyId, fact.leafSeq + 1);
    for (const said of fact.detail.transfers ?? []) {
      assert.ok(!this.transfers.has(said[0]), 'a transfer is named by one fact');
      this.transfers.set(said[0], { pledgeId: fact.subjectId, said });
    }
    if (fact.kind.startsWith('consent_')) this.#takeConsent(fact);
    else if (fact.kind.startsWith('charge_')) this.#takeCharge(fact);
    else if (OF_DISPUTES.has(fact.kind)) this.#takeDispute(fact);
    else this.#takeMove(fact);
    this.facts.set(fact.factId, fact);
  }

  #takeConsent(fact: FactSeen): void {
    const before = this.consents.get(fact.subjectId);
    assert.equal(before, fact.kind === 'consent_granted' ? undefined : 'given');
    this.consents.set(fact.subjectId, fact.kind === 'consent_granted' ? 'given' : 'revoked');
  }

  #takeDispute(fact: FactSeen): void {
    const contested = this.facts.get(fact.detail.said?.contests as string);
    const pledge = this.pledges.get(fact.subjectId);
    assert.ok(pledge !== undefined && contested !== undefined, 'it names an earlier fact');
    this.#weigh(contested, -1);
    this.disputes.take(fact, contested, pledge);
    this.#weigh(contested, 1);
  }

  #takeCharge(fact: FactSeen): void {
    const [chargeId, , amountMinor, currency, state] = fact.detail.charge as ChargeSaid;
    const before = this.charges.get(chargeId);
    const from = { charge_raised: ['announced'], charge_credited: ['open', 'collected'] }[fact.kind] ?? ['open'];
    assert.ok(from.includes(before?.state ?? ''), `${fact.kind} of ${chargeId} that is ${before?.state}`);
    const [to] = {
      charge_raised: ['open'],
      charge_collected: ['collected'],
      charge_forgiven: ['forgiven'],
      charge_credited: ['credited'],
    }[fact.kind] ?? ['open'];
    assert.equal(state, to);
    assert.equal(amountMinor, before?.amountMinor);
    const paidMinor = fact.detail.paidMinor as number;
    const moved = (fact.detail.transfers ?? []).reduce((sum, said) => sum + said[3], 0);
    const wanted = {
      charge_raised: amountMinor,
      charge_part_paid: paidMinor - (before?.paidMinor ?? 0),
      charge_credited: before?.state === 'collected' ? paidMinor : amountMinor,
    }[fact.kind];
    assert.equal(moved, wanted ?? amountMinor - (before?.paidMinor ?? 0), fact.kind);
    this.charges.set(chargeId, {
      pledgeId: fact.subjectId,
      amountMinor,
      paidMinor,
      currency,
      partyId: fact.partyId,
      state: state as string,
    });
  }

  #takeMove(fact: FactSeen): void {
    const { after, born } = fact.detail as { after: After; born?: Detail['born'] };
    const before = this.pledges.get(fact.subjectId);
    const expected = LIFE[fact.kind]?.[before?.after.state ?? 'nothing'];
    assert.equal(after.state, expected, `${fact.kind} after ${before?.after.state ?? 'nothing'}`);
    const pledge: PledgeModel = before ?? {
      partyId: fact.partyId,
      merchantId: fact.merchantId,
      currency: born?.currency ?? '',
      grantedMinor: born?.grantedMinor ?? Number.NaN,
      ceilingMinor: born?.ceilingMinor ?? Number.NaN,
      after,
      endCount: 0,
    };
    for (const [chargeId, , amountMinor, currency] of fact.detail.charges ?? []) {
      const charge = {
        pledgeId: fact.subjectId,
        amountMinor,
        paidMinor: 0,
        currency,
        partyId: fact.partyId,
        state: 'announced',
      };
      this.charges.set(chargeId, charge);
    }
    pledge.after = after;
    if (ENDS.has(after.state)) pledge.endCount += 1;
    this.pledges.set(fact.subjectId, pledge);
    if (fact.detail.said?.verdict === undefined) assert.equal(fact.weightMilli, 0);
    this.#weigh(fact, 1);
  }

  /** Puts a fact on the scales as it counts now, or takes it off. */
  #weigh(fact: FactSeen, sign: 1 | -1): void {
    const verdict = this.disputes.verdictOf(fact.factId, fact.detail.said?.verdict ?? 'none');
    if (verdict === 'none') return;
    const key = `${fact.partyId} ${fact.context} ${verdict}`;
    const sum = (this.weights.get(key) ?? 0) + sign * fact.weightMilli;
    if (sum === 0) this.weights.delete(key);
    else this.weights.set(key, sum);
  }

  /** Open and unpaid of a party in a currency, and how many of its pledges are open. */
  exposure(partyId: string): { byCurrency: Record<string, { open: number; unpaid: number }>; openCount: number } {
    const byCurrency: Record<string, { open: number; unpaid: number }> = {};
    const of = (currency: string) => (byCurrency[currency] ??= { open: 0, unpaid: 0 });
    let openCount = 0;
    for (const pledge of this.pledges.values()) {
      if (pledge.partyId !== partyId || ENDS.has(pledge.after.state)) continue;
      of(pledge.currency).open += pledge.grantedMinor;
      openCount += 1;
    }
    for (const charge of this.charges.values())
      if (charge.partyId === partyId && charge.state === 'open')
        of(charge.currency).unpaid += charge.amountMinor - charge.paidMinor;
    return { byCurrency, openCount };
  }

  /** Sum of a pledge's transfers that debit one account and credit another. */
  moved(pledgeId: string, debit: string, credit: string): number {
    let sum = 0;
    for (const { pledgeId: of, said } of this.transfers.values())
      if (of === pledgeId && said[1] === debit && said[2] === credit) sum += said[3];
    return sum;
  }
}
