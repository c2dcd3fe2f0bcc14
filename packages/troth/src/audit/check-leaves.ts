/** Every fact of a party: its commitment, its tag, its number, and that it says things in canonical form. */
import { canonical, committed, leafHalves } from './derive.ts';
import type { AuditWorld, Dossier } from './dossier.ts';
import { bytes, id, iso, text } from './rows.ts';

export function checkLeaves(world: AuditWorld, dossier: Dossier): void {
  const { findings } = world;
  dossier.facts.forEach(({ row, kind, detail }, index) => {
    const at = { table: 'facts', key: text(row, 'fact_id') };
    findings.same('sequence', at, 'leaf_seq', String(index), row.leaf_seq ?? null);
    findings.same('leaves', at, 'detail', canonical(detail), row.detail ?? null);
    if (dossier.key === null) return;
    const { tag, opening } = leafHalves(dossier.key, text(row, 'leaf_seq'));
    findings.same('leaves', at, 'tag', tag, bytes(row, 'tag').toString('hex'));
    const subject = kind.startsWith('consent_') ? 'cns' : 'plg';
    const content = canonical({
      context: row.context,
      detail,
      effectiveAt: iso(row, 'effective_at'),
      factId: id('fct', row, 'fact_id'),
      kind,
      leafSeq: Number(row.leaf_seq),
      merchantId: id('pty', row, 'merchant_id'),
      partyId: id('pty', row, 'party_id'),
      recordedAt: iso(row, 'recorded_at'),
      reporter: row.reporter,
      subjectId: id(subject, row, 'pledge_id'),
      v: 1,
      weightMilli: Number(row.weight_milli),
      worldId: Number(row.world_id),
    });
    findings.same('leaves', at, 'commitment', committed(opening, content), bytes(row, 'commitment').toString('hex'));
  });
  const party = { table: 'parties', key: text(dossier.party, 'party_id') };
  findings.same('sequence', party, 'leaf_count', String(dossier.facts.length), dossier.party.leaf_count ?? null);
}
