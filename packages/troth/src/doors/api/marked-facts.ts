/** What stands beside a fact: the disputes about it, and what put it right. */
import type pg from 'pg';
import { isId } from '../../kernel/index.ts';
import type { ApiContext, Promisor } from './context.ts';
import { readDisputesOf } from './dispute-reads.ts';
import type { FactOnFile, UnmarkedFact } from './person-file.ts';
import { readRepairs } from './repairs.ts';

/** The facts with what was said against each, and what put it right, however much later. */
export async function marked(
  { installation }: ApiContext,
  client: pg.ClientBase,
  { worldId, partyId }: Promisor,
  facts: readonly UnmarkedFact[],
): Promise<FactOnFile[]> {
  const pledgeIds = facts.flatMap(({ subjectId }) => (isId('plg', subjectId) ? [subjectId] : []));
  const reader = { client, vault: installation.vault, worldId };
  const disputes = await readDisputesOf(reader, partyId, [...new Set(pledgeIds)]);
  const repairs = await readRepairs(client, pledgeIds);
  const [contesting, mending] = [
    Map.groupBy(disputes, ({ dispute }) => dispute.factId),
    Map.groupBy(repairs, (one) => one.repairs),
  ];
  return facts.map((fact) => ({
    ...fact,
    disputes: contesting.get(fact.factId) ?? [],
    repairs: mending.get(fact.factId) ?? [],
  }));
}
