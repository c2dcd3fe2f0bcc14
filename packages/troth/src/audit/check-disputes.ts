/**
 * Disputes as their facts tell them: each names an earlier fact, goes through the states that exist, by whoever may speak, in the time
 * there is; the row says the same, and nothing is let go or credited but by a decision for the person.
 */
import { instantFromIso, isoFromInstant } from '../kernel/index.ts';
import { ownWord } from './check-party.ts';
import type { AuditWorld, Dossier, FactSeen, Named } from './dossier.ts';
import type { Place } from './findings.ts';
import { OF_DISPUTES } from './life-table.ts';
import { id, isBefore, iso, type Row, text } from './rows.ts';

const DAY_US = 86_400_000_000n;

/** What the facts tell of one dispute: the members of its row. */
type Told = Record<string, string | null>;

interface Story {
  readonly world: AuditWorld;
  readonly dossier: Dossier;
  readonly seen: Map<string, FactSeen>;
  readonly told: Map<string, Told>;
  /** Charges that a decision has found not to be owed. */
  readonly notOwed: Set<string>;
  readonly paid: Map<string, number>;
  readonly putRight: Set<string>;
  readonly words: ReadonlyMap<string, Row>;
}

export function checkDisputes(world: AuditWorld, dossier: Dossier): void {
  const words = new Map(dossier.evidence.map((row) => [id('evd', row, 'evidence_id') as string, row]));
  const story: Story = {
    world,
    dossier,
    seen: new Map(),
    told: new Map(),
    notOwed: new Set(),
    paid: new Map(),
    putRight: new Set(),
    words,
  };
  const confirmed = new Set<string>();
  for (const fact of dossier.facts) {
    const at = { table: 'facts', key: text(fact.row, 'fact_id') };
    if (fact.kind === 'contested') opened(story, fact, at);
    else if (OF_DISPUTES.includes(fact.kind)) moved(story, fact, at);
    if (fact.kind === 'made_good') madeGood(story, fact, at);
    if (fact.kind === 'confirmed') {
      const pledgeId = text(fact.row, 'pledge_id');
      world.findings.expect('disputes', !confirmed.has(pledgeId), at, 'kind', 'confirmed once', 'confirmed again');
      confirmed.add(pledgeId);
    }
    checkUndone(story, fact, at);
    story.seen.set(id('fct', fact.row, 'fact_id') as string, fact);
  }
  checkRows(story);
}

const after = (fact: FactSeen, days: bigint): string =>
  isoFromInstant((instantFromIso(iso(fact.row, 'recorded_at') as string) as bigint) + days * DAY_US);

function opened(story: Story, fact: FactSeen, at: Place): void {
  const { findings } = story.world;
  const said = fact.detail.said ?? {};
  const named = String(said.contests);
  const earlier = story.seen.get(named);
  const by = String(fact.row.reporter);
  const isOf = earlier?.row.pledge_id === fact.row.pledge_id && !OF_DISPUTES.includes(earlier?.kind ?? '');
  findings.expect('disputes', isOf, at, 'detail', 'an earlier fact of this pledge', named);
  const sides = ['merchant', ownWord(story.dossier)];
  findings.expect('disputes', sides.includes(by), at, 'reporter', sides.join(' or '), by);
  if (earlier === undefined) return;
  const others = [...story.told.values()].filter((one) => one.fact_id === named);
  const isFirst = others.every((one) => one.opened_by !== by && one.ended_at !== null && one.outcome !== 'corrected');
  findings.expect('disputes', isFirst, at, 'detail', 'contested once by each side, one after the other', named);
  const about =
    earlier.detail.born !== undefined ? 'admission' : earlier.detail.charge === undefined ? 'fact' : 'charge';
  const isRefund =
    holdsMoney(fact.detail.after?.obligations ?? []) || (story.paid.get(String(earlier.detail.charge?.[0])) ?? 0) > 0;
  const [answerBy, decideBy] = [after(fact, 7n), after(fact, 20n)];
  findings.same('disputes', at, 'detail', `${answerBy} ${decideBy}`, `${said.answerBy} ${said.decideBy}`);
  story.told.set(String(said.dispute), {
    merchant_id: fact.row.merchant_id ?? null,
    pledge_id: fact.row.pledge_id ?? null,
    fact_id: named,
    about,
    opened_by: by,
    duty: isRefund ? 'refund' : 'none',
    stops_clock: about !== 'admission' && earlier.row.reporter !== by ? 't' : 'f',
    state: 'open',
    outcome: null,
    norm: null,
    statement_id: String(said.statementId),
    answer_id: null,
    outcome_id: null,
    opened_at: iso(fact.row, 'recorded_at'),
    answer_by: answerBy,
    decide_by: decideBy,
    next_due_at: isRefund && by !== 'merchant' ? answerBy : decideBy,
    answered_at: null,
    ended_at: null,
  });
  checkWords(story, fact, by, said.statementId, at);
}

/** A delivery or refund of the shop that is owed or missed, or one to come for which the person has paid already. */
function holdsMoney(obligations: readonly Named[]): boolean {
  let isPaid = false;
  for (const [, type, owedBy, , , state, asked] of obligations) {
    const isOwed = owedBy === 'promisee' && ['refund', 'deliver'].includes(String(type)) && asked !== 0;
    if (isOwed && (['open', 'missed'].includes(String(state)) || (state === 'waiting' && isPaid))) return true;
    if (type === 'pay' && ['met', 'met_late'].includes(String(state))) isPaid = true;
  }
  return false;
}

function moved(story: Story, fact: FactSeen, at: Place): void {
  const { findings } = story.world;
  const said = fact.detail.said ?? {};
  const told = story.told.get(String(said.dispute));
  const now = iso(fact.row, 'recorded_at') as string;
  const by = String(fact.row.reporter);
  findings.expect(
    'disputes',
    told !== undefined && told.ended_at === null,
    at,
    'detail',
    'a dispute that is open',
    null,
  );
  if (told === undefined) return;
  findings.same('disputes', at, 'detail', told.fact_id ?? null, String(said.contests));
  if (fact.kind === 'dispute_answered') {
    const other = told.opened_by === 'merchant' ? ownWord(story.dossier) : 'merchant';
    const isInTime = told.state === 'open' && isBefore(now, told.answer_by as string);
    findings.expect('disputes', isInTime, at, 'recorded_at', `answered once, before ${told.answer_by}`, now);
    findings.same('disputes', at, 'reporter', other, by);
    checkWords(story, fact, by, said.statementId, at);
    Object.assign(told, {
      state: 'answered',
      answer_id: String(said.statementId),
      answered_at: now,
      next_due_at: told.decide_by,
    });
    return;
  }
  if (fact.kind === 'dispute_lapsed') {
    findings.same('disputes', at, 'recorded_at', told.decide_by ?? null, now);
    findings.same('disputes', at, 'reporter', 'system', by);
  } else decided(story, fact, told, at);
  const state = fact.kind === 'dispute_lapsed' ? 'lapsed' : 'decided';
  Object.assign(told, { state, next_due_at: null, ended_at: now });
}

/** By the operator once the other side was heard or had its time; by silence only against a shop that owes a refund. */
function decided(story: Story, fact: FactSeen, told: Told, at: Place): void {
  const { findings } = story.world;
  const said = fact.detail.said ?? {};
  const now = iso(fact.row, 'recorded_at') as string;
  const earlier = story.seen.get(String(told.fact_id));
  const isBySilence = fact.row.reporter === 'system';
  const isHeard = told.state === 'answered' || !isBefore(now, told.answer_by as string);
  findings.expect('disputes', isHeard, at, 'recorded_at', `an answer, or silence until ${told.answer_by}`, now);
  if (isBySilence) {
    const isSilence =
      told.duty === 'refund' && told.opened_by !== 'merchant' && told.state === 'open' && now === told.answer_by;
    findings.expect('disputes', isSilence, at, 'reporter', 'the silence of a shop that owes a refund', now);
    findings.same('disputes', at, 'detail', 'corrected silence_never_profits', `${said.outcome} ${said.norm}`);
  } else {
    findings.same('disputes', at, 'reporter', 'operator', fact.row.reporter ?? null);
    checkWords(story, fact, 'operator', said.statementId, at);
  }
  const isForPerson = said.outcome === 'corrected' && told.opened_by !== 'merchant';
  const isShops =
    ['broken', 'noticed'].includes(earlier?.kind ?? '') ||
    ['merchant', 'historic_import'].includes(String(earlier?.row.reporter));
  findings.same(
    'disputes',
    at,
    'detail',
    isForPerson && isShops ? 'merchant' : 'nobody',
    String(said.falseReportBy ?? 'nobody'),
  );
  Object.assign(told, {
    outcome: String(said.outcome),
    norm: String(said.norm),
    outcome_id: said.statementId === undefined ? null : String(said.statementId),
  });
  if (!isForPerson || earlier === undefined) return;
  if (earlier.detail.charge !== undefined) story.notOwed.add(String(earlier.detail.charge[0]));
  for (const [chargeId, kind] of earlier.detail.charges ?? [])
    if (kind !== 'usage') story.notOwed.add(String(chargeId));
}

/** What the operator, or silence, lets go or credits is what a decision has found not to be owed: lateness moves no money. */
function checkUndone(story: Story, fact: FactSeen, at: Place): void {
  const charge = fact.detail.charge;
  if (charge === undefined) return;
  story.paid.set(String(charge[0]), Number(fact.detail.paidMinor));
  const ends = ['charge_forgiven', 'charge_credited'].includes(fact.kind);
  if (!ends || fact.row.reporter === 'merchant') return;
  const isFound = story.notOwed.has(String(charge[0]));
  story.world.findings.expect(
    'disputes',
    isFound,
    at,
    'kind',
    'a charge that a decision found not to be owed',
    fact.kind,
  );
}

function madeGood({ world, dossier, seen, putRight }: Story, fact: FactSeen, at: Place): void {
  const { how, repairs } = fact.detail.said ?? {};
  const earlier = seen.get(String(repairs));
  const verdict = String(earlier?.detail.said?.verdict);
  const byPromisor = fact.row.reporter === ownWord(dossier);
  const isBreak = byPromisor ? earlier?.kind === 'let_down' : ['broken', 'kept_late'].includes(verdict);
  const isMend = earlier?.row.pledge_id === fact.row.pledge_id && isBreak;
  world.findings.expect(
    'disputes',
    isMend,
    at,
    'detail',
    'an earlier break, or lateness, of this pledge',
    String(repairs),
  );
  world.findings.expect('disputes', !putRight.has(String(repairs)), at, 'detail', 'put right once', String(repairs));
  if (!byPromisor) world.findings.same('disputes', at, 'reporter', 'merchant', fact.row.reporter ?? null);
  world.findings.expect('disputes', how === 'late' || how === 'in_kind', at, 'detail', 'late or in kind', String(how));
  putRight.add(String(repairs));
}

/** The words are evidence of that side, of this pledge and of that instant. */
function checkWords({ world, words }: Story, fact: FactSeen, by: string, statementId: unknown, at: Place): void {
  const row = words.get(String(statementId));
  const wanted = ['text/plain', by, text(fact.row, 'pledge_id'), iso(fact.row, 'recorded_at')].join(' ');
  const found = row && [row.media_type, row.supplied_by, row.pledge_id, iso(row, 'recorded_at')].join(' ');
  world.findings.same('disputes', at, 'detail', wanted, found ?? null);
}

const INSTANTS = ['opened_at', 'answer_by', 'decide_by', 'next_due_at', 'answered_at', 'ended_at'];
const IDS: Readonly<Record<string, 'evd' | 'fct'>> = {
  statement_id: 'evd',
  answer_id: 'evd',
  outcome_id: 'evd',
  fact_id: 'fct',
};

function columnOf(row: Row, column: string): string | null {
  const prefix = IDS[column];
  if (prefix !== undefined) return id(prefix, row, column);
  return INSTANTS.includes(column) ? iso(row, column) : (row[column] ?? null);
}

/** The rows are what the facts tell; an erased person's disputes have ended without a word. */
function checkRows({ world, dossier, told, notOwed }: Story): void {
  const { findings } = world;
  const isErased = dossier.party.state === 'erased';
  for (const row of dossier.disputes) {
    const at = { table: 'disputes', key: text(row, 'dispute_id') };
    const disputeId = id('dsp', row, 'dispute_id') as string;
    const one = told.get(disputeId);
    findings.expect('disputes', one !== undefined, at, 'dispute_id', 'a fact that opens it', null);
    if (one === undefined) continue;
    told.delete(disputeId);
    const ended = isErased && one.ended_at === null;
    const wanted: Told = ended
      ? { ...one, state: 'lapsed', next_due_at: null, ended_at: iso(row, 'ended_at') ?? 'ended' }
      : one;
    for (const [column, value] of Object.entries(wanted)) {
      const found = row[column] == null ? null : columnOf(row, column);
      findings.same('disputes', at, column, value, found);
    }
  }
  for (const disputeId of told.keys())
    findings.expect('disputes', false, { table: 'disputes', key: disputeId }, 'dispute_id', 'a row', 'nothing there');
  for (const row of dossier.charges) {
    if (!notOwed.has(id('chg', row, 'charge_id') as string)) continue;
    const at = { table: 'charges', key: text(row, 'charge_id') };
    const isUndone = row.state === 'forgiven' || row.state === 'credited';
    findings.expect('disputes', isUndone, at, 'state', 'let go or credited', row.state ?? null);
  }
}
