/** What belongs to shops and to the operator: offers and their versions, keys, sessions, imports, endpoints and deliveries. */
import type pg from 'pg';
import type { Vault } from '../platform/keys/index.ts';
import { checkAnswer } from './check-answers.ts';
import { checkCredentials } from './check-credentials.ts';
import { opened, sameInstantAsId } from './check-party.ts';
import { canonical, deliveryIdOf, sha256 } from './derive.ts';
import type { AuditWorld } from './dossier.ts';
import { bytes, id, type Row, rowsOf, Stream, text } from './rows.ts';

export async function checkShops(
  client: pg.ClientBase,
  world: AuditWorld,
  vault: Vault,
  refusals: ReadonlySet<string>,
): Promise<void> {
  await checkOffers(client, world);
  await checkCredentials(client, world);
  await checkEndpoints(client, world, vault);
  await checkDeliveries(client, world);
  const operator = await rowsOf(
    client,
    `select * from idempotency where world_id = $1 and party_id = lpad(to_hex($1::int), 32, '0')::uuid`,
    [world.worldId],
  );
  for (const row of operator) {
    checkAnswer(world, row, refusals);
    world.findings.expect(
      'answers',
      row.answer !== 'done',
      { table: 'idempotency', key: `${row.party_id} ${row.key_hash}` },
      'answer',
      'no fact',
      'done',
    );
  }
}

/** Versions are numbered 1, 2, 3…, the offer stands at the last, and each has the hash of its terms. */
async function checkOffers(client: pg.ClientBase, { worldId, findings }: AuditWorld): Promise<void> {
  const offers = await rowsOf(client, 'select * from offers where world_id = $1 order by offer_id', [worldId]);
  const versions = await Stream.open(
    client,
    'select * from offer_versions where world_id = $1 order by offer_id, version',
    [worldId],
    200,
  );
  for (const offer of offers) {
    const at = { table: 'offers', key: text(offer, 'offer_id') };
    sameInstantAsId(findings, at, 'offer_id', offer, 'created_at');
    const mine = await versions.takeAll('offer_id', text(offer, 'offer_id'));
    findings.same('offers', at, 'version', String(mine.length), offer.version ?? null);
    mine.forEach((version, index) => {
      const place = { table: 'offer_versions', key: text(version, 'version_id') };
      sameInstantAsId(findings, place, 'version_id', version, 'published_at');
      findings.same('offers', place, 'version', String(index + 1), version.version ?? null);
      findings.same('offers', place, 'merchant_id', offer.merchant_id ?? null, version.merchant_id ?? null);
      const hash = sha256(canonical(JSON.parse(text(version, 'terms'))));
      findings.same('offers', place, 'content_hash', hash, bytes(version, 'content_hash').toString('hex'));
    });
  }
}

async function checkEndpoints(client: pg.ClientBase, { worldId, findings }: AuditWorld, vault: Vault): Promise<void> {
  const key = vault.worldKey(worldId, 'webhook-secrets');
  for (const row of await rowsOf(client, 'select * from webhook_endpoints where world_id = $1', [worldId])) {
    const at = { table: 'webhook_endpoints', key: text(row, 'endpoint_id') };
    sameInstantAsId(findings, at, 'endpoint_id', row, 'created_at');
    findings.expect(
      'webhooks',
      row.state === 'disabled' || row.disabled_reason === null,
      at,
      'disabled_reason',
      'none while enabled',
      row.disabled_reason ?? null,
    );
    for (const column of ['secret_sealed', 'previous_secret_sealed']) {
      if (row[column] === null) continue;
      const secret = opened(vault, key, row, column, id('whe', row, 'endpoint_id'));
      findings.expect(
        'sealed',
        secret?.toString('utf8').startsWith('whsec_') === true,
        at,
        column,
        'opens',
        'does not open',
      );
    }
  }
}

/** The event of a fact, by its kind. */
export function eventOf(kind: string): string {
  const about = /^(charge|consent)_(.*)$/.exec(kind);
  return about === null ? `pledge.${kind}` : `${about[1]}.${about[2]}`;
}

async function checkDeliveries(client: pg.ClientBase, { worldId, findings }: AuditWorld): Promise<void> {
  const deliveries = await Stream.open(
    client,
    `select d.*, f.kind from webhook_deliveries d left join lateral (select kind from facts where fact_id = d.event_id and world_id = d.world_id limit 1) f on true
     where d.world_id = $1`,
    [worldId],
  );
  for (let row = await deliveries.take(); row !== null; row = await deliveries.take()) {
    const at = { table: 'webhook_deliveries', key: text(row, 'delivery_id') };
    const hex = (column: string) => id('', row as Row, column).slice(1);
    findings.same('webhooks', at, 'delivery_id', deliveryIdOf(hex('event_id'), hex('endpoint_id')), hex('delivery_id'));
    findings.same('webhooks', at, 'event_type', row.kind == null ? null : eventOf(row.kind), row.event_type ?? null);
    findings.same(
      'webhooks',
      at,
      'next_attempt_at',
      String(row.state === 'pending'),
      String(row.next_attempt_at !== null),
    );
    findings.same('webhooks', at, 'delivered_at', String(row.state === 'delivered'), String(row.delivered_at !== null));
    const status = Number(row.last_status);
    findings.expect(
      'webhooks',
      row.state !== 'delivered' || (status >= 200 && status < 300),
      at,
      'last_status',
      'a 2xx',
      row.last_status ?? null,
    );
    findings.expect(
      'webhooks',
      row.state === 'pending' ||
        row.last_error === 'endpoint_gone' ||
        row.last_error === 'endpoint_disabled' ||
        Number(row.attempt_count) > 0,
      at,
      'attempt_count',
      'at least one',
      row.attempt_count ?? null,
    );
  }
}
