/**
 * Whether terms may be published. The offer's room says whether they hold together and finds public resources by their words; the
 * rulebook owns the norms and the words for data that may never be asked for; the admission room compiles the policy. Here the
 * three are put together, so that a refusal of the first kind cites the norm of the second.
 */
import type pg from 'pg';
import { type Id, idFromUuid, uuidOf } from '../../kernel/index.ts';
import { compilePolicy } from '../../rooms/admission/index.ts';
import {
  checkOffer,
  type Kinds,
  type OfferRefused,
  type OfferRefusal,
  type OfferTerms,
  textsOf,
} from '../../rooms/offer/index.ts';
import { getNorm, type NormId, scanFreeText } from '../../rooms/rulebook/index.ts';
import type { Made } from './once.ts';

type Refused = Extract<Made, { ok: false }>;

/** The rules of an offer that rest on a norm: breaking one is not a slip of the pen. */
const NORM_OF_RULE: { readonly [rule in OfferRefusal]?: NormId } = {
  public_resource: 'no_public_resources',
  public_duty: 'no_public_duties',
  prohibited_data: 'prohibited_data',
};

/** Terms that may be published, or the problem that says where they cannot. */
export function checkPublishable(
  body: unknown,
  kinds: Kinds,
): { readonly ok: true; readonly terms: OfferTerms } | Refused {
  const checked = checkOffer(body, kinds);
  if (!checked.ok) return refusedOffer(checked);
  const prohibited = prohibitedText(checked.value);
  if (prohibited !== null) return prohibited;
  const policy = compilePolicy(checked.value.admission.rows);
  if (policy.ok) return { ok: true, terms: checked.value };
  return {
    ok: false,
    code: 'policy_invalid',
    pointers: policy.pointers ?? [],
    detail: policy.detail,
    errors: policy.faults.map((fault) => ({
      rule: fault.reason,
      row: fault.row,
      line: fault.line,
      column: fault.column,
      zh: fault.text.zh,
      en: fault.text.en,
    })),
  };
}

/** Partners that are no shops of this world, or the shop of the offer itself: named one by one, before anything is written. */
export async function checkPartners(
  client: pg.ClientBase,
  merchantId: Id<'pty'>,
  { programme }: OfferTerms,
): Promise<Refused | null> {
  if (programme === undefined) return null;
  const named = programme.partners.map((partner) => uuidOf(partner as Id<'pty'>));
  const { rows } = await client.query<{ merchant_id: string }>(
    'select merchant_id::text from merchants where merchant_id = any($1::uuid[]) and merchant_id <> $2',
    [named, uuidOf(merchantId)],
  );
  const known = new Set(rows.map((row) => idFromUuid('pty', row.merchant_id) as string));
  const unknown = programme.partners.flatMap((one, i) => (known.has(one) ? [] : [`/programme/partners/${i}`]));
  return unknown.length === 0 ? null : { ok: false, code: 'partner_unknown', pointers: unknown };
}

function refusedOffer(refused: OfferRefused): Refused {
  const errors = refused.contradictions.map((one) => {
    const norm = NORM_OF_RULE[one.reason];
    const { zh, en } = one.text;
    return { rule: one.reason, pointers: one.pointers, zh, en, ...(norm === undefined ? {} : { norm }) };
  });
  const cited = errors.find((error) => error.norm !== undefined);
  if (cited?.norm === undefined) {
    return { ok: false, code: 'offer_invalid', pointers: refused.pointers, detail: refused.detail, errors };
  }
  return citing(cited.norm, cited.pointers, errors);
}

function prohibitedText(terms: OfferTerms): Refused | null {
  for (const [pointer, text] of textsOf(terms)) {
    const found = scanFreeText(text).find((finding) => finding.verdict === 'prohibited');
    if (found !== undefined) return citing(found.norm, [pointer], [{ rule: 'prohibited_data', pointers: [pointer] }]);
  }
  return null;
}

function citing(norm: NormId, pointers: readonly string[], errors: readonly object[]): Refused {
  return { ok: false, code: 'purpose_refused', norm, pointers, detail: getNorm(norm).text.en, errors };
}
