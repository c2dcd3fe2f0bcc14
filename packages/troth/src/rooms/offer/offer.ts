/**
 * Whether a merchant's terms can be published, and what is hashed when they are.
 */
import { Compile } from 'typebox/compile';
import { assert, canonicalJson, ok, sha256Hex, type Json, type Refusal, type Success } from '../../kernel/index.ts';
import { CONTRADICTIONS } from './contradictions.ts';
import { OWN_KINDS } from './kinds/index.ts';
import type { Kinds } from './kinds/kind.ts';
import { OFFER_REFUSALS, type OfferRefusal } from './refusals.ts';
import { shapeFaults } from './shape.ts';
import { OfferTerms, type BothTexts } from './terms.ts';

/** One rule that the terms break, with the fields to look at. */
export interface Contradiction {
  readonly reason: OfferRefusal;
  readonly pointers: readonly string[];
  readonly text: BothTexts;
}

/** `reason` and `detail` are those of the first rule broken, `pointers` those of all of them. */
export interface OfferRefused extends Refusal<OfferRefusal> {
  readonly pointers: readonly string[];
  readonly detail: string;
  readonly contradictions: readonly [Contradiction, ...Contradiction[]];
}

const shape = Compile(OfferTerms);

/**
 * Terms that hold together, or everything that does not. Reads anything: what came over HTTP, a file or a form. `kinds`: those that an
 * offer may name; an installation that describes more hands them in.
 */
export function checkOffer(terms: unknown, kinds: Kinds = OWN_KINDS): Success<OfferTerms> | OfferRefused {
  if (!shape.Check(terms)) {
    return refused(
      shapeFaults(terms).map(({ reason, pointers }) => ({ reason, pointers, text: OFFER_REFUSALS[reason] })),
    );
  }
  const found: Contradiction[] = [];
  for (const [reason, at] of CONTRADICTIONS) {
    const pointers = at(terms, kinds);
    if (pointers.length > 0) found.push({ reason, pointers, text: OFFER_REFUSALS[reason] });
  }
  return found.length > 0 ? refused(found) : ok(terms);
}

/** SHA-256, in hex, of the canonical form of the terms: two versions with the same hash promise the same. */
export function offerContentHash(terms: OfferTerms): string {
  return sha256Hex(canonicalJson(terms as unknown as Json));
}

function refused(found: readonly Contradiction[]): OfferRefused {
  const [first, ...rest] = found;
  assert(first !== undefined, 'refusal_of_terms_names_a_rule');
  const pointers = [...new Set(found.flatMap((one) => one.pointers))];
  return { ok: false, reason: first.reason, pointers, detail: first.text.en, contradictions: [first, ...rest] };
}
