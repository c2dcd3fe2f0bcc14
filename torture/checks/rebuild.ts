/** L7: everything that sums facts up, built again from the facts alone, naively, and equal to what stands in the rows. */
import type { Findings } from './law.ts';
import { bare, type FactRow, groupBy, micros, microsOf, type State } from './state.ts';

export function checkRebuilt(state: State, findings: Findings): void {
  const facts = [...state.facts].sort((a, b) =>
    a.party_id === b.party_id ? a.leaf_seq - b.leaf_seq : a.party_id < b.party_id ? -1 : 1,
  );
  rebuildPledges(state, facts, findings);
  rebuildParties(state, facts, findings);
  rebuildFolds(state, facts, findings);
  rebuildBudgets(state, facts, findings);
  rebuildLogbook(state, findings);
}

const TIMES = {
  dueAt: 'due_at',
  graceUntil: 'grace_until',
  nextDueAt: 'next_due_at',
  acceptedAt: 'accepted_at',
  begunAt: 'begun_at',
};
const LATER_TIMES = { declaredAt: 'declared_at', answerBy: 'answer_by', endedAt: 'ended_at' };

/** A pledge is its birth and the last that was said of it. */
function rebuildPledges(state: State, facts: readonly FactRow[], findings: Findings): void {
  const lives = groupBy(
    facts.filter((fact) => fact.detail.after !== undefined),
    (fact) => fact.pledge_id,
  );
  for (const row of state.pledges) {
    const { born = {}, after = {} } = {
      ...lives.get(String(row.pledge_id))?.[0]?.detail,
      after: lives.get(String(row.pledge_id))?.at(-1)?.detail.after,
    };
    const live = {
      versionId: row.version_id,
      orderNo: row.order_no,
      currency: row.currency,
      outcome: row.outcome,
      granted: row.granted_minor,
      deposit: row.deposit_minor,
      ceiling: row.ceiling_minor,
      expected: row.expected_loss_minor,
      basis: row.basis,
      basisId: row.basis_id,
      offeredAt: row.offered_at,
      startsAt: row.starts_at,
      state: row.state,
      extensionCount: row.extension_count,
      chargedMinor: row.charged_minor,
      times: Object.values({ ...TIMES, ...LATER_TIMES }).map((column) => row[column]),
      owed: row.obligations,
    };
    const built = {
      versionId: bare(born.versionId),
      orderNo: born.orderNo ?? null,
      currency: born.currency,
      outcome: born.outcome,
      granted: born.grantedMinor,
      deposit: born.depositMinor,
      ceiling: born.ceilingMinor,
      expected: born.expectedLossMinor,
      basis: born.basis,
      basisId: bare(born.basisId),
      offeredAt: micros(born.offeredAt),
      startsAt: micros(born.startsAt),
      state: after.state,
      extensionCount: after.extensionCount,
      chargedMinor: after.chargedMinor,
      times: Object.keys({ ...TIMES, ...LATER_TIMES }).map((name) => micros(after[name])),
      owed: after.obligations,
    };
    findings.equal('L7', `pledge ${row.pledge_id} from its facts`, live, built);
  }
}

const ENDS = ['kept', 'broken', 'cancelled', 'expired'];

/** Open and unpaid money by currency, open pledges and leaves, from a party's facts. */
function rebuildParties(state: State, facts: readonly FactRow[], findings: Findings): void {
  const byParty = groupBy(facts, (fact) => fact.party_id);
  for (const party of state.parties) {
    const mine = byParty.get(party.party_id) ?? [];
    const open = new Map<string, number>();
    const unpaid = new Map<string, number>();
    const grants = new Map<string, readonly [currency: string, minor: number]>();
    const add = (sums: Map<string, number>, currency: string, minor: number) =>
      sums.set(currency, (sums.get(currency) ?? 0) + minor);
    for (const { detail, pledge_id: pledgeId, kind } of mine) {
      if (detail.born !== undefined)
        grants.set(pledgeId, [String(detail.born.currency), Number(detail.born.grantedMinor)]);
      const [currency, minor] = grants.get(pledgeId) ?? ['', 0];
      if (detail.born !== undefined) add(open, currency, minor);
      if (detail.after !== undefined && ENDS.includes(String(detail.after.state))) {
        add(open, currency, -minor);
        grants.delete(pledgeId);
      }
      if (detail.charge !== undefined)
        add(unpaid, detail.charge[3], kind === 'charge_raised' ? detail.charge[2] : -detail.charge[2]);
    }
    const built = Object.fromEntries(
      Object.entries(party.exposure).map(([currency, { limit }]) => [
        currency,
        { limit, open: open.get(currency) ?? 0, unpaid: unpaid.get(currency) ?? 0 },
      ]),
    );
    findings.equal('L7', `exposure of ${party.party_id}`, party.exposure, built);
    findings.equal('L7', `open pledges of ${party.party_id}`, party.open_count, grants.size);
    findings.equal(
      'L7',
      `leaves of ${party.party_id}`,
      [party.leaf_count, mine.map((fact) => fact.leaf_seq)],
      [mine.length, mine.map((_, index) => index)],
    );
    for (const { limit = 0, open: openMinor = 0 } of Object.values(party.exposure))
      findings.equal('L7', `limit of ${party.party_id}`, openMinor <= limit, true);
  }
}

const PERIOD_US = 30n * 86_400_000_000n;

/** Kept, broken and late thousandths by the party's own thirty days, in the period in which each was recorded. */
function rebuildFolds(state: State, facts: readonly FactRow[], findings: Findings): void {
  const built = new Map<string, Map<number, [kept: number, broken: number, late: number]>>();
  for (const fact of facts) {
    const place = ['kept', 'broken', 'kept_late'].indexOf(String(fact.detail.said?.verdict));
    if (place < 0) continue;
    const offset = BigInt(`0x${fact.party_id.slice(-12)}`) % PERIOD_US;
    const period = Number((microsOf(fact.recorded_at) + offset) / PERIOD_US);
    const key = `${fact.party_id} ${fact.context}`;
    const periods = built.get(key) ?? new Map<number, [number, number, number]>();
    const sums = periods.get(period) ?? [0, 0, 0];
    sums[place] = (sums[place] ?? 0) + fact.weight_milli;
    built.set(key, periods.set(period, sums));
  }
  // Files of promisees grow behind the facts; the audit adds them up.
  const own = state.folds.filter((row) => !row.context.startsWith('promisee '));
  const live = new Map(own.map((row) => [`${row.party_id} ${row.context}`, row.buckets]));
  findings.sameSet('L7', 'folds', live.keys(), built.keys());
  for (const [key, periods] of built) {
    const buckets = [...periods].sort(([a], [b]) => a - b).map(([period, sums]) => [period, ...sums]);
    findings.equal('L7', `fold of ${key}`, live.get(key), buckets);
  }
}

function rebuildBudgets(state: State, facts: readonly FactRow[], findings: Findings): void {
  const built = new Map<string, number>();
  for (const { detail, recorded_at } of facts) {
    const expected = Number(detail.born?.expectedLossMinor ?? 0);
    if (detail.born === undefined || expected === 0) continue;
    const version = bare(detail.born.versionId);
    const days = BigInt(state.periodDays.get(version) ?? 1);
    const key = `${version} ${microsOf(recorded_at) / (days * 86_400_000_000n)}`;
    built.set(key, (built.get(key) ?? 0) + expected);
  }
  const rows = state.budgets.map((row) => `${row.version_id} ${row.period} ${row.expected_minor}`);
  findings.sameSet(
    'L7',
    'loss budgets',
    rows,
    [...built].map(([key, minor]) => `${key} ${minor}`),
  );
}

/** Every fact is one leaf, in a place of its own, and the leaf is the one that the fact committed to. */
function rebuildLogbook(state: State, findings: Findings): void {
  const places = state.bundles.flatMap((bundle) => {
    const entries = entriesOf(bundle.entries);
    findings.equal('L7', 'a bundle names each of its leaves', entries.length, bundle.fact_ids.length);
    return bundle.fact_ids.map((factId, index) => `${factId} ${entries[index]}`);
  });
  findings.equal(
    'L7',
    'leaves in the logbook',
    [places.length, state.followedCount],
    [state.facts.length, state.facts.length],
  );
  findings.sameSet(
    'L7',
    'leaves',
    places,
    state.facts.map(
      (fact) => `${fact.fact_id} ${fact.tag.replaceAll('\n', '')} ${fact.commitment.replaceAll('\n', '')}`,
    ),
  );
}

/** Entries behind their 16-bit lengths; of each, its tag and commitment. */
function entriesOf(bytes: Buffer): string[] {
  const entries: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 2 + bytes.readUInt16BE(at);
    const { tag, commitment } = JSON.parse(bytes.subarray(at + 2, end).toString('utf8')) as Record<string, string>;
    entries.push(`${tag} ${commitment}`);
    at = end;
  }
  return entries;
}
