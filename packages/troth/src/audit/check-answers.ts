/** Remembered answers: a decision on the write path is a fact or a refusal's name; elsewhere it is a status and a body of ids. */
import type pg from 'pg';
import type { AuditWorld, Dossier } from './dossier.ts';
import { id, iso, type Row, rowsOf, text } from './rows.ts';

const RENDERERS = ['1'];
const ID = /^[a-z]{3}_[0-9a-f]{32}$/;

/** The answers kept under a party's name. */
export function checkPartyAnswers(world: AuditWorld, dossier: Dossier, refusals: ReadonlySet<string>): void {
  const facts = new Map(dossier.facts.map((fact) => [text(fact.row, 'fact_id'), fact]));
  for (const row of dossier.answers) {
    const at = { table: 'idempotency', key: `${row.party_id} ${row.key_hash}` };
    checkAnswer(world, row, refusals);
    if (row.answer !== 'done') continue;
    const fact = facts.get(row.subject_id ?? '');
    world.findings.expect(
      'answers',
      fact !== undefined,
      at,
      'subject_id',
      'a fact of this party',
      row.subject_id ?? null,
    );
    if (fact !== undefined)
      world.findings.same('answers', at, 'recorded_at', iso(fact.row, 'recorded_at'), iso(row, 'recorded_at'));
  }
}

/** What holds for every remembered answer, the operator's included. */
export function checkAnswer(world: AuditWorld, row: Row, refusals: ReadonlySet<string>): void {
  const { findings } = world;
  const at = { table: 'idempotency', key: `${row.party_id} ${row.key_hash}` };
  const answer = text(row, 'answer');
  findings.expect(
    'answers',
    RENDERERS.includes(text(row, 'renderer')),
    at,
    'renderer',
    RENDERERS.join(' '),
    row.renderer ?? null,
  );
  if (answer === 'done') return;
  if (!answer.startsWith('[')) {
    findings.expect(
      'answers',
      isRefusal(answer, refusals) && row.subject_id === null,
      at,
      'answer',
      'the name of a refusal, about nothing',
      `${answer} ${row.subject_id}`,
    );
    return;
  }
  const made = readMade(answer);
  findings.expect('answers', made !== null, at, 'answer', 'a status and a body', answer);
  if (made === null) return;
  const named = Object.values(made).filter((value) => typeof value === 'string' && ID.test(value)) as string[];
  for (const one of named) world.named.push({ id: one, by: at.key });
  const subject = row.subject_id === null ? null : id('', row, 'subject_id').slice(1);
  findings.expect(
    'answers',
    subject === null
      ? named.length === 0
      : (named.length === 0 && made.validMinutes !== undefined) || named.some((value) => value.endsWith(`_${subject}`)),
    at,
    'subject_id',
    'an id that the answer names, or nothing when it names none',
    row.subject_id ?? null,
  );
}

/** A name alone, except for the one refusal that also says which stage ran. */
function isRefusal(answer: string, refusals: ReadonlySet<string>): boolean {
  const named = /^stage_is_not_running: stage [1-9]\d* runs$/.test(answer);
  return answer.startsWith('stage_is_not_running') ? named : refusals.has(answer);
}

/** Begun, and its answer not known yet: a plan that is kept until somebody repeats the request. */
const BEGUN = 102;

function readMade(answer: string): Record<string, unknown> | null {
  try {
    const [status, body] = JSON.parse(answer) as [unknown, unknown];
    if (status !== 200 && status !== 201 && status !== 202 && status !== BEGUN) return null;
    return body !== null && typeof body === 'object' ? (body as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

const TABLE_OF: Readonly<Record<string, readonly [table: string, column: string]>> = {
  pty: ['parties', 'party_id'],
  ofr: ['offers', 'offer_id'],
  ofv: ['offer_versions', 'version_id'],
  key: ['api_keys', 'key_id'],
  evd: ['evidence', 'evidence_id'],
  stm: ['custody_statements', 'statement_id'],
  dsp: ['disputes', 'dispute_id'],
  imp: ['historic_imports', 'import_id'],
  whe: ['webhook_endpoints', 'endpoint_id'],
  whd: ['webhook_deliveries', 'delivery_id'],
  plg: ['pledges', 'pledge_id'],
  cns: ['consents', 'consent_id'],
};

/** What remembered answers name exists; the list is empty afterwards. */
export async function checkNamed(client: pg.ClientBase, world: AuditWorld): Promise<void> {
  const named = world.named.splice(0);
  for (const [prefix, ids] of Map.groupBy(named, ({ id: one }) => one.slice(0, 3))) {
    const [table, column] = TABLE_OF[prefix] ?? [];
    if (table === undefined || column === undefined) continue;
    const uuids = ids.map(({ id: one }) => one.slice(4));
    const rows = await rowsOf(
      client,
      `select replace(${column}::text, '-', '') as id from ${table} where world_id = $1 and ${column} = any($2::uuid[])`,
      [world.worldId, uuids],
    );
    const found = new Set(rows.map((row) => row.id));
    for (const { id: one, by } of ids) {
      world.findings.expect(
        'answers',
        found.has(one.slice(4)),
        { table: 'idempotency', key: by },
        'answer',
        `${table} has ${one}`,
        'nothing there',
      );
    }
  }
}
