/** Every "no" of the rulebook. Each names the norm it rests on, so that whoever is refused can read it. */
import type { Refusal } from '../../kernel/index.ts';
import type { NormId } from './norms.ts';

export type PurposeRefusalReason =
  | 'purpose_is_a_public_resource'
  | 'purpose_is_a_public_duty'
  | 'purpose_decides_a_livelihood'
  | 'purpose_is_social_scoring'
  | 'purpose_is_lending'
  | 'purpose_unknown';

export type FieldRefusalReason = 'field_is_prohibited' | 'field_is_not_needed' | 'field_needs_second_consent';

export type TextRuleRefusalReason = 'text_names_prohibited_data' | 'text_names_conditional_data';

export type AgeRefusalReason = 'age_is_impossible' | 'party_is_a_minor';

/** Why a legal ceiling cannot be worked out: a number that cannot be. Looked for in this order. */
export type PrepaidRefusalReason =
  | 'prepaid_amount_impossible'
  | 'used_price_impossible'
  | 'discounted_above_full_price';

export type RulebookRefusalReason =
  | PurposeRefusalReason
  | FieldRefusalReason
  | TextRuleRefusalReason
  | AgeRefusalReason;

/** A refusal that cites its norm. */
export interface CitedRefusal<R extends RulebookRefusalReason> extends Refusal<R> {
  readonly norm: NormId;
}

export function refuseCiting<R extends RulebookRefusalReason>(
  reason: R,
  norm: NormId,
  more: { readonly pointers?: readonly string[]; readonly detail?: string },
): CitedRefusal<R> {
  return { ok: false, reason, norm, ...more };
}
