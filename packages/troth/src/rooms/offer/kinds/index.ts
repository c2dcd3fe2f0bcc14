/**
 * Kinds of offers: data beside the engine, read by forms, words and docs. A rule of a running pledge never asks for the kind; publishing
 * asks once whether the terms owe what the kind is named after.
 */
import attend from './attend.json' with { type: 'json' };
import borrow from './borrow.json' with { type: 'json' };
import custody from './custody.json' with { type: 'json' };
import escrow from './escrow.json' with { type: 'json' };
import instalment from './instalment.json' with { type: 'json' };
import membership from './membership.json' with { type: 'json' };
import postpay from './postpay.json' with { type: 'json' };
import rental from './rental.json' with { type: 'json' };
import stay from './stay.json' with { type: 'json' };
import trial from './trial.json' with { type: 'json' };
import welfare from './welfare.json' with { type: 'json' };
import type { BothTexts, ObligationType } from '../terms.ts';

export interface Kind {
  readonly kind: string;
  readonly name: BothTexts;
  /** Types of obligations without which it would be something else. */
  readonly needs: readonly ObligationType[];
}

const kinds = new Map<string, Kind>(
  ([rental, stay, trial, postpay, membership, instalment, borrow, attend, welfare, escrow, custody] as Kind[]).map(
    (kind) => [kind.kind, kind],
  ),
);

/** The kind of this name, or null when nobody has described it. */
export function findKind(name: string): Kind | null {
  return kinds.get(name) ?? null;
}

/** All kinds that are described, in the order in which they are shown. */
export function listKinds(): readonly Kind[] {
  return [...kinds.values()];
}
