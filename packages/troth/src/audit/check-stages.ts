/** The stages of a pledge, fact after fact: one runs at a time, each ends once, and what was counted is the sum of its lines. */
import type { AuditWorld, FactSeen, Named } from './dossier.ts';
import { checkLines, linesOf } from './check-order-lines.ts';
import type { Place } from './findings.ts';
import { ENDS, SAID_BY, STAGE_ENDS } from './life-table.ts';
import { text } from './rows.ts';

const DONE = ['met', 'met_late', 'missed', 'void'];
const SHOP = ['merchant', 'historic_import'];

const stateOf = (owed: Named): string => String(owed[5]);
const owedBy = (owed: Named | undefined): string => String(owed?.[2] ?? 'promisor');

/** The stages only: a payment by tariff follows from the use. */
function running(obligations: readonly Named[]): Named | undefined {
  return obligations.find((owed) => stateOf(owed) === 'open');
}

/** Every fact of one pledge, in order, against the one before it. */
export function checkStages(world: AuditWorld, moves: readonly FactSeen[], at: Place): void {
  let before: readonly Named[] = [];
  const tally = new Map<string, { done: number; enjoyed: number }>();
  for (const fact of moves) {
    const after = fact.detail.after?.obligations ?? [];
    checkShape(world, fact, after, at);
    if (before.length > 0) {
      checkSpeaker(world, fact, before, at);
      checkSteps(world, fact, before, after, at);
    }
    checkLines(world, fact, before.length > 0 ? before : after, after, at);
    checkVerdict(world, fact, before, after, at);
    checkTally(world, fact, after, tally, at);
    before = after;
  }
  world.findings.compared('lives', 1);
}

/** While it runs, one stage is open, those before it are done and those after it wait; over, nothing is left open. */
function checkShape({ findings }: AuditWorld, { detail }: FactSeen, owed: readonly Named[], at: Place): void {
  const state = String(detail.after?.state);
  const states = owed.map(stateOf);
  const said = states.join(' ');
  if (ENDS.includes(state)) {
    const isOver = states.length > 0 && states.every((one) => DONE.includes(one));
    findings.expect('lives', isOver, at, 'obligations', 'nothing left open', said);
    const missedBy = owed.filter((one) => stateOf(one) === 'missed').map(owedBy);
    const holds: Readonly<Record<string, boolean>> = {
      kept: missedBy.length === 0,
      broken: missedBy.includes('promisor'),
      let_down: missedBy.includes('promisee'),
      unmet: missedBy.length === 1 && missedBy[0] === 'promisor',
    };
    findings.expect('lives', holds[state] ?? true, at, 'obligations', `what ${state} means`, said);
    return;
  }
  const stages = states.filter((one) => one !== 'follows');
  const open = stages.indexOf('open');
  const isOrdered =
    open >= 0 &&
    stages.slice(0, open).every((one) => DONE.includes(one)) &&
    stages.slice(open + 1).every((one) => one === 'waiting' || one === 'void');
  findings.expect('lives', isOrdered, at, 'obligations', 'one stage at a time', said);
  const current = running(owed);
  findings.same('lives', at, 'dueAt', String(current?.[3]), String(detail.after?.dueAt));
  findings.same('lives', at, 'graceUntil', String(current?.[4]), String(detail.after?.graceUntil));
}

/** Only the side that a fact belongs to may have said it. */
function checkSpeaker({ findings }: AuditWorld, { kind, row }: FactSeen, before: readonly Named[], at: Place): void {
  const role = SAID_BY[kind];
  if (role === undefined) return;
  const obligor = owedBy(running(before));
  const side = role === 'obligor' ? obligor : obligor === 'promisor' ? 'promisee' : 'promisor';
  const allowed = side === 'promisor' ? ['person', 'promisor'] : SHOP;
  const reporter = text(row, 'reporter');
  findings.expect('lives', allowed.includes(reporter), at, 'reporter', `${kind} by the ${side}`, reporter);
}

/** Only the running stage ends, with a fact that ends stages; what is done stays done; nothing but its own fact changes a number. */
function checkSteps(
  { findings }: AuditWorld,
  { kind, detail }: FactSeen,
  before: readonly Named[],
  after: readonly Named[],
  at: Place,
): void {
  const current = running(before);
  const isOver = ENDS.includes(String(detail.after?.state));
  const ends = STAGE_ENDS.includes(kind);
  findings.same('lives', at, 'obligations', before.map(nameOf).join(' '), after.map(nameOf).join(' '));
  before.forEach((was, index) => {
    const is = after[index];
    if (is === undefined) return;
    const step = `${stateOf(was)}>${stateOf(is)}`;
    const allowed = allowedSteps(stateOf(was), was === current, ends, isOver);
    findings.expect(
      'lives',
      allowed.includes(stateOf(is)),
      at,
      'obligations',
      allowed.join(' '),
      `${step} after ${kind}`,
    );
    const isDone = DONE.includes(stateOf(was));
    if (isDone) findings.same('lives', at, 'obligations', was.join(' '), is.join(' '));
    const isRest = linesOf(before[index - 1]).length > 0 && (kind === 'returned' || ends);
    const mayAsk = isRest || (kind === 'billed' ? was === current : was[1] === 'refund' && ends);
    const asked = (one: Named) => String(one[6] ?? null);
    findings.expect(
      'lives',
      asked(was) === asked(is) || mayAsk,
      at,
      'obligations',
      asked(was),
      `${asked(is)} after ${kind}`,
    );
  });
}

function nameOf(owed: Named): string {
  return `${owed[0]} ${owed[1]} ${owed[2]}`;
}

function allowedSteps(state: string, isCurrent: boolean, ends: boolean, isOver: boolean): readonly string[] {
  if (DONE.includes(state)) return [state];
  if (isOver) return isCurrent || state === 'follows' ? DONE : ['void'];
  if (state === 'follows') return ['follows'];
  if (isCurrent) return ends ? DONE : ['open'];
  return ends ? ['waiting', 'open', 'void'] : ['waiting'];
}

const UNDECIDED_ENDS = ['unmet', 'cancelled', 'expired'];

/** How the promisor's part counts is said once: with the fact after which the promisor owes nothing any more. */
function checkVerdict(
  { findings }: AuditWorld,
  { detail }: FactSeen,
  before: readonly Named[],
  after: readonly Named[],
  at: Place,
): void {
  const own = (list: readonly Named[]) => list.filter((owed) => owedBy(owed) === 'promisor').map(stateOf);
  const owes = (list: readonly Named[]) => own(list).some((state) => state === 'open' || state === 'waiting');
  const states = own(after.filter((_, index) => before[index] !== undefined && stateOf(before[index]) !== 'follows'));
  let verdict = 'none';
  if (owes(before) && !owes(after) && !UNDECIDED_ENDS.includes(String(detail.after?.state)))
    verdict = states.includes('missed')
      ? 'broken'
      : states.includes('met_late')
        ? 'kept_late'
        : states.includes('met')
          ? 'kept'
          : 'none';
  findings.same('folds', at, 'verdict', verdict, String(detail.said?.verdict ?? 'none'));
}

const UNIT: Readonly<Record<string, string>> = {
  reach_count: 'count',
  reach_amount: 'amountMinor',
  reach_hours: 'minutes',
};

/** What a target has reached is the sum of its lines, and so is what was enjoyed; a line counts once. */
function checkTally(
  { findings }: AuditWorld,
  { kind, detail }: FactSeen,
  after: readonly Named[],
  tally: Map<string, { done: number; enjoyed: number }>,
  at: Place,
): void {
  const target = after.find((owed) => UNIT[String(owed[1])] !== undefined);
  if (target === undefined) return;
  const said = detail.said ?? {};
  // Each shop of a programme has numbers of its own.
  const lineNo = said.lineNo === undefined ? null : `${said.honouredBy ?? 'the promisee'} ${said.lineNo}`;
  if (lineNo !== null) {
    const line = { done: Number(said[UNIT[String(target[1])] ?? '']), enjoyed: Number(said.discountMinor) };
    const isBack = kind === 'uncounted';
    findings.expect(
      'lives',
      tally.has(lineNo) === isBack,
      at,
      'obligations',
      'a line counts once',
      `${lineNo} ${kind}`,
    );
    if (isBack) tally.delete(lineNo);
    else tally.set(lineNo, line);
  }
  const sum = [...tally.values()].reduce((a, b) => ({ done: a.done + b.done, enjoyed: a.enjoyed + b.enjoyed }), {
    done: 0,
    enjoyed: 0,
  });
  findings.same('lives', at, 'obligations', `${sum.done} ${sum.enjoyed}`, `${target[7] ?? 0} ${target[8] ?? 0}`);
}
