import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkParty } from './check-party.ts';
import type { AuditWorld, Dossier } from './dossier.ts';
import { Findings } from './findings.ts';

const AT = '1970-01-01 00:00:00.001+00';
const PARTY = '00000000-0001-7000-8000-000000000000';

interface Said {
  readonly kind: 'person' | 'merchant';
  readonly reporter?: string;
  readonly suppliedBy?: string;
  readonly openedBy?: string;
}

/** What the audit says about the words of a party of this kind, with one fact, one piece of evidence and one dispute of these. */
function wordsOf({ kind, reporter, suppliedBy, openedBy }: Said): string[] {
  const findings = new Findings();
  const row = { party_id: PARTY, created_at: AT };
  const dossier = {
    party: { ...row, kind, state: 'active' },
    key: null,
    persons: kind === 'person' ? [row] : [],
    merchants: kind === 'merchant' ? [{ ...row, name: '{}', state: 'active' }] : [],
    facts: reporter === undefined ? [] : [{ row: { fact_id: 'f', reporter }, kind: 'accepted', detail: {} }],
    evidence: suppliedBy === undefined ? [] : [{ evidence_id: 'e', supplied_by: suppliedBy }],
    disputes: openedBy === undefined ? [] : [{ dispute_id: 'd', opened_by: openedBy }],
  };
  checkParty({ findings } as unknown as AuditWorld, dossier as unknown as Dossier, {} as never);
  return findings.violations.filter(({ key }) => key.length === 1).map(({ column, found }) => `${column} ${found}`);
}

test('no shop speaks as a person, and no person as a shop; whoever is promised to is neither', () => {
  for (const [said, found] of [
    [{ kind: 'person', reporter: 'person', suppliedBy: 'person', openedBy: 'person' }, []],
    [{ kind: 'merchant', reporter: 'promisor', suppliedBy: 'promisor', openedBy: 'promisor' }, []],
    [{ kind: 'merchant', reporter: 'merchant', suppliedBy: 'operator', openedBy: 'merchant' }, []],
    [{ kind: 'merchant', reporter: 'person' }, ['reporter person']],
    [{ kind: 'merchant', suppliedBy: 'person' }, ['supplied_by person']],
    [{ kind: 'merchant', openedBy: 'person' }, ['opened_by person']],
    [{ kind: 'person', reporter: 'promisor' }, ['reporter promisor']],
    [{ kind: 'person', suppliedBy: 'promisor' }, ['supplied_by promisor']],
    [{ kind: 'person', openedBy: 'promisor' }, ['opened_by promisor']],
  ] satisfies [Said, string[]][])
    assert.deepEqual(wordsOf(said), found, JSON.stringify(said));
});
