/** Pledges and obligations as the replay of their facts: born once, moved by the table, ended once, and nothing else changed. */
import type { Vault } from '../platform/keys/index.ts';
import type { AuditWorld, Detail, Dossier, FactSeen } from './dossier.ts';
import { canonical } from './derive.ts';
import { CHANGED_BY, ENDS, OBLIGATION_AFTER, STEPS } from './life-table.ts';
import type { Place } from './findings.ts';
import { bytes, id, isBefore, iso, type Row, text } from './rows.ts';

export function checkPledges(world: AuditWorld, dossier: Dossier, vault: Vault): void {
  const byPledge = Map.groupBy(dossier.facts, ({ row }) => text(row, 'pledge_id'));
  for (const row of dossier.pledges) {
    const pledgeId = text(row, 'pledge_id');
    const at = { table: 'pledges', key: pledgeId };
    const facts = (byPledge.get(pledgeId) ?? []).filter(({ kind }) => !kind.startsWith('consent_'));
    // A contest moves nothing: it is checked as what was said.
    const moves = facts.filter(({ kind }) => !kind.startsWith('charge_') && kind !== 'contested');
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
    checkLife(world, moves, at);
    checkBreach(world, dossier, moves, at);
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
    extensionCount: row.extension_count ?? null,
    chargedMinor: row.charged_minor ?? null,
  };
  for (const [member, found] of Object.entries(columns)) {
    world.findings.same('pledges', at, member, textOf(after[member]), found);
  }
  world.findings.same('pledges', at, 'obligations', canonical(after.obligations), row.obligations ?? null);
}

function textOf(value: unknown): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** Each step exists, is said by one who may say it, and changes only what such a step may change. */
function checkLife(world: AuditWorld, moves: readonly FactSeen[], at: Place): void {
  const { findings } = world;
  let state = 'birth';
  let before: Readonly<Record<string, unknown>> = {};
  for (const { row, kind, detail } of moves) {
    const after = detail.after ?? {};
    const to = String(after.state);
    const isStep = (STEPS[kind] ?? []).some(
      (step) => step.from.includes(state) && step.to === to && step.reporters.includes(text(row, 'reporter')),
    );
    findings.expect('lives', isStep, at, 'state', `a move from ${state}`, `${kind} by ${row.reporter} to ${to}`);
    findings.expect('lives', (state === 'birth') === (detail.born !== undefined), at, 'state', 'one birth', kind);
    if (state !== 'birth') {
      for (const [member, kinds] of Object.entries(CHANGED_BY)) {
        const isSame = textOf(before[member]) === textOf(after[member]);
        findings.expect(
          'lives',
          isSame || kinds.includes(kind),
          at,
          member,
          textOf(before[member]) ?? 'null',
          `${textOf(after[member])} after ${kind}`,
        );
      }
    }
    checkEnd(world, row, to, after, at);
    state = to;
    before = after;
  }
  findings.compared('lives', 1);
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
  const wanted = OBLIGATION_AFTER[to] ?? 'open';
  const states = (after.obligations ?? []).map((owed) => owed[5]);
  findings.expect(
    'lives',
    states.length > 0 && states.every((state) => state === wanted),
    at,
    'obligations',
    wanted,
    states.join(' '),
  );
}

/** Nobody breaks a promise unheard: evidence and notice come first, and either an answer or the time to give one. */
function checkBreach(world: AuditWorld, dossier: Dossier, moves: readonly FactSeen[], at: Place): void {
  const broken = moves.find(({ kind }) => kind === 'broken');
  if (broken === undefined) return;
  const { findings } = world;
  const notice = moves.find(({ kind }) => kind === 'noticed');
  findings.expect('breaches', notice !== undefined, at, 'state', 'a notice before the breach', null);
  if (notice === undefined) return;
  const noticedAt = iso(notice.row, 'recorded_at') as string;
  const evidence = dossier.evidence.filter(
    (row) => row.pledge_id === at.key && !isBefore(noticedAt, iso(row, 'recorded_at') as string),
  );
  const named = Number(notice.detail.said?.evidenceCount);
  findings.expect(
    'breaches',
    named >= 1 && evidence.length >= named,
    at,
    'evidence',
    `${named} pieces, one at least`,
    String(evidence.length),
  );
  const answered = moves.some(({ kind }) => kind === 'answered');
  const brokenAt = iso(broken.row, 'recorded_at') as string;
  const answerBy = textOf(notice.detail.after?.answerBy) ?? '';
  findings.expect(
    'breaches',
    answered || !isBefore(brokenAt, answerBy),
    at,
    'answer_by',
    `an answer, or silence until ${answerBy}`,
    brokenAt,
  );
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
