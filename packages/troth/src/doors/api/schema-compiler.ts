/** Validation by the schemas of the routes; what breaks one carries the faults that the problem will name. */
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';

export interface SchemaFault {
  readonly instancePath: string;
  readonly message: string;
  readonly params?: {
    readonly requiredProperties?: readonly string[];
    readonly additionalProperties?: readonly string[];
  };
}

const FAULT_COUNT_MAX = 16;

type Validated = { readonly value: unknown } | { readonly error: Error & { readonly faults: readonly SchemaFault[] } };

export function compileSchema(schema: TSchema): (value: unknown) => Validated {
  const compiled = Compile(schema);
  const mayBeAbsent = Type.IsOptional(schema);
  return (value) => {
    // Fastify hands in null where no body was sent.
    if ((mayBeAbsent && (value === undefined || value === null)) || compiled.Check(value)) return { value };
    const faults = [...compiled.Errors(value)].slice(0, FAULT_COUNT_MAX) as readonly SchemaFault[];
    return { error: Object.assign(new Error('body_invalid'), { faults }) };
  };
}
