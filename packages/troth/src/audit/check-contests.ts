/** What persons say beside what was recorded: a contest names an earlier fact of theirs, once, with words of their own; nothing moves. */
import { canonical } from './derive.ts';
import type { AuditWorld, Dossier, FactSeen } from './dossier.ts';
import type { Place } from './findings.ts';
import { iso, type Row, text } from './rows.ts';

export function checkContests(world: AuditWorld, dossier: Dossier): void {
  const { findings } = world;
  const words = new Map(dossier.evidence.map((row) => [text(row, 'evidence_id').replaceAll('-', ''), row]));
  for (const facts of Map.groupBy(dossier.facts, ({ row }) => text(row, 'pledge_id')).values()) {
    const seen = new Map<string, FactSeen>();
    const contested = new Set<string>();
    let after: unknown;
    let confirmedCount = 0;
    for (const fact of facts) {
      const at = { table: 'facts', key: text(fact.row, 'fact_id') };
      if (fact.kind === 'contested') {
        checkContest(world, fact, { seen, contested, after }, at);
        checkStatement(world, fact, words.get(String(fact.detail.said?.statementId).slice(4)), at);
      }
      if (fact.kind === 'confirmed')
        findings.expect('contests', ++confirmedCount === 1, at, 'kind', 'confirmed once', String(confirmedCount));
      seen.set(`fct_${text(fact.row, 'fact_id').replaceAll('-', '')}`, fact);
      after = fact.detail.after ?? after;
    }
  }
}

interface Before {
  readonly seen: ReadonlyMap<string, FactSeen>;
  readonly contested: Set<string>;
  readonly after: unknown;
}

function checkContest(world: AuditWorld, fact: FactSeen, before: Before, at: Place): void {
  const { findings } = world;
  const named = String(fact.detail.said?.contests);
  const earlier = before.seen.get(named);
  findings.same('contests', at, 'reporter', 'person', fact.row.reporter ?? null);
  findings.expect(
    'contests',
    earlier !== undefined && earlier.kind !== 'contested',
    at,
    'detail',
    'an earlier fact of this pledge',
    named,
  );
  findings.expect('contests', !before.contested.has(named), at, 'detail', 'a fact contested once', named);
  before.contested.add(named);
  findings.same('contests', at, 'detail', canonical(before.after ?? null), canonical(fact.detail.after ?? null));
  const isStill = fact.detail.charges?.length === 0 && fact.detail.transfers?.length === 0;
  findings.expect('contests', isStill, at, 'detail', 'nothing charged and nothing moved', 'amounts');
}

function checkStatement(world: AuditWorld, fact: FactSeen, words: Row | undefined, at: Place): void {
  const wanted = ['text/plain', 'person', text(fact.row, 'pledge_id'), iso(fact.row, 'recorded_at')].join(' ');
  const found = words && [words.media_type, words.supplied_by, words.pledge_id, iso(words, 'recorded_at')].join(' ');
  world.findings.same('contests', at, 'detail', wanted, found ?? null);
}
