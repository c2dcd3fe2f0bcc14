/** The naive second opinion on disputes: what each does to the clock of its pledge and to the weight of its fact. */
import assert from 'node:assert/strict';
import type { After, FactSeen, PledgeModel } from './test-model.ts';

export const OF_DISPUTES = new Set(['contested', 'dispute_answered', 'dispute_decided', 'dispute_lapsed']);

interface DisputeSeen {
  readonly factId: string;
  readonly by: string;
  readonly partyId: string;
  readonly merchantId: string;
  state: 'open' | 'answered' | 'decided' | 'lapsed';
  outcome: string;
}

const us = (iso: unknown): bigint => {
  const [, whole, rest = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(iso as string) as RegExpExecArray;
  return BigInt(Date.parse(`${whole}Z`)) * 1000n + BigInt(rest.padEnd(6, '0'));
};

export class DisputeModel {
  readonly disputes = new Map<string, DisputeSeen>();

  /** Takes a fact of a dispute: who may say it, once, and what may be different after it. */
  take(fact: FactSeen, contested: FactSeen | undefined, pledge: PledgeModel): void {
    const {
      contests,
      dispute: id,
      outcome = '',
    } = fact.detail.said as { contests: string; dispute: string; outcome?: string };
    assert.deepEqual(
      [contested?.partyId, contested?.subjectId],
      [fact.partyId, fact.subjectId],
      'a fact of that pledge',
    );
    assert.deepEqual([fact.weightMilli, fact.detail.charges, fact.detail.transfers], [0, [], []]);
    this.#checkAfter(fact, pledge.after);
    pledge.after = fact.detail.after as After;
    const known = this.disputes.get(id);
    if (fact.kind === 'contested') {
      assert.equal(known, undefined, 'a dispute is opened once');
      assert.ok(!OF_DISPUTES.has(contested?.kind ?? ''), 'what belongs to a dispute is not contested');
      const earlier = this.about(contests);
      assert.ok(earlier.every((one) => one.by !== fact.reporter && one.state !== 'open' && one.state !== 'answered'));
      const { partyId, merchantId } = fact;
      this.disputes.set(id, { factId: contests, by: fact.reporter, partyId, merchantId, state: 'open', outcome: '' });
      return;
    }
    assert.ok(known !== undefined && known.factId === contests);
    assert.ok(known.state === 'open' || known.state === 'answered', `${fact.kind} after ${known.state}`);
    if (fact.kind === 'dispute_answered') {
      assert.equal(known.state, 'open', 'answered once');
      assert.notEqual(fact.reporter, known.by, 'by the other side');
      known.state = 'answered';
    } else {
      known.state = fact.kind === 'dispute_decided' ? 'decided' : 'lapsed';
      known.outcome = outcome;
    }
  }

  about(factId: string): DisputeSeen[] {
    return [...this.disputes.values()].filter((one) => one.factId === factId);
  }

  /** How a fact counts now. */
  verdictOf(factId: string, verdict: string): string {
    let now = verdict;
    for (const { state, outcome, by } of this.about(factId)) {
      if (state === 'decided' && outcome === 'upheld') continue;
      if (state === 'decided' && by === 'merchant') now = 'none';
      else if (now === 'broken') now = 'none';
      else if (now === 'kept_late') now = 'kept';
    }
    return now;
  }

  /** Nothing but the clock: it stops and keeps aside what was due, or runs again with what lay ahead as far ahead as it was. */
  #checkAfter(fact: FactSeen, before: After): void {
    const after = fact.detail.after as After;
    const expected: Record<string, unknown> = { ...before };
    if (fact.kind === 'contested' && before.disputedAt === undefined && after.disputedAt !== undefined) {
      assert.equal(us(after.disputedAt), us(fact.recordedAt), 'it stops at once');
      expected.disputedAt = after.disputedAt;
      if (before.nextDueAt !== undefined) expected.heldDueAt = before.nextDueAt;
      delete expected.nextDueAt;
    } else if (before.disputedAt !== undefined && after.disputedAt === undefined) {
      const [stopped, stood] = [us(before.disputedAt), us(fact.recordedAt) - us(before.disputedAt)];
      const later = (iso: unknown, found: unknown) => {
        const shifted = us(iso) >= stopped ? us(iso) + stood : us(iso);
        assert.equal(us(found), shifted);
        return found;
      };
      for (const name of ['dueAt', 'graceUntil', 'answerBy'])
        if (before[name] !== undefined) expected[name] = later(before[name], after[name]);
      if (before.heldDueAt !== undefined) {
        assert.equal(us(after.nextDueAt), us(before.heldDueAt) + stood);
        expected.nextDueAt = after.nextDueAt;
      }
      expected.obligations = before.obligations.map((owed, i) => {
        const [seq, type, owedBy, dueAt, graceUntil, ...rest] = owed;
        if (!['open', 'waiting', 'follows'].includes(String(rest[0]))) return owed;
        const found = after.obligations[i] as After['obligations'][number];
        return [seq, type, owedBy, later(dueAt, found[3]), later(graceUntil, found[4]), ...rest];
      });
      if (stood > 0n) {
        assert.equal(
          us((after.stood as string[][]).at(-1)?.[1]),
          us(fact.recordedAt),
          'and it is kept how long it stood',
        );
        expected.stood = after.stood;
      }
      delete expected.disputedAt;
      delete expected.heldDueAt;
    }
    assert.deepEqual(after, expected, `${fact.kind} changes nothing but the clock`);
  }
}
