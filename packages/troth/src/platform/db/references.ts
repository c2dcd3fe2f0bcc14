/**
 * Hot tables declare no foreign keys; each of their references is a row here, and the audit proves all of them. A reference holds
 * inside one world: `world_id` is compared besides the columns named. Declared keys that cross worlds are listed for the same reason.
 */
export interface Reference {
  readonly table: string;
  readonly columns: readonly string[];
  readonly to: string;
  readonly toColumns: readonly string[];
  /** Which rows refer, as SQL over the alias `r`; null: all whose columns are not null. */
  readonly when: string | null;
}

const refers = (from: string, to: string, when: string | null = null): Reference => {
  const [table, columns] = parse(from);
  const [toTable, toColumns] = parse(to);
  return { table, columns, to: toTable, toColumns, when };
};

/** `table(a, b)` as its name and its columns. */
function parse(text: string): [string, string[]] {
  const [table, list] = text.split('(');
  return [
    table as string,
    (list as string)
      .replace(')', '')
      .split(',')
      .map((column) => column.trim()),
  ];
}

const IS_CONSENT = `r.kind in ('consent_granted', 'consent_revoked')`;

export const REFERENCES: readonly Reference[] = [
  refers('persons(party_id)', 'parties(party_id)'),
  refers('merchants(merchant_id)', 'parties(party_id)'),
  refers('api_keys(merchant_id)', 'merchants(merchant_id)'),
  refers('sessions(party_id)', 'persons(party_id)'),
  refers('sign_in_links(party_id)', 'persons(party_id)'),
  refers('offers(merchant_id)', 'merchants(merchant_id)'),
  refers('offers(offer_id, merchant_id, version)', 'offer_versions(offer_id, merchant_id, version)'),
  refers('offer_versions(offer_id, merchant_id)', 'offers(offer_id, merchant_id)'),
  refers('consents(party_id)', 'parties(party_id)'),
  refers('consents(merchant_id)', 'merchants(merchant_id)'),
  refers('historic_imports(merchant_id)', 'merchants(merchant_id)'),
  refers('evidence(pledge_id, party_id, merchant_id)', 'pledges(pledge_id, party_id, merchant_id)'),
  refers('disputes(pledge_id, party_id, merchant_id)', 'pledges(pledge_id, party_id, merchant_id)'),
  refers('disputes(fact_id, party_id, pledge_id)', 'facts(fact_id, party_id, pledge_id)'),
  refers('disputes(statement_id, party_id, pledge_id)', 'evidence(evidence_id, party_id, pledge_id)'),
  refers('disputes(answer_id, party_id, pledge_id)', 'evidence(evidence_id, party_id, pledge_id)'),
  refers('disputes(outcome_id, party_id, pledge_id)', 'evidence(evidence_id, party_id, pledge_id)'),
  refers('pledges(party_id)', 'parties(party_id)'),
  refers('pledges(version_id, merchant_id)', 'offer_versions(version_id, merchant_id)'),
  refers(
    'pledges(basis_id, party_id, merchant_id)',
    'consents(consent_id, party_id, merchant_id)',
    `r.basis = 'consent'`,
  ),
  refers('pledges(basis_id, merchant_id)', 'historic_imports(import_id, merchant_id)', `r.basis = 'historic_import'`),
  refers(
    'pledges(merchant_id, order_no, party_id, pledge_id)',
    'order_numbers(merchant_id, order_no, party_id, pledge_id)',
  ),
  refers('charges(pledge_id, party_id, merchant_id)', 'pledges(pledge_id, party_id, merchant_id)'),
  refers('transfers(pledge_id, party_id, merchant_id)', 'pledges(pledge_id, party_id, merchant_id)'),
  refers('custody_statements(merchant_id)', 'merchants(merchant_id)'),
  refers('facts(party_id)', 'parties(party_id)'),
  refers('facts(pledge_id, party_id, merchant_id)', 'pledges(pledge_id, party_id, merchant_id)', `not ${IS_CONSENT}`),
  refers('facts(pledge_id, party_id, merchant_id)', 'consents(consent_id, party_id, merchant_id)', IS_CONSENT),
  refers('folds(party_id)', 'parties(party_id)'),
  // Keys of the operator are kept under a party that nobody is: the number of the world.
  refers('idempotency(party_id)', 'parties(party_id)', `r.party_id <> lpad(to_hex(r.world_id), 32, '0')::uuid`),
  refers('idempotency(subject_id, party_id)', 'facts(fact_id, party_id)', `r.answer = 'done'`),
  refers(
    'order_numbers(merchant_id, order_no, party_id, pledge_id)',
    'pledges(merchant_id, order_no, party_id, pledge_id)',
  ),
  refers('budget_rollups(version_id, merchant_id)', 'offer_versions(version_id, merchant_id)'),
  refers('webhook_endpoints(merchant_id)', 'merchants(merchant_id)'),
  refers('webhook_deliveries(endpoint_id, merchant_id)', 'webhook_endpoints(endpoint_id, merchant_id)'),
  refers('webhook_deliveries(event_id, merchant_id, effective_at)', 'facts(fact_id, merchant_id, effective_at)'),
  refers('file_looks(party_id)', 'parties(party_id)'),
];
