/**
 * The schema's complaints turned into our rules with pointers. The schema is asked part by part, because the validator stops after a
 * few errors and, where a union is tried, complains about members that were never meant.
 */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { OFFER_REFUSALS, type OfferRefusal } from './refusals.ts';
import { Attend, OfferTerms, Pay, ReturnItem } from './terms.ts';

export interface ShapeFault {
  readonly reason: OfferRefusal;
  readonly pointers: readonly string[];
}

interface ShapeError {
  readonly keyword: string;
  readonly pointer: string;
}

const OBLIGATIONS: Readonly<Record<string, TSchema>> = { return_item: ReturnItem, pay: Pay, attend: Attend };

/** What is wrong with terms that the schema refuses, each rule once, in declared order. Never empty. */
export function shapeFaults(terms: unknown): readonly ShapeFault[] {
  const byReason = new Map<OfferRefusal, Set<string>>();
  for (const error of errorsOfTerms(terms)) {
    const reason = ruleOf(error);
    byReason.set(reason, (byReason.get(reason) ?? new Set()).add(error.pointer));
  }
  if (byReason.size === 0) byReason.set('terms_have_wrong_shape', new Set(['']));
  const declared = Object.keys(OFFER_REFUSALS) as OfferRefusal[];
  return declared.flatMap((reason) => {
    const pointers = byReason.get(reason);
    return pointers === undefined ? [] : [{ reason, pointers: [...pointers] }];
  });
}

function errorsOfTerms(terms: unknown): readonly ShapeError[] {
  if (!isObject(terms)) return [{ keyword: 'type', pointer: '' }];
  const errors: ShapeError[] = [];
  const parts = OfferTerms.properties as Readonly<Record<string, TSchema>>;
  for (const name of Object.keys(terms)) {
    if (!Object.hasOwn(parts, name)) errors.push({ keyword: 'additionalProperties', pointer: join('', name) });
  }
  for (const [name, schema] of Object.entries(parts)) {
    if (!Object.hasOwn(terms, name)) {
      if (OfferTerms.required.includes(name as never)) errors.push({ keyword: 'required', pointer: join('', name) });
      continue;
    }
    const value = terms[name];
    if (name === 'obligations' && Array.isArray(value)) errors.push(...errorsOfObligations(value));
    else errors.push(...errorsOf(schema, value, join('', name)));
  }
  return errors;
}

function errorsOfObligations(obligations: readonly unknown[]): readonly ShapeError[] {
  if (obligations.length < 1 || obligations.length > 4) return [{ keyword: 'maxItems', pointer: '/obligations' }];
  return obligations.flatMap((obligation, index) => {
    const pointer = `/obligations/${index}`;
    const type = isObject(obligation) ? obligation['type'] : undefined;
    const schema = typeof type === 'string' && Object.hasOwn(OBLIGATIONS, type) ? OBLIGATIONS[type] : undefined;
    return schema === undefined
      ? [{ keyword: 'const', pointer: `${pointer}/type` }]
      : errorsOf(schema, obligation, pointer);
  });
}

function errorsOf(schema: TSchema, value: unknown, at: string): readonly ShapeError[] {
  const errors: ShapeError[] = [];
  for (const error of Compile(schema).Errors(value)) {
    // Said again by the member that was meant, or by `additionalProperties`.
    if (otherMember(error.schemaPath, value) || error.keyword === 'anyOf' || error.keyword === 'boolean') continue;
    const params = error.params as { requiredProperties?: readonly string[]; additionalProperties?: readonly string[] };
    const names = params.requiredProperties ?? params.additionalProperties;
    const base = at + error.instancePath;
    for (const pointer of names === undefined ? [base] : names.map((name) => join(base, name)))
      errors.push({ keyword: error.keyword, pointer });
  }
  return errors;
}

/** The only union below an obligation is its due time; its first member is the one with `afterMinutes`. */
function otherMember(schemaPath: string, obligation: unknown): boolean {
  const member = /\/due\/anyOf\/(\d)/.exec(schemaPath)?.[1];
  if (member === undefined) return false;
  const due = isObject(obligation) ? obligation['due'] : undefined;
  const meant = isObject(due) && Object.hasOwn(due, 'afterDays') ? '1' : '0';
  return member !== meant;
}

const RULE_OF_SHAPE: readonly (readonly [pointer: RegExp, keyword: string, reason: OfferRefusal])[] = [
  [/\/graceMinutes$/, 'minimum', 'grace_negative'],
  [/\/graceMinutes$/, 'maximum', 'grace_too_long'],
  [/^\/consequences\/usage\/capMinor$/, 'required', 'usage_cap_missing'],
  [/^\/consequences\/late\/capMinor$/, 'required', 'late_cap_missing'],
  [/^\/consequences\/loss\/capMinor$/, 'required', 'loss_cap_missing'],
  [/^\/answerMinutes$/, 'minimum', 'answer_window_too_short'],
  [/\/windowMinutes$/, 'required', 'attend_window_missing'],
  [/^\/currency$/, 'enum', 'currency_unknown'],
];

function ruleOf(error: ShapeError): OfferRefusal {
  return (
    RULE_OF_SHAPE.find(([at, keyword]) => keyword === error.keyword && at.test(error.pointer))?.[2] ??
    'terms_have_wrong_shape'
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(base: string, name: string): string {
  return `${base}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
