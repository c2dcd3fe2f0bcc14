/** What people and shops said and brought: consents, evidence, and the answers that are remembered under their keys. */
import type { Vault } from '../platform/keys/index.ts';
import { checkPartyAnswers } from './check-answers.ts';
import { checkDisputes } from './check-disputes.ts';
import { canonical, sha256 } from './derive.ts';
import { opened, ownWord } from './check-party.ts';
import type { AuditWorld, Dossier, FactSeen } from './dossier.ts';
import { bytes, id, isBefore, iso, type Row, text } from './rows.ts';

export function checkSayings(world: AuditWorld, dossier: Dossier, vault: Vault, refusals: ReadonlySet<string>): void {
  const said = Map.groupBy(
    dossier.facts.filter(({ kind }) => kind.startsWith('consent_')),
    ({ row }) => text(row, 'pledge_id'),
  );
  for (const consent of dossier.consents)
    checkConsent(world, consent, ownWord(dossier), said.get(text(consent, 'consent_id')) ?? []);
  for (const evidence of dossier.evidence) checkEvidence(world, dossier, evidence, vault);
  checkDisputes(world, dossier);
  checkPartyAnswers(world, dossier, refusals);
}

/** A consent is granted by one fact with all that was agreed to, and revoked by one at most. */
function checkConsent(world: AuditWorld, row: Row, word: string, facts: readonly FactSeen[]): void {
  const { findings } = world;
  const at = { table: 'consents', key: text(row, 'consent_id') };
  const kinds = facts.map(({ kind, row: fact }) => `${kind} by ${fact.reporter}`).join(', ');
  const granted = `consent_granted by ${word}`;
  findings.expect(
    'consents',
    kinds === granted || kinds === `${granted}, consent_revoked by ${word}`,
    at,
    'consent_id',
    granted,
    kinds,
  );
  const [grant, revocation] = facts;
  if (grant === undefined) return;
  const found = {
    expiresAt: iso(row, 'expires_at'),
    fields: fieldsOf(row),
    purpose: row.purpose,
    textVersion: row.text_version,
  };
  findings.same('consents', at, 'purpose, fields, text_version, expires_at', canonical(grant.detail), canonical(found));
  findings.same('consents', at, 'granted_at', iso(grant.row, 'recorded_at'), iso(row, 'granted_at'));
  findings.same('consents', at, 'merchant_id', text(grant.row, 'merchant_id'), row.merchant_id ?? null);
  findings.same(
    'consents',
    at,
    'revoked_at',
    revocation === undefined ? null : iso(revocation.row, 'recorded_at'),
    iso(row, 'revoked_at'),
  );
}

/** A PostgreSQL array of plain words. */
function fieldsOf(row: Row): string[] {
  const list = text(row, 'fields').slice(1, -1);
  return list === '' ? [] : list.split(',');
}

/** Evidence opens with the promisor's key only as the row that it was sealed in, and its content has the hash and the size. */
function checkEvidence(world: AuditWorld, dossier: Dossier, row: Row, vault: Vault): void {
  const { findings } = world;
  const at = { table: 'evidence', key: text(row, 'evidence_id') };
  findings.expect(
    'evidence',
    !isBefore(iso(row, 'recorded_at') as string, iso(row, 'effective_at') as string),
    at,
    'effective_at',
    'not after recorded_at',
    iso(row, 'effective_at'),
  );
  if (dossier.key === null) return;
  const about = canonical([
    id('evd', row, 'evidence_id'),
    id('plg', row, 'pledge_id'),
    id('pty', row, 'merchant_id'),
    row.media_type,
    row.supplied_by,
    iso(row, 'effective_at'),
    iso(row, 'recorded_at'),
  ]);
  const content = opened(vault, dossier.key, row, 'content_sealed', about);
  findings.expect('evidence', content !== null, at, 'content_sealed', 'opens as this row', 'does not open');
  if (content === null) return;
  findings.same('evidence', at, 'content_hash', sha256(content), bytes(row, 'content_hash').toString('hex'));
  findings.same('evidence', at, 'size_bytes', String(content.length), row.size_bytes ?? null);
}
