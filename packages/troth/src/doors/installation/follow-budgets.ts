/** What an offer has already put at risk in a budget period, added up behind the births. */
import { type Id, present, uuidOf } from '../../kernel/index.ts';
import type { Call, Statement } from '../../platform/db/index.ts';
import type { FactToFollow } from './followed.ts';
import { budgetPeriod, type OfferCatalog } from './offer-catalog.ts';

const ADD_TO_BUDGETS: Statement = {
  name: 'add_to_budgets',
  text: `insert into budget_rollups (world_id, version_id, merchant_id, period, expected_minor)
    select $1::int4, * from unnest($2::uuid[], $3::uuid[], $4::int4[], $5::int8[])
    on conflict (version_id, period) do update set expected_minor = budget_rollups.expected_minor + excluded.expected_minor`,
  types: ['int4', 'uuid[]', 'uuid[]', 'int4[]', 'int8[]'],
};

interface Sum {
  readonly versionId: Id<'ofv'>;
  readonly merchantId: Id<'pty'>;
  readonly period: number;
  minor: number;
}

/** The versions of the births must have been loaded. */
export function rollUpBudgets(worldId: number, catalog: OfferCatalog, births: readonly FactToFollow[]): Call[] {
  if (births.length === 0) return [];
  const sums = new Map<string, Sum>();
  for (const { versionId: id, merchantId, recordedAt, expectedLossMinor } of births) {
    const versionId = present(id, 'a_birth_has_its_version');
    const period = budgetPeriod(catalog.get(versionId).terms, recordedAt);
    const key = `${versionId} ${period}`;
    const sum = sums.get(key);
    if (sum === undefined) sums.set(key, { versionId, merchantId, period, minor: expectedLossMinor });
    else sum.minor += expectedLossMinor;
  }
  const all = [...sums.values()];
  return [
    [
      ADD_TO_BUDGETS,
      worldId,
      all.map((sum) => uuidOf(sum.versionId)),
      all.map((sum) => uuidOf(sum.merchantId)),
      all.map((sum) => sum.period),
      all.map((sum) => sum.minor),
    ],
  ];
}
