/**
 * Data that may not enter, recognised by the names of fields (imports, forms, free attributes of an offer) and in free text. A
 * word list is a net, not a proof: what slips through is still bound by purpose and consent.
 */
import { ok, type Success } from '../../kernel/index.ts';
import type { NormId } from './norms.ts';
import { DATA_RULES, type DataCategory, type DataRule, type DataVerdict } from './prohibited-terms.ts';
import { refuseCiting, type CitedRefusal, type FieldRefusalReason, type TextRuleRefusalReason } from './refusals.ts';

export interface FieldFinding {
  readonly field: string;
  readonly category: DataCategory;
  readonly verdict: DataVerdict;
  readonly norm: NormId;
}

export interface TextFinding {
  readonly category: DataCategory;
  readonly verdict: DataVerdict;
  readonly norm: NormId;
  /** Where the words stand in the text, in UTF-16 units. */
  readonly at: number;
  readonly matched: string;
}

/** Fingerprints of machines and keys are not fingerprints of people. */
const TECHNICAL = /\b(?:device|browser|key|certificate|cert|sha|sha256|tls|ssh|file) fingerprints?\b/;

/** `bloodType`, `BLOOD_TYPE` and `blood-type` all read ` blood type `. */
function spokenName(name: string): string {
  const apart = name
    .normalize('NFKC')
    .slice(0, 200)
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2');
  return ` ${apart
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
}

function matchesField(rule: DataRule, spoken: string): boolean {
  return (
    rule.fieldWords.some((term) => spoken.includes(` ${term} `)) || rule.fieldHan.some((term) => spoken.includes(term))
  );
}

/** Every field that may not simply enter, with the norm that says so. The first matching rule speaks for a field. */
export function findFields(names: readonly string[]): readonly FieldFinding[] {
  const findings: FieldFinding[] = [];
  for (const field of names) {
    const spoken = spokenName(field).replace(TECHNICAL, ' ');
    const rule = DATA_RULES.find((candidate) => matchesField(candidate, spoken));
    if (rule !== undefined) findings.push({ field, category: rule.category, verdict: rule.verdict, norm: rule.norm });
  }
  return findings;
}

const FIELD_REASONS: Readonly<Record<DataVerdict, FieldRefusalReason>> = {
  prohibited: 'field_is_prohibited',
  not_needed: 'field_is_not_needed',
  conditional: 'field_needs_second_consent',
};

const pointerTo = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Passes when no field is found; otherwise refuses for the gravest verdict and points to all fields that share it. */
export function checkFieldNames(
  names: readonly string[],
): Success<readonly string[]> | CitedRefusal<FieldRefusalReason> {
  const findings = findFields(names);
  for (const verdict of ['prohibited', 'not_needed', 'conditional'] as const) {
    const [first, ...others] = findings.filter((finding) => finding.verdict === verdict);
    if (first === undefined) continue;
    return refuseCiting(FIELD_REASONS[verdict], first.norm, {
      pointers: [first, ...others].map((finding) => pointerTo(finding.field)),
      detail: first.category,
    });
  }
  return ok(names);
}

/** Where free text asks for or states data that may not enter. The first words of each category are reported. */
export function scanFreeText(text: string): readonly TextFinding[] {
  const findings: TextFinding[] = [];
  // Full-width letters and split characters are folded first; positions refer to the folded text.
  const folded = text.normalize('NFKC').replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '');
  for (const rule of DATA_RULES) {
    const match = rule.text?.exec(folded) ?? null;
    if (match !== null) {
      findings.push({
        category: rule.category,
        verdict: rule.verdict,
        norm: rule.norm,
        at: match.index,
        matched: match[0].slice(0, 40),
      });
    }
  }
  return findings;
}

/** Passes when free text names nothing that may not enter. */
export function checkFreeText(text: string): Success<string> | CitedRefusal<TextRuleRefusalReason> {
  const findings = scanFreeText(text);
  const prohibited = findings.find((finding) => finding.verdict === 'prohibited');
  if (prohibited !== undefined)
    return refuseCiting('text_names_prohibited_data', prohibited.norm, { detail: prohibited.category });
  const conditional = findings[0];
  if (conditional !== undefined)
    return refuseCiting('text_names_conditional_data', conditional.norm, { detail: conditional.category });
  return ok(text);
}
