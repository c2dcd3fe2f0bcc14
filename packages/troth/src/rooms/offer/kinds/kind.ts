/**
 * What a kind of offer is: words, terms to start from, and the form that asks for them. Data only. A kind is described by one JSON file and
 * checked against this schema; nothing that decides about a pledge ever reads one.
 */
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { AMOUNT_MINOR_MAX, canonicalJson, ok, type Json, type Outcome, refuse } from '../../../kernel/index.ts';
import { closed, oneOf } from '../obligation-terms.ts';
import type { KindRefusal } from '../refusals.ts';
import { BothTexts, OfferTerms, type ObligationType } from '../terms.ts';

export const OBLIGATION_TYPES: readonly ObligationType[] = [
  ...(['return_item', 'pay', 'attend', 'reach_count', 'reach_amount'] as const),
  ...(['reach_hours', 'deliver', 'refund', 'confirm'] as const),
];
export const FIELD_TYPES = ['texts', 'money', 'whole', 'time_of_day', 'choice'] as const;
const UNITS = [
  ...(['minor', 'minutes', 'hours', 'days', 'months', 'working_days'] as const),
  ...(['visits', 'parts', 'times'] as const),
] as const;
const FIELDS_MAX = 60;

const bound = (description: string) => Type.Integer({ minimum: 0, maximum: AMOUNT_MINOR_MAX, description });
const FormField = closed({
  at: Type.String({ pattern: '^(/[A-Za-z0-9]+)+$', maxLength: 120, description: 'JSON pointer into the terms' }),
  label: BothTexts(40),
  type: oneOf(
    FIELD_TYPES,
    'texts: the same text in both languages; money: minor units of the offer’s currency; whole: a whole number of `unit`; time_of_day: HH:MM; choice: one of `choices`',
  ),
  unit: Type.Optional(oneOf(UNITS, 'what the number counts')),
  min: Type.Optional(bound('least that can be written')),
  max: Type.Optional(bound('most that can be written')),
  choices: Type.Optional(
    Type.Array(closed({ value: Type.String({ minLength: 1, maxLength: 40 }), label: BothTexts(40) }), {
      minItems: 2,
      maxItems: 12,
    }),
  ),
  help: BothTexts(200),
});

export const KindSchema = closed({
  kind: Type.String({ pattern: '^[a-z][a-z_]{1,31}$', description: 'the name that offers carry' }),
  name: BothTexts(30),
  what: BothTexts(400),
  needs: Type.Array(Type.Array(oneOf(OBLIGATION_TYPES, 'a type of obligation'), { minItems: 1, maxItems: 3 }), {
    maxItems: OBLIGATION_TYPES.length,
    description: 'obligations without which it would be something else: of each list one at least',
  }),
  terms: OfferTerms,
  form: Type.Array(FormField, { minItems: 1, maxItems: FIELDS_MAX, description: 'in the order in which it is asked' }),
  words: closed({
    kept: BothTexts(200),
    missed: BothTexts(200),
    ordinary: BothTexts(200),
  }),
});

export type Kind = Static<typeof KindSchema>;
export type FormField = Kind['form'][number];
/** By name, in the order in which they are shown. */
export type Kinds = ReadonlyMap<string, Kind>;

const shape = Compile(KindSchema);
const timeOfDay = /^([01][0-9]|2[0-3]):[0-5][0-9]$/;

/** A kind as a file describes it, or the first rule of {@link KindRefusal} that it breaks. Whether its terms can be published is asked elsewhere. */
export function readKind(json: unknown): Outcome<Kind, KindRefusal> {
  if (!shape.Check(json)) {
    const error = [...shape.Errors(json)][0];
    return refuse('kind_has_wrong_shape', {
      pointers: [error?.instancePath ?? ''],
      detail: error?.message ?? 'not as the schema asks',
    });
  }
  if (json.terms.kind !== json.kind) return refuse('kind_terms_named_otherwise', { pointers: ['/terms/kind'] });
  const repeated = json.form.findIndex((field, i) => json.form.findIndex(({ at }) => at === field.at) < i);
  if (repeated >= 0) return refuse('field_repeated', { pointers: [`/form/${repeated}/at`] });
  const astray = json.form.findIndex((field) => !fits(field, valueAt(json.terms, field.at)));
  if (astray >= 0) return refuse('field_and_terms_disagree', { pointers: [`/form/${astray}`] });
  return ok(json);
}

/** What stands at a JSON pointer; undefined where nothing does. */
export function valueAt(terms: unknown, pointer: string): unknown {
  return pointer
    .slice(1)
    .split('/')
    .reduce<unknown>(
      (at, name) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined,
      terms,
    );
}

/** Whether a value may stand in a field: the form that starts from it then starts with something that it accepts itself. */
export function fits(field: FormField, value: unknown): boolean {
  switch (field.type) {
    case 'texts':
      return (
        typeof value === 'object' &&
        value !== null &&
        canonicalJson(Object.keys(value).sort() as Json) === '["en","zh"]'
      );
    case 'money':
    case 'whole':
      return (
        typeof value === 'number' &&
        field.unit !== undefined &&
        field.min !== undefined &&
        field.max !== undefined &&
        value >= field.min &&
        value <= field.max
      );
    case 'time_of_day':
      return typeof value === 'string' && timeOfDay.test(value);
    case 'choice':
      return field.choices?.some((choice) => choice.value === value) ?? false;
  }
}
