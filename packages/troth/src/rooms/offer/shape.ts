/**
 * The schema's complaints turned into our rules with pointers. The schema is asked part by part, because the validator stops after a
 * few errors and, where a union is tried, complains about members that were never meant.
 */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { OFFER_REFUSALS, type OfferRefusal } from './refusals.ts';
import { OBLIGATIONS_MAX, schemaOfObligation } from './obligation-terms.ts';
import { GRANTS, GRANTS_MAX, OfferTerms } from './terms.ts';

export interface ShapeFault {
  readonly reason: OfferRefusal;
  readonly pointers: readonly string[];
}

interface ShapeError {
  readonly keyword: string;
  readonly pointer: string;
}

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
    else if (name === 'grants' && Array.isArray(value) && value.length <= GRANTS_MAX)
      errors.push(...errorsOfEach(value, '/grants', schemaOfGrant));
    else errors.push(...errorsOf(schema, value, join('', name)));
  }
  return errors;
}

function errorsOfObligations(obligations: readonly unknown[]): readonly ShapeError[] {
  if (obligations.length < 1 || obligations.length > OBLIGATIONS_MAX)
    return [{ keyword: 'maxItems', pointer: '/obligations' }];
  return errorsOfEach(obligations, '/obligations', schemaOfObligation);
}

type Member = Readonly<Record<string, unknown>>;

function schemaOfGrant({ type }: Member): TSchema | undefined {
  return typeof type === 'string' && Object.hasOwn(GRANTS, type) ? GRANTS[type as keyof typeof GRANTS] : undefined;
}

/** Each member of a list against the schema it is meant to follow, which its type tells. */
function errorsOfEach(
  list: readonly unknown[],
  at: string,
  schemaOf: (member: Member) => TSchema | undefined,
): readonly ShapeError[] {
  return list.flatMap((member, index) => {
    const schema = isObject(member) ? schemaOf(member) : undefined;
    return schema === undefined
      ? [{ keyword: 'const', pointer: `${at}/${index}/type` }]
      : errorsOf(schema, member, `${at}/${index}`);
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

/** Unions below an obligation: a due time by minutes or by days, and the ways to say an amount. The member meant is told by its names. */
const MEMBERS: readonly (readonly [name: 'due' | 'amount', schema: RegExp, first: readonly string[]])[] = [
  ['due', /\/due\/anyOf\/(\d)/, ['afterMinutes', 'afterDays']],
  ['amount', /\/amount\/anyOf\/(\d)/, ['fixedMinor', 'orderedUpToMinor', 'billedUpToMinor', 'deposit']],
];

function otherMember(schemaPath: string, obligation: unknown): boolean {
  return MEMBERS.some(([name, at, members]) => {
    const member = at.exec(schemaPath)?.[1];
    if (member === undefined) return false;
    const value = isObject(obligation) ? obligation[name] : undefined;
    const meant = isObject(value) ? members.findIndex((one) => Object.hasOwn(value, one)) : 0;
    return member !== String(Math.max(meant, 0));
  });
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
