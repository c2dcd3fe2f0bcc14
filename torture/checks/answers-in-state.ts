/** L1, L2 and L3: what was answered is there, once, in all four places; and nothing is there that nobody asked for. */
import { createHash } from 'node:crypto';
import type { Answer } from '../client.ts';
import { START_AT } from '../settings.ts';
import type { Asked } from './journal-view.ts';
import type { Findings } from './law.ts';
import { bare, type Detail, type FactRow, micros, type State } from './state.ts';

/** The facts and things that answers name, collected for the equality of sets. */
interface Named {
  readonly births: Set<string>;
  readonly facts: Set<string>;
  readonly consents: Set<string>;
  readonly revoked: Set<string>;
  readonly evidence: Set<string>;
}

interface Index {
  readonly factById: ReadonlyMap<string, FactRow>;
  readonly birthByPledge: ReadonlyMap<string, FactRow>;
  readonly consentFact: ReadonlyMap<string, FactRow>;
  readonly pledgeById: ReadonlyMap<string, State['pledges'][number]>;
  readonly leaves: ReadonlyMap<string, number>;
  readonly remembered: ReadonlyMap<string, number>;
  readonly chargeById: ReadonlyMap<string, State['charges'][number]>;
  readonly evidenceById: ReadonlyMap<string, State['evidence'][number]>;
}

const isBirth = (fact: FactRow) => fact.detail.born !== undefined;

function indexOf(state: State): Index {
  const counted = (ids: readonly string[]) => {
    const counts = new Map<string, number>();
    for (const one of ids) counts.set(one, (counts.get(one) ?? 0) + 1);
    return counts;
  };
  return {
    factById: new Map(state.facts.map((fact) => [fact.fact_id, fact])),
    birthByPledge: new Map(state.facts.filter(isBirth).map((fact) => [fact.pledge_id, fact])),
    consentFact: new Map(
      state.facts
        .filter((fact) => fact.kind.startsWith('consent_'))
        .map((fact) => [`${fact.kind} ${fact.pledge_id}`, fact]),
    ),
    pledgeById: new Map(state.pledges.map((row) => [String(row.pledge_id), row])),
    leaves: counted(state.bundles.flatMap((bundle) => bundle.fact_ids)),
    remembered: counted(state.idempotency.flatMap((row) => (row.answer === 'done' ? [String(row.subject_id)] : []))),
    chargeById: new Map(state.charges.map((row) => [String(row.charge_id), row])),
    evidenceById: new Map(state.evidence.map((row) => [String(row.evidence_id), row])),
  };
}

export function checkAnswers(asked: readonly Asked[], state: State, findings: Findings): void {
  const index = indexOf(state);
  const named: Named = {
    births: new Set(),
    facts: new Set(),
    consents: new Set(),
    revoked: new Set(),
    evidence: new Set(),
  };
  for (const one of asked) {
    const label = `${one.kind} ${one.key}`;
    findings.beforeKill = one.beforeKill;
    findings.equal('L2', `${label}: has a final answer`, one.finals.length > 0, true);
    const [first, ...later] = one.finals;
    if (first === undefined) continue;
    for (const again of later)
      findings.equal('L2', `${label}: answered again`, essence(one, again), essence(one, first));
    if (first.status < 300) checkOne(one, first, label, index, state, named, findings);
  }
  findings.beforeKill = null;
  checkClock(asked, findings);
  checkNothingElse(index, state, named, findings);
}

/** One mover at a time: each step of the clock begins where the one before it ended, however often it was asked for. */
function checkClock(asked: readonly Asked[], findings: Findings): void {
  let nowMs = Date.parse(START_AT);
  for (const { kind, key, body, finals } of asked) {
    if (kind !== 'clock' || finals[0]?.status !== 200) continue;
    const { toInstant, byHours } = body as { toInstant?: string; byHours?: number };
    nowMs = toInstant === undefined ? nowMs + (byHours ?? 0) * 3_600_000 : Date.parse(toInstant);
    const movedToMs = Date.parse(String(finals[0].body.now));
    findings.equal('L2', `clock ${key}: moved once`, new Date(movedToMs).toISOString(), new Date(nowMs).toISOString());
    nowMs = movedToMs;
  }
}

/** What must be the same in every answer to one key: all of a "yes", the named rule of a "no". */
function essence(asked: Asked, answer: Answer): unknown {
  if (answer.status >= 300) return [answer.status, answer.body.code];
  // The clock tells how much it moved this time; secrets are shown once.
  if (asked.kind === 'clock' || asked.kind === 'enrol') return [answer.status, answer.body.now ?? null];
  return [answer.status, answer.body];
}

function checkOne(
  asked: Asked,
  answer: Answer,
  label: string,
  index: Index,
  state: State,
  named: Named,
  findings: Findings,
): void {
  const { body } = answer;
  switch (asked.kind) {
    case 'order':
    case 'bulk_item':
    case 'promise':
      checkBirth(asked, answer, label, index, named, findings);
      return;
    case 'person_move':
    case 'merchant_move':
      checkMove(asked, answer, label, index, named, findings);
      return;
    case 'settle': {
      const fact = checkFact(bare(body.factId), label, index, findings);
      named.facts.add(bare(body.factId));
      findings.equal('L1', `${label}: charge in its fact`, fact?.detail.charge?.slice(0, 1), [body.chargeId]);
      findings.equal(
        'L1',
        `${label}: state of the charge`,
        index.chargeById.get(bare(body.chargeId))?.state,
        body.state,
      );
      return;
    }
    case 'consent_give':
    case 'consent_revoke': {
      const kind = asked.kind === 'consent_give' ? 'consent_granted' : 'consent_revoked';
      const consentId = bare(body.consentId);
      const fact = index.consentFact.get(`${kind} ${consentId}`);
      checkFact(fact?.fact_id ?? `no ${kind} of ${consentId}`, label, index, findings);
      if (fact !== undefined) named.facts.add(fact.fact_id);
      (asked.kind === 'consent_give' ? named.consents : named.revoked).add(consentId);
      return;
    }
    case 'evidence': {
      named.evidence.add(bare(body.evidenceId));
      const content = Buffer.from(String(asked.body?.contentBase64), 'base64');
      const wanted = { content_hash: createHash('sha256').update(content).digest('hex'), size_bytes: content.length };
      const { content_hash, size_bytes } = index.evidenceById.get(bare(body.evidenceId)) ?? {};
      findings.equal('L1', `${label}: content`, { content_hash, size_bytes }, wanted);
      return;
    }
    case 'clock':
      findings.equal(
        'L1',
        `${label}: the clock stands at ${body.now} or later`,
        state.clockAt >= String(micros(body.now)),
        true,
      );
      return;
    case 'enrol':
    case 'bulk':
      return;
  }
}

/** A fact is in the record, in the logbook once, remembered under its key once; the webhooks are L6. */
function checkFact(factId: string, label: string, index: Index, findings: Findings): FactRow | null {
  const fact = index.factById.get(factId) ?? null;
  findings.equal(
    'L1',
    `${label}: fact ${factId} on record, in the logbook, remembered`,
    [fact === null ? 0 : 1, index.leaves.get(factId) ?? 0, index.remembered.get(factId) ?? 0],
    [1, 1, 1],
  );
  return fact;
}

function checkBirth(asked: Asked, answer: Answer, label: string, index: Index, named: Named, findings: Findings): void {
  const { body } = answer;
  const pledgeId = bare(body.pledgeId);
  const row = index.pledgeById.get(pledgeId);
  const birth = index.birthByPledge.get(pledgeId);
  named.births.add(pledgeId);
  const wanted = [
    body.outcome,
    body.currency,
    body.grantedMinor,
    body.depositMinor,
    body.ceilingMinor,
    body.orderNo,
    micros(body.startsAt),
  ];
  findings.equal(
    'L1',
    `${label}: pledge ${pledgeId}`,
    row && [
      row.outcome,
      row.currency,
      row.granted_minor,
      row.deposit_minor,
      row.ceiling_minor,
      row.order_no,
      row.starts_at,
    ],
    wanted,
  );
  checkFact(birth?.fact_id ?? `birth of ${pledgeId}`, label, index, findings);
  if (birth === undefined) return;
  const speaker = asked.kind === 'promise' ? birth.party_id : birth.merchant_id;
  findings.equal('L1', `${label}: whose it is`, speaker, bare(asked.speaker));
  findings.equal('L1', `${label}: reserved in the books`, reservedBy(birth.detail), body.grantedMinor);
  if (asked.kind === 'promise' && asked.body?.consent !== undefined) named.consents.add(String(row?.basis_id));
}

function reservedBy(detail: Detail): number {
  return (detail.transfers ?? [])
    .filter(([, debit]) => debit === 'trust_extended')
    .reduce((sum, [, , , amount]) => sum + amount, 0);
}

const FACT_OF_MOVE: Readonly<Record<string, string>> = {
  ...{ accept: 'accepted', decline: 'cancelled', extend: 'extended', declare: 'declared', cancel: 'cancelled' },
  ...{ answer: 'answered', begin: 'begun', fulfil: 'kept', notice: 'noticed', withdraw: 'withdrawn', break: 'broken' },
};

function checkMove(asked: Asked, answer: Answer, label: string, index: Index, named: Named, findings: Findings): void {
  const { body } = answer;
  const fact = checkFact(bare(body.factId), label, index, findings);
  named.facts.add(bare(body.factId));
  if (fact === null) return;
  const move = asked.path.slice(asked.path.lastIndexOf('/') + 1);
  const charges = (
    body.charges as { chargeId: string; kind: string; amountMinor: number; currency: string; seq: number }[]
  ).map((one) => [one.chargeId, one.kind, one.amountMinor, one.currency, one.seq]);
  findings.equal(
    'L1',
    `${label}: what the fact says`,
    [fact.pledge_id, fact.kind, fact.detail.after?.state, fact.detail.after?.dueAt, fact.detail.charges],
    [bare(body.pledgeId), FACT_OF_MOVE[move], body.state, body.dueAt, charges],
  );
}

/** L3: the sets are equal, so that there is no effect that nobody asked for, and none twice under another id. */
function checkNothingElse(index: Index, state: State, named: Named, findings: Findings): void {
  const births = state.facts.filter(isBirth);
  findings.sameSet(
    'L3',
    'pledges',
    state.pledges.map((row) => String(row.pledge_id)),
    named.births,
  );
  findings.equal('L3', 'one birth a pledge', births.length, named.births.size);
  const spoken = state.facts.filter(
    (fact) => !isBirth(fact) && ['person', 'merchant'].includes(fact.reporter) && fact.kind !== 'charge_raised',
  );
  const byPromise = new Set(
    [...named.consents].flatMap((consentId) => index.consentFact.get(`consent_granted ${consentId}`)?.fact_id ?? []),
  );
  findings.sameSet(
    'L3',
    'facts that somebody reported',
    spoken.map((fact) => fact.fact_id),
    [...named.facts, ...byPromise],
  );
  findings.sameSet(
    'L3',
    'consents',
    state.consents.map((row) => String(row.consent_id)),
    named.consents,
  );
  const revoked = state.consents.filter((row) => row.revoked_at !== null).map((row) => String(row.consent_id));
  findings.sameSet('L3', 'consents taken back', revoked, named.revoked);
  findings.sameSet(
    'L3',
    'evidence',
    state.evidence.map((row) => String(row.evidence_id)),
    named.evidence,
  );
  const numbers = state.pledges
    .filter((row) => row.order_no !== null)
    .map((row) => `${row.merchant_id} ${row.order_no} ${row.pledge_id}`);
  findings.sameSet(
    'L3',
    'order numbers',
    state.orderNumbers.map((row) => `${row.merchant_id} ${row.order_no} ${row.pledge_id}`),
    numbers,
  );
  const answered = [...births.map((fact) => fact.fact_id), ...named.facts];
  findings.sameSet('L3', 'remembered keys', index.remembered.keys(), answered);
}
