/**
 * Kinds of offers: data beside the engine, read by forms, words and docs. A rule of a running pledge never asks for the kind; publishing
 * asks once whether the terms owe what the kind is named after.
 */
import { assert } from '../../../kernel/index.ts';
import attend from './attend.json' with { type: 'json' };
import borrow from './borrow.json' with { type: 'json' };
import custody from './custody.json' with { type: 'json' };
import escrow from './escrow.json' with { type: 'json' };
import instalment from './instalment.json' with { type: 'json' };
import { type Kinds, readKind } from './kind.ts';
import membership from './membership.json' with { type: 'json' };
import postpay from './postpay.json' with { type: 'json' };
import rental from './rental.json' with { type: 'json' };
import stay from './stay.json' with { type: 'json' };
import trial from './trial.json' with { type: 'json' };
import welfare from './welfare.json' with { type: 'json' };

/** The kinds that come with Troth. An installation may describe more: {@link withKind}. */
export const OWN_KINDS: Kinds = new Map(
  [rental, stay, trial, postpay, membership, instalment, borrow, attend, welfare, escrow, custody].map((json) => {
    const kind = readKind(json);
    assert(kind.ok, 'a_kind_of_ours_is_well_written');
    return [kind.value.kind, kind.value];
  }),
);
