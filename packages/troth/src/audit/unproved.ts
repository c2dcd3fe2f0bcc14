/**
 * What no audit of the rows alone can prove, column by column, with the reason. Everything else is proved; a test changes every column
 * and keeps this list exact. None of these columns holds a promise, money, a fact or a place in the logbook.
 */
const SECRET = 'credentials: only whoever holds the secret could tell';
const TOLD_ONCE = 'said once by the merchant or the operator, and committed to nowhere';
const FORGOTTEN = 'of a request that left no fact, only its answer and its hash are kept';
const OUTSIDE = 'what a receiver outside did: only it could tell';

export const UNPROVED: Readonly<Record<string, string>> = {
  'api_keys.key_id': SECRET,
  'api_keys.merchant_id': SECRET,
  'api_keys.secret_hash': SECRET,
  'api_keys.scopes': SECRET,
  'api_keys.expires_at': SECRET,
  'api_keys.revoked_at': SECRET,
  'sessions.session_id': SECRET,
  'sessions.party_id': SECRET,
  'sessions.token_hash': SECRET,
  'sessions.revoked_at': SECRET,
  'sign_in_links.link_id': SECRET,
  'sign_in_links.token_hash': SECRET,
  'sign_in_links.used_at': SECRET,
  'historic_imports.supplied_by': TOLD_ONCE,
  'historic_imports.source': TOLD_ONCE,
  'merchants.name': TOLD_ONCE,
  'persons.locale': TOLD_ONCE,
  'offers.state': TOLD_ONCE,
  'webhook_endpoints.state': TOLD_ONCE,
  'webhook_endpoints.url': TOLD_ONCE,
  'webhook_endpoints.events': TOLD_ONCE,
  'idempotency.party_id': FORGOTTEN,
  'idempotency.key_hash': FORGOTTEN,
  'idempotency.body_hash': FORGOTTEN,
  'idempotency.recorded_at': FORGOTTEN,
  'webhook_deliveries.attempt_count': OUTSIDE,
  'webhook_deliveries.next_attempt_at': OUTSIDE,
  'webhook_deliveries.last_status': OUTSIDE,
  'webhook_deliveries.last_error': OUTSIDE,
  'schema_migrations.applied_at': 'when a migration ran, by a clock that nobody else heard',
  'worlds.clock_at': 'a test world may be moved forward by anybody with its key; never behind a fact',
  'worlds.created_at': 'a world has a number, not an id that carries its instant',
};
