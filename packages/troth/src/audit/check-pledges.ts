/** Pledges and obligations as the replay of their facts: born once, moved by the table, ended once, and nothing else changed. */
import type { Vault } from '../platform/keys/index.ts';
import type { AuditWorld, Detail, Dossier, FactSeen, Named } from './dossier.ts';
import { canonical } from './derive.ts';
import { type After, runningAgain, stoppedAt } from './held-clock.ts';
import { CHANGED_BY, ENDS, MOVELESS, OVERRULED, STAGE_ENDS, STEPS } from './life-table.ts';
import { checkStages } from './check-stages.ts';
import type { Place } from './findings.ts';
import { bytes, id, isBefore, iso, type Row, text } from './rows.ts';

export function checkPledges(world: AuditWorld, dossier: Dossier, vault: Vault): void {
  const byPledge = Map.groupBy(dossier.facts, ({ row }) => text(row, 'pledge_id'));
  for (const row of dossier.pledges) {
    const pledgeId = text(row, 'pledge_id');
    const at = { table: 'pledges', key: pledgeId };
    const facts = (byPledge.get(pledgeId) ?? []).filter(({ kind }) => !kind.startsWith('consent_'));
    const moves = facts.filter(({ kind }) => !kind.startsWith('charge_'));
    const birth = moves[0];
    const last = moves.at(-1);
    world.findings.expect(
      'lives',
      birth?.detail.born !== undefined,
      at,
      'state',
      'a fact of its birth',
      birth?.kind ?? null,
    );
    if (birth === undefined || last === undefined) continue;
    checkBorn(world, row, birth, at);
    checkAfter(world, row, last.detail, at);
    checkLife(world, moves, facts, at);
    checkStages(world, moves, at);
    checkBreaches(world, dossier, moves, at);
    checkReasons(world, dossier, row, vault, at);
  }
}

/** What a pledge is born with is in the fact of its birth, and never changes. */
function checkBorn(world: AuditWorld, row: Row, birth: FactSeen, at: Place): void {
  const born = birth.detail.born ?? {};
  const basisPrefix = row.basis === 'consent' ? 'cns' : 'imp';
  const columns: Record<string, string | null> = {
    versionId: id('ofv', row, 'version_id'),
    orderNo: row.order_no ?? null,
    currency: row.currency ?? null,
    outcome: row.outcome ?? null,
    grantedMinor: row.granted_minor ?? null,
    depositMinor: row.deposit_minor ?? null,
    ceilingMinor: row.ceiling_minor ?? null,
    expectedLossMinor: row.expected_loss_minor ?? null,
    basis: row.basis ?? null,
    basisId: id(basisPrefix, row, 'basis_id'),
    offeredAt: iso(row, 'offered_at'),
    startsAt: iso(row, 'starts_at'),
  };
  for (const [member, found] of Object.entries(columns)) {
    world.findings.same('pledges', at, member, textOf(born[member]), found);
  }
  world.findings.same('pledges', at, 'context', text(birth.row, 'context'), row.context ?? null);
  world.findings.same('pledges', at, 'merchant_id', text(birth.row, 'merchant_id'), row.merchant_id ?? null);
}

/** What moves change is in the last fact. */
function checkAfter(world: AuditWorld, row: Row, last: Detail, at: Place): void {
  const after = last.after ?? {};
  const columns: Record<string, string | null> = {
    state: row.state ?? null,
    dueAt: iso(row, 'due_at'),
    graceUntil: iso(row, 'grace_until'),
    nextDueAt: iso(row, 'next_due_at'),
    acceptedAt: iso(row, 'accepted_at'),
    begunAt: iso(row, 'begun_at'),
    declaredAt: iso(row, 'declared_at'),
    answerBy: iso(row, 'answer_by'),
    endedAt: iso(row, 'ended_at'),
    disputedAt: iso(row, 'disputed_at'),
    heldDueAt: iso(row, 'held_due_at'),
    extensionCount: row.extension_count ?? null,
    claimMinor: row.claim_minor ?? null,
    chargedMinor: row.charged_minor ?? null,
  };
  for (const [member, found] of Object.entries(columns)) {
    world.findings.same('pledges', at, member, textOf(after[member]), found);
  }
  world.findings.same('pledges', at, 'obligations', canonical(after.obligations), row.obligations ?? null);
  const stood = after.stood === undefined ? null : canonical(after.stood);
  world.findings.same('pledges', at, 'stood', stood, row.stood ?? null);
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** Each step exists, is said by one who may say it, and changes only what such a step may change. */
function checkLife(world: AuditWorld, moves: readonly FactSeen[], all: readonly FactSeen[], at: Place): void {
  let before: After | null = null;
  let last: FactSeen | null = null;
  const holding = new Set<string>();
  for (const fact of moves) {
    const after: After = fact.detail.after ?? {};
    if (before !== null && MOVELESS.includes(fact.kind)) {
      const expected = onTheClock(before, fact, all, holding);
      world.findings.same('lives', at, 'detail', canonical(expected), canonical(after));
    } else checkStep(world, fact, last, after, at);
    last = fact;
    before = after;
  }
  world.findings.compared('lives', 1);
}

/** A dispute that concerns how it runs stops the clock of a pledge; it runs again when the last of them has ended. */
function onTheClock(before: After, fact: FactSeen, all: readonly FactSeen[], holding: Set<string>): After {
  const { said = {} } = fact.detail;
  const [now, dispute] = [iso(fact.row, 'recorded_at') as string, String(said.dispute)];
  if (fact.kind === 'contested') {
    const contested = all.find(({ row }) => id('fct', row, 'fact_id') === said.contests);
    // The decision of a birth stops nothing, and one's own word nobody's clock.
    const isHeld = contested?.detail.born === undefined && contested?.row.reporter !== fact.row.reporter;
    if (isHeld) holding.add(dispute);
    const isOver = ENDS.includes(String(before.state));
    return isHeld && !isOver && before.disputedAt === undefined ? stoppedAt(before, now) : before;
  }
  if (fact.kind !== 'dispute_decided' && fact.kind !== 'dispute_lapsed') return before;
  holding.delete(dispute);
  return holding.size === 0 ? runningAgain(before, now) : before;
}

/** Whether the fact before is a dispute that was decided for the person at this very instant: then it may end the stage. */
function isOverruled(fact: FactSeen, last: FactSeen | null): boolean {
  return (
    last?.kind === 'dispute_decided' &&
    last.detail.said?.outcome === 'corrected' &&
    last.row.reporter === fact.row.reporter &&
    last.row.recorded_at === fact.row.recorded_at
  );
}

function checkStep(world: AuditWorld, fact: FactSeen, last: FactSeen | null, after: After, at: Place): void {
  const { findings } = world;
  const { row, kind, detail } = fact;
  const before: After | null = last === null ? null : (last.detail.after ?? {});
  const steps = [...(STEPS[kind] ?? []), ...(isOverruled(fact, last) ? (OVERRULED[kind] ?? []) : [])];
  const [from, to] = [before === null ? 'birth' : String(before.state), String(after.state)];
  const isStep = steps.some(
    (step) => step.from.includes(from) && step.to.includes(to) && step.reporters.includes(text(row, 'reporter')),
  );
  findings.expect('lives', isStep, at, 'state', `a move from ${from}`, `${kind} by ${row.reporter} to ${to}`);
  findings.expect('lives', (before === null) === (detail.born !== undefined), at, 'state', 'one birth', kind);
  checkEnd(world, row, to, after, at);
  const now = iso(row, 'recorded_at') as string;
  const isHeld = before?.disputedAt !== undefined && !ENDS.includes(to);
  findings.same('lives', at, 'disputedAt', isHeld ? now : null, textOf(after.disputedAt));
  findings.expect(
    'lives',
    !isHeld || after.nextDueAt === undefined,
    at,
    'nextDueAt',
    'none while it is disputed',
    null,
  );
  findings.expect('lives', isHeld || after.heldDueAt === undefined, at, 'heldDueAt', 'none while the clock runs', null);
  if (before === null) return;
  // What is said while the clock stands still is said by the deadlines of that moment.
  const then = runningAgain(before, now);
  for (const [member, kinds] of Object.entries(CHANGED_BY)) {
    const isSame = textOf(then[member]) === textOf(after[member]);
    const found = `${textOf(after[member])} after ${kind}`;
    findings.expect('lives', isSame || kinds.includes(kind), at, member, textOf(then[member]) ?? 'null', found);
  }
}

function checkEnd(world: AuditWorld, row: Row, to: string, after: NonNullable<Detail['after']>, at: Place): void {
  const { findings } = world;
  const isEnd = ENDS.includes(to);
  findings.same('lives', at, 'endedAt', isEnd ? iso(row, 'recorded_at') : null, textOf(after.endedAt));
  findings.expect(
    'lives',
    !isEnd || after.nextDueAt === undefined,
    at,
    'nextDueAt',
    'nothing falls due after the end',
    textOf(after.nextDueAt),
  );
}

/** Nobody breaks a promise unheard, of either side: evidence and notice come first, and either an answer or the time to give one. */
function checkBreaches(world: AuditWorld, dossier: Dossier, moves: readonly FactSeen[], at: Place): void {
  let notice: FactSeen | null = null;
  let isAnswered = false;
  let missedCount = 0;
  let last: FactSeen | null = null;
  for (const move of moves) {
    if (move.kind === 'noticed') notice = move;
    if (move.kind === 'answered') isAnswered = true;
    const missed = missedIn(move);
    // What was not reached and leaves no mark is no breach. A deposit that time found not given back needs nobody's notice, nor does what
    // a dispute has found: there both sides were heard.
    const isOfTime = move.kind === 'let_down' && notice === null && lastMissed(move) === 'refund';
    if (missed > missedCount && move.kind !== 'unmet' && !isOfTime && !isOverruled(move, last))
      checkBreach(world, dossier, move, notice, isAnswered, at);
    if (STAGE_ENDS.includes(move.kind)) [notice, isAnswered] = [null, false];
    missedCount = missed;
    last = move;
  }
}

/** Stages missed so far. A payment by tariff follows from the use and is none: it ends with the pledge. */
function missedIn({ detail }: FactSeen): number {
  const owed = detail.after?.obligations ?? [];
  return owed.filter((one) => one[5] === 'missed' && !isByTariff(one)).length;
}

function isByTariff(owed: Named): boolean {
  return owed[1] === 'pay' && owed[6] === undefined;
}

function lastMissed({ detail }: FactSeen): string {
  const owed = (detail.after?.obligations ?? []).filter((one) => one[5] === 'missed' && !isByTariff(one));
  return String(owed.at(-1)?.[1]);
}

function checkBreach(
  { findings }: AuditWorld,
  dossier: Dossier,
  broken: FactSeen,
  notice: FactSeen | null,
  isAnswered: boolean,
  at: Place,
): void {
  findings.expect('breaches', notice !== null, at, 'state', 'a notice before the breach', null);
  if (notice === null) return;
  const noticedAt = iso(notice.row, 'recorded_at') as string;
  const evidence = dossier.evidence.filter(
    (row) => row.pledge_id === at.key && !isBefore(noticedAt, iso(row, 'recorded_at') as string),
  );
  const named = Number(notice.detail.said?.evidenceCount);
  const isProved = named >= 1 && evidence.length >= named;
  findings.expect('breaches', isProved, at, 'evidence', `${named} pieces, one at least`, String(evidence.length));
  const brokenAt = iso(broken.row, 'recorded_at') as string;
  const answerBy = textOf(notice.detail.after?.answerBy) ?? '';
  const isHeard = isAnswered || !isBefore(brokenAt, answerBy);
  findings.expect('breaches', isHeard, at, 'answer_by', `an answer, or silence until ${answerBy}`, brokenAt);
}

/** The reasons of the admission open with the promisor's key and belong to this pledge. */
function checkReasons(world: AuditWorld, dossier: Dossier, row: Row, vault: Vault, at: Place): void {
  if (dossier.key === null || row.reasons_sealed === null) return;
  let found = 'does not open';
  try {
    found = Array.isArray(
      JSON.parse(vault.open(dossier.key, bytes(row, 'reasons_sealed'), id('plg', row, 'pledge_id')).toString('utf8')),
    )
      ? 'opens'
      : 'is no list';
  } catch {
    // Said by `found`.
  }
  world.findings.same('sealed', at, 'reasons_sealed', 'opens', found);
}
