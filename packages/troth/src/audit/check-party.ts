/** The party itself: who it is, what is sealed under its key, and that nothing readable is left once it is erased. */
import { hmacSha256, type Id } from '../kernel/index.ts';
import type { Vault } from '../platform/keys/index.ts';
import { millisecondsOf } from './derive.ts';
import type { AuditWorld, Dossier } from './dossier.ts';
import type { Findings, Place } from './findings.ts';
import { bytes, id, iso, type Row, text } from './rows.ts';

/** The key of a party, or null when there is none or it does not open. */
export function openPartyKey(world: AuditWorld, party: Row, vault: Vault): Buffer | null {
  if (party.wrapped_key === null) return null;
  const at = { table: 'parties', key: text(party, 'party_id') };
  let key: Buffer | null = null;
  try {
    key = vault.unwrap(world.worldId, id('pty', party, 'party_id') as Id<'pty'>, bytes(party, 'wrapped_key'));
  } catch {
    // Said below.
  }
  world.findings.expect('sealed', key !== null, at, 'wrapped_key', 'opens', 'does not open');
  return key;
}

export function checkParty(world: AuditWorld, dossier: Dossier, vault: Vault): void {
  const { findings } = world;
  const { party, persons, merchants } = dossier;
  const at = { table: 'parties', key: text(party, 'party_id') };
  sameInstantAsId(findings, at, 'party_id', party, 'created_at');
  const rows = `${persons.length} persons, ${merchants.length} merchants`;
  const wanted =
    { person: '1 persons, 0 merchants', merchant: '0 persons, 1 merchants' }[text(party, 'kind')] ??
    '0 persons, 0 merchants';
  findings.same('parties', at, 'kind', wanted, rows);
  // Nothing suspends anybody yet: when something does, it will be a fact, and be replayed here.
  findings.expect('parties', party.state !== 'suspended', at, 'state', 'a fact that suspends', 'suspended');
  for (const row of [...persons, ...merchants]) {
    const table = row.name === undefined ? 'persons' : 'merchants';
    findings.same('parties', { ...at, table }, 'created_at', party.created_at ?? null, row.created_at ?? null);
  }
  for (const row of merchants)
    findings.same('parties', { ...at, table: 'merchants' }, 'state', party.state ?? null, row.state ?? null);
  checkWordsOf(world, dossier);
  for (const person of persons) checkPerson(world, dossier, person, vault);
  if (party.state === 'erased') checkErased(world, dossier, at);
}

/** As whose word this party speaks of what it promised: a person's, or a shop's that promises. */
export function ownWord({ party }: Pick<Dossier, 'party'>): string {
  return party.kind === 'person' ? 'person' : 'promisor';
}

/** Nothing is said or brought under the word of the other sort of promisor: no shop speaks as a person, no person as a shop. */
function checkWordsOf({ findings }: AuditWorld, dossier: Dossier): void {
  const said = [
    ...dossier.facts.map(({ row }) => ['facts', 'fact_id', 'reporter', row] as const),
    ...dossier.evidence.map((row) => ['evidence', 'evidence_id', 'supplied_by', row] as const),
    ...dossier.disputes.map((row) => ['disputes', 'dispute_id', 'opened_by', row] as const),
  ];
  const wanted = ownWord(dossier);
  for (const [table, key, column, row] of said) {
    const found = text(row, column);
    if (found !== 'person' && found !== 'promisor') continue;
    findings.same('parties', { table, key: text(row, key) }, column, wanted, found);
  }
}

export function sameInstantAsId(findings: Findings, at: Place, idColumn: string, row: Row, column: string): void {
  const instant = iso(row, column) ?? '1970-01-01T00:00:00Z';
  findings.same('identities', at, column, String(millisecondsOf(text(row, idColumn))), String(Date.parse(instant)));
}

function checkPerson(world: AuditWorld, dossier: Dossier, person: Row, vault: Vault): void {
  const { findings, worldId } = world;
  const at = { table: 'persons', key: text(person, 'party_id') };
  if (dossier.key === null) return;
  findings.expect(
    'sealed',
    opened(vault, dossier.key, person, 'name_sealed', 'name') !== null,
    at,
    'name_sealed',
    'opens',
    'does not open',
  );
  if (person.contact_sealed === null) {
    findings.same('sealed', at, 'contact_index', null, person.contact_index ?? null);
    return;
  }
  const contact = opened(vault, dossier.key, person, 'contact_sealed', 'contact');
  findings.expect('sealed', contact !== null, at, 'contact_sealed', 'opens', 'does not open');
  const index = hmacSha256(vault.worldKey(worldId, 'blind-index'), contact ?? Buffer.alloc(0)).toString('hex');
  findings.same(
    'sealed',
    at,
    'contact_index',
    index,
    person.contact_index === null ? null : bytes(person, 'contact_index').toString('hex'),
  );
}

export function opened(vault: Vault, key: Buffer, row: Row, column: string, about: string): Buffer | null {
  try {
    return vault.open(key, bytes(row, column), about);
  } catch {
    return null;
  }
}

function checkErased(
  world: AuditWorld,
  { party, persons, folds, sessions, links, pledges, evidence, disputes }: Dossier,
  at: Place,
): void {
  const { findings } = world;
  for (const column of ['name_sealed', 'contact_sealed', 'contact_index']) {
    for (const person of persons)
      findings.same('erased', { ...at, table: 'persons' }, column, null, person[column] ?? null);
  }
  const sealed = [
    ...pledges.map((row) => ['pledges', 'reasons_sealed', row] as const),
    ...evidence.map((row) => ['evidence', 'content_sealed', row] as const),
  ];
  for (const [table, column, row] of sealed)
    findings.same('erased', { ...at, table }, column, null, row[column] ?? null);
  for (const fold of folds) findings.same('erased', { ...at, table: 'folds' }, 'buckets', '[]', fold.buckets ?? null);
  for (const session of sessions)
    findings.expect('erased', session.revoked_at !== null, { ...at, table: 'sessions' }, 'revoked_at', 'revoked', null);
  for (const link of links)
    findings.expect('erased', link.used_at !== null, { ...at, table: 'sign_in_links' }, 'used_at', 'used up', null);
  for (const row of disputes)
    findings.expect('erased', row.ended_at !== null, { ...at, table: 'disputes' }, 'ended_at', 'ended', null);
  findings.same('erased', at, 'open_count', '0', party.open_count ?? null);
  findings.expect(
    'erased',
    pledges.every((pledge) => pledge.ended_at !== null),
    at,
    'state',
    'every pledge is over',
    null,
  );
}
