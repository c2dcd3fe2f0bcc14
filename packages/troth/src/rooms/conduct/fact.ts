/**
 * A fact: something that happened to a pledge, who says so, when it happened and when we learnt it. It is written once. The same
 * row is the event that webhooks carry and the leaf that the logbook orders.
 */
import { assert, type Id, type Instant, isoFromInstant } from '../../kernel/index.ts';
import type { OfferTerms } from '../offer/index.ts';
import type { PledgeFactKind } from '../pledge/index.ts';

export type FactKind =
  | PledgeFactKind
  | 'charge_raised'
  | 'charge_collected'
  | 'charge_forgiven'
  | 'charge_part_paid'
  | 'charge_credited'
  | 'contested'
  | 'custody_paid_out'
  | 'dispute_answered'
  | 'dispute_decided'
  | 'dispute_lapsed'
  | 'made_good'
  | 'consent_granted'
  | 'consent_revoked';

/** Whether a fact speaks against its person: then it leaves the file when the law says so. */
export function isAgainst(kind: FactKind, verdict: unknown): boolean {
  return ['broken', 'lapsed', 'noticed'].includes(kind) || verdict === 'broken' || verdict === 'kept_late';
}

/** Every fact names its reporter. The `promisor` is a shop that promises; the `merchant` is the one promised to, whoever promises. */
export type Reporter = 'person' | 'promisor' | 'merchant' | 'operator' | 'system' | 'historic_import';

export interface Fact {
  readonly factId: Id<'fct'>;
  readonly partyId: Id<'pty'>;
  readonly merchantId: Id<'pty'>;
  /** What the fact is about: a pledge, or the consent that a consent fact speaks of. */
  readonly subjectId: Id<'plg'> | Id<'cns'>;
  readonly kind: FactKind;
  readonly context: OfferTerms['context'] | 'none';
  readonly reporter: Reporter;
  readonly effectiveAt: Instant;
  readonly recordedAt: Instant;
  /** How much it counts on the file, in thousandths of a full fact; zero when it does not count. */
  readonly weightMilli: number;
  /** Canonical JSON of the numbers that were decided: ids, amounts, instants, states. Nothing personal. */
  readonly detail: string;
  readonly leafSeq: number;
}

/**
 * The canonical JSON that the leaf commits to. Every value is an id, an instant, a word of a closed list or a number, so the text
 * can be put together directly, keys in order; `detail` is canonical already.
 */
export function factContent(worldId: number, fact: Fact): string {
  assert(fact.detail.startsWith('{'), 'fact_detail_is_a_json_object');
  return (
    `{"context":"${fact.context}","detail":${fact.detail},"effectiveAt":"${isoFromInstant(fact.effectiveAt)}","factId":"${fact.factId}","kind":"${fact.kind}",` +
    `"leafSeq":${fact.leafSeq},"merchantId":"${fact.merchantId}","partyId":"${fact.partyId}","recordedAt":"${isoFromInstant(fact.recordedAt)}",` +
    `"reporter":"${fact.reporter}","subjectId":"${fact.subjectId}","v":1,"weightMilli":${fact.weightMilli},"worldId":${worldId}}`
  );
}
