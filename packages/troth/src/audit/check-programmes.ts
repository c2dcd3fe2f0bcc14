/** Shops that honour a benefit of another: named by the offer, and named by the fact of each line together with who bears the discount. */
import type pg from 'pg';
import { type AuditWorld, detailOf } from './dossier.ts';
import { rowsOf, text } from './rows.ts';

export async function checkProgrammes(client: pg.ClientBase, world: AuditWorld): Promise<void> {
  await checkPartners(client, world);
  await checkLines(client, world);
}

/** Every partner that terms name is a shop of this world, named once, and never the shop of the offer itself. */
async function checkPartners(client: pg.ClientBase, { worldId, findings }: AuditWorld): Promise<void> {
  const rows = await rowsOf(
    client,
    `select v.version_id, partner, count(*) as times,
       bool_and(replace(v.merchant_id::text, '-', '') <> substr(partner, 5)) as is_other,
       bool_and(exists (select from merchants m where m.world_id = v.world_id and replace(m.merchant_id::text, '-', '') = substr(partner, 5))) as is_there
     from offer_versions v cross join lateral jsonb_array_elements_text(v.terms #> '{programme,partners}') as partner
     where v.world_id = $1 group by v.version_id, v.merchant_id, partner`,
    [worldId],
  );
  for (const row of rows) {
    const at = { table: 'offer_versions', key: text(row, 'version_id') };
    const holds = row.times === '1' && row.is_other === 't' && row.is_there === 't';
    findings.expect(
      'references',
      holds,
      at,
      'terms',
      'partners are other shops of this world, each once',
      text(row, 'partner'),
    );
  }
}

/** A line that another shop honoured is one that the terms of its pledge let it honour, and says who bears the discount as they do. */
async function checkLines(client: pg.ClientBase, { worldId, findings }: AuditWorld): Promise<void> {
  const rows = await rowsOf(
    client,
    `select f.fact_id, f.kind, f.reporter, f.detail, v.terms #>> '{programme,paidBy}' as paid_by, v.terms #>> '{programme,partners}' as partners
     from facts f left join pledges p on p.pledge_id = f.pledge_id and p.party_id = f.party_id
       left join offer_versions v on v.version_id = p.version_id
     where f.world_id = $1 and (position('"honouredBy":' in f.detail) > 0 or position('"paidBy":' in f.detail) > 0)`,
    [worldId],
  );
  for (const row of rows) {
    const at = { table: 'facts', key: text(row, 'fact_id') };
    const { said = {} } = detailOf(row);
    const partners: readonly unknown[] = JSON.parse(row.partners ?? '[]');
    const [shop, paidBy] = [said.honouredBy ?? null, said.paidBy ?? null];
    findings.expect('lives', partners.includes(shop), at, 'honouredBy', 'a partner of the programme', String(shop));
    findings.same('lives', at, 'paidBy', row.paid_by ?? 'nobody', String(paidBy));
    const isLine = said.lineNo !== undefined && ['merchant', 'historic_import'].includes(row.reporter ?? '');
    findings.expect('lives', isLine, at, 'lineNo', 'a line that a shop counted', row.kind ?? null);
  }
}
