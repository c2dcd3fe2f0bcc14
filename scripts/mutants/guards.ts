// Guards, each with the text that takes it away and the test that must then turn red.
import { type Guard, of, S } from './guard.ts';
import { GUARDS_OF_MONEY_RULES } from './guards-of-money-rules.ts';
import { GUARDS_OF_BOOKS } from './guards-of-books.ts';
import { GUARDS_OF_DISPUTES } from './guards-of-disputes.ts';
import { GUARDS_OF_SHOPS } from './guards-of-shops.ts';
import { GUARDS_OF_MEMBERS } from './guards-of-members.ts';
import { GUARDS_OF_SIDES } from './guards-of-sides.ts';
import { GUARDS_OF_SILENCE } from './guards-of-silence.ts';
import { GUARDS_OF_STAGES } from './guards-of-stages.ts';
import { GUARDS_OF_WORDS } from './guards-of-words.ts';

const pledge = of('rooms/pledge', 'rooms/pledge/limits.test.ts');
const charges = of('rooms/pledge', 'rooms/pledge/pledge.property.test.ts');
const races = of('journeys', 'doors/api/move-races.pg.test.ts');
const once = of('', 'doors/api/idempotency.pg.test.ts');
const speaks = of('', 'doors/api/who-may-speak.pg.test.ts');
const keys = of('doors/installation', 'doors/api/keys.pg.test.ts');
const egress = of('platform/egress', 'platform/egress/pinned-request.test.ts');
const addresses = of('platform/egress', 'platform/egress/endpoint-url.test.ts');
const leaf = of('rooms/logbook', 'rooms/logbook/leaf.test.ts');
const json = of('', 'doors/api/bad-bodies.pg.test.ts');
const rules = of('', 'doors/api/rules-of-orders.pg.test.ts');
const leaving = of('platform/db', 'platform/db/batcher-leaving.test.ts');
const tenants = (says: string, guard: string, instead: string): Guard => ({
  says,
  file: 'migrations/0002_guard_the_tenants.sql',
  guard,
  instead,
  test: `${S}/platform/db/catalogue.pg.test.ts`,
});

export const GUARDS: readonly Guard[] = [
  ...GUARDS_OF_WORDS,
  ...GUARDS_OF_BOOKS,
  ...GUARDS_OF_MONEY_RULES,
  ...GUARDS_OF_DISPUTES,
  ...GUARDS_OF_SILENCE,
  ...GUARDS_OF_STAGES,
  ...GUARDS_OF_SIDES,
  ...GUARDS_OF_SHOPS,
  ...GUARDS_OF_MEMBERS,
  pledge(
    'extensions are counted',
    'by-promisor.ts',
    'pledge.extensionCount >= extension.countMax',
    'pledge.extensionCount > extension.countMax',
  ),
  pledge(
    'nobody extends after the grace',
    'by-promisor.ts',
    'if (now >= pledge.graceUntil)',
    'if (now > pledge.graceUntil)',
  ),
  charges('charges never pass the ceiling', 'charges.ts', 'Math.min(wantedMinor, leftMinor)', 'wantedMinor'),
  {
    ...pledge(
      'an ended pledge stays ended',
      'apply-move.ts',
      "if (isTerminal(pledge.state)) return refuse('pledge_is_over');",
      '',
    ),
    test: `${S}/rooms/pledge/apply-move.test.ts`,
  },

  {
    ...rules(
      'a grant fits under the limit',
      'rooms/admission/admission.ts',
      'exposure.limitMinor - exposure.openMinor',
      'exposure.limitMinor',
    ),
    test: `${S}/rooms/admission/admission.test.ts`,
  },
  {
    ...rules(
      'exposure never exceeds the limit, whoever asks',
      'rooms/party/party.ts',
      'after.openMinor <= after.limitMinor',
      'true',
    ),
    test: `${S}/rooms/party/party.test.ts`,
  },
  {
    ...rules(
      'exposure is never negative',
      'rooms/party/party.ts',
      'after.openMinor >= 0 && after.unpaidMinor >= 0',
      'true',
    ),
    test: `${S}/rooms/party/party.test.ts`,
  },
  races(
    'a charge is settled once',
    'settle-charge.ts',
    "if (charge.state !== 'open') return refuse('charge_is_settled');",
    '',
  ),
  rules(
    'nothing is decided about a person without consent',
    'journeys/open-pledge.ts',
    'consentId === null && consentGiven === null',
    'false',
  ),
  rules(
    'a person gets at least what was shown',
    'journeys/open-pledge.ts',
    'decision.grantedMinor < command.speaker.shownMinor',
    'false',
  ),
  rules('nobody promises while suspended', 'journeys/open-pledge.ts', "if (party.life === 'suspended')", 'if (false)'),
  rules(
    'evidence belongs to its pledge',
    'journeys/evidence-found.ts',
    'return [...pairs].filter((pair) => this.#pairs.has(pair)).length;',
    'return pairs.size;',
  ),
  rules(
    'a withdrawn offer takes no orders',
    'doors/api/merchant-says.ts',
    "if (offer.state === 'withdrawn' &&",
    'if (false &&',
  ),

  once(
    'an order number is taken for ever',
    'journeys/open-pledge.ts',
    'state.orderNumbers.has(',
    'new Set<string>().has(',
  ),
  once(
    'a key in flight is not answered twice',
    'doors/api/in-flight.ts',
    'if (inFlight.has(keyHash)) return busy();',
    '',
  ),
  once(
    'a key belongs to one body: journeys',
    'journeys/replay.ts',
    'if (known.request.bodyHash !== bodyHash)',
    'if (false)',
  ),
  once(
    'a key belongs to one body: everything else',
    'doors/api/once.ts',
    "return known.body_hash.replaceAll('-', '') === bodyHash;",
    'return bodyHash.length > 0;',
  ),
  leaving(
    'few wait for the batch that is out',
    'batcher.ts',
    'queue.length >= busyCount * WAITING_PER_BATCH_OUT',
    'true',
  ),
  leaving('nobody waits long for a batch that is stuck', 'batcher.ts', 'if (queue.length > 0) patience.arm();', ''),

  once('a key lives thirty days', 'journeys/replay.ts', 'KEY_LIFE_DAYS = 30', 'KEY_LIFE_DAYS = 31'),

  speaks('only a person speaks for a person', 'doors/api/context.ts', "if (principal.kind !== 'person')", 'if (false)'),
  speaks(
    'only a merchant speaks for a merchant',
    'doors/api/context.ts',
    "if (principal.kind !== 'merchant')",
    'if (false)',
  ),
  speaks(
    'only the operator speaks for the operator',
    'doors/api/context.ts',
    "if (principal.kind !== 'operator')",
    'if (false)',
  ),
  speaks('a key says what it may do', 'doors/api/context.ts', 'if (!principal.scopes.includes(scope))', 'if (false)'),
  speaks(
    'the secret is compared',
    'doors/installation/principals.ts',
    "!sameSecret(sha256(one.secret), Buffer.from((row[1] as string).slice(2), 'hex'))",
    'false',
  ),
  speaks(
    'a merchant moves its own pledges only',
    'journeys/programme.ts',
    'mover.merchantId === pledge.merchantId ||',
    'true ||',
  ),
  speaks(
    'a person moves their own pledges only',
    'journeys/programme.ts',
    'return mover.partyId === pledge.partyId;',
    'return true;',
  ),
  speaks(
    'a merchant settles its own charges only',
    'journeys/settle-charge.ts',
    'pledge.merchantId !== command.merchantId',
    'false',
  ),
  speaks(
    'a merchant reads its own pledges only',
    'doors/api/merchant-reads.ts',
    'from pledges p where pledge_id = $1 and merchant_id = $2',
    'from pledges p where pledge_id = $1 and $2::uuid is not null',
  ),
  speaks(
    'a merchant orders under its own offers only',
    'doors/api/merchant-says.ts',
    'offer === null || offer.merchantId !== merchantId',
    'offer === null',
  ),
  speaks(
    'a merchant changes its own endpoints only',
    'doors/webhooks/endpoints.ts',
    '} where endpoint_id = $1 and merchant_id = $2',
    '} where endpoint_id = $1 and $2::uuid is not null',
  ),
  keys('a revoked key is refused', 'principals.ts', 'key_id = u.key_id and revoked_at is null', 'key_id = u.key_id'),
  keys(
    'a key expires',
    'principals.ts',
    'if (expiresAt != null && readInstant(expiresAt) <= clock.now()) return null;',
    '',
  ),
  keys('a suspended merchant is refused', 'principals.ts', "if (merchantState !== 'active') return null;", ''),
  keys(
    'an ended session is refused',
    'principals.ts',
    'session_id = u.session_id and revoked_at is null',
    'session_id = u.session_id',
  ),

  egress('every address behind a name is public', 'pinned-request.ts', '!addresses.every(', '!addresses.some('),
  addresses('metadata addresses are inside', 'addresses.ts', "['169.254.0.0', 16,", "['169.254.0.0', 32,"),
  addresses(
    'a host is written plainly',
    'endpoint-url.ts',
    "if (!isPlain || url.hostname.endsWith('.'))",
    'if (false)',
  ),

  tenants(
    'row-level security binds the owner too',
    "execute format('alter table %I force row level security', tenant_table);",
    '',
  ),
  tenants(
    'a world sees its own rows',
    "create policy reads on %I for select using (world_id = (select current_setting(''troth.world'')::int))",
    'create policy reads on %I for select using (true)',
  ),
  tenants('facts are never edited', 'revoke update on facts, transfers,', 'revoke update on transfers,'),

  leaf(
    'a commitment is keyed by its opening',
    'leaf.ts',
    'return hmacSha256(opening, content);',
    'return hmacSha256(Buffer.alloc(32), content);',
  ),
  leaf('tags of one party differ', 'leaf.ts', 'hmacSha512(key, String(seq))', "hmacSha512(key, '0')"),
  leaf('a leaf tells the hour only', 'leaf.ts', 'leaf.recordedAt - (leaf.recordedAt % HOUR_US)', 'leaf.recordedAt'),

  json('the API reads plain JSON only', 'doors/api/server.ts', 'done(isPlain ? null : notPlainJson());', 'done(null);'),
  json(
    'no key reaches into JavaScript’s own objects',
    'platform/http/json-limits.ts',
    "key === '__proto__' || key === 'constructor' || key === 'prototype'",
    'false',
  ),
  {
    ...json(
      'a public resource cites its norm',
      'doors/api/publishable.ts',
      "public_resource: 'no_public_resources'",
      "public_resource: 'no_lending'",
    ),
    test: `${S}/doors/api/bad-offers.pg.test.ts`,
  },
  {
    says: 'a promise is charged to its loss budget once',
    file: `${S}/doors/installation/follow-facts.ts`,
    guard: `(kind = 'accepted' and position(',"born":{' in detail) > 0)`,
    instead: `kind = 'accepted'`,
    test: `${S}/doors/installation/background.pg.test.ts`,
  },
  of('platform/db', 'platform/db/hot-connection.pg.test.ts')(
    'bytes that are still on their way are not written over',
    'hot-connection.ts',
    'if (outCount > 0) statements.writeElsewhere();',
    '',
  ),
];
