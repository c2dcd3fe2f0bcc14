/**
 * The promisee's file grows behind the facts, not in the journeys: a shop ends pledges all day, and one row that all of them wait for
 * would cost two thirds of the rate. Only the follower writes these folds, one follower per world at a time.
 */
import { type Id, idFromUuid, type Instant } from '../../kernel/index.ts';
import type { Call, Row } from '../../platform/db/index.ts';
import {
  findFolds,
  foldFromJson,
  foldToJson,
  periodOf,
  promiseeConduct,
  promiseeContext,
  writeFolds,
} from '../../rooms/conduct/index.ts';
import { addToFold, EMPTY_FOLD } from '../../rooms/score/index.ts';
import type { FactToFollow } from './followed.ts';

type Conduct = NonNullable<ReturnType<typeof promiseeConduct>>;

/** What a batch of facts adds to one promisee's file in one context. */
export interface Growth {
  readonly partyId: Id<'pty'>;
  readonly context: string;
  readonly conducts: { readonly at: Instant; readonly conduct: Conduct }[];
}

const ENDS: readonly string[] = ['met', 'kept', 'withdrawn', 'broken', 'let_down', 'cancelled', 'dispute_decided'];

export function growFiles(facts: readonly FactToFollow[]): Growth[] {
  const files = new Map<string, Growth>();
  for (const fact of facts) {
    if (!ENDS.includes(fact.kind) || fact.context === 'none') continue;
    const conduct = promiseeConduct(fact);
    if (conduct === null) continue;
    const context = promiseeContext(fact.context);
    const key = `${fact.merchantId} ${context}`;
    const file = files.get(key) ?? { partyId: fact.merchantId, context, conducts: [] };
    file.conducts.push({ at: fact.recordedAt, conduct });
    files.set(key, file);
  }
  return [...files.values()];
}

export function findFiles(files: readonly Growth[]): Call {
  return findFolds(files);
}

/** The folds after it, from the rows of {@link findFiles}. */
export function writeFiles(worldId: number, files: readonly Growth[], rows: readonly Row[]): Call[] {
  if (files.length === 0) return [];
  const known = new Map(
    rows.map(([party, context, buckets]) => [
      `${idFromUuid('pty', party as string)} ${context}`,
      foldFromJson(buckets as string),
    ]),
  );
  return [
    writeFolds(
      worldId,
      files.map(({ partyId, context, conducts }) => ({
        partyId,
        context,
        buckets: foldToJson(
          conducts.reduce(
            (fold, { at, conduct }) => addToFold(fold, periodOf(partyId, at), conduct),
            known.get(`${partyId} ${context}`) ?? EMPTY_FOLD,
          ),
        ),
      })),
    ),
  ];
}
