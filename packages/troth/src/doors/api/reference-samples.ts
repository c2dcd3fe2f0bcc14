/** Examples made from the schemas of the OpenAPI document, so that none of them can grow stale. */

/** The part of JSON Schema that our schemas use. */
export interface SchemaNode {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly items?: SchemaNode;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly description?: string;
}

export interface ApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: SchemaNode;
  /** The document says examples of parameters beside the schema. */
  readonly example?: unknown;
}

export interface ApiOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly parameters: readonly ApiParameter[];
  readonly body: SchemaNode | null;
  /** Whether it answers without a credential. */
  readonly isOpen: boolean;
}

interface RawContent {
  readonly schema?: SchemaNode;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

interface RawOperation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly parameters?: readonly ApiParameter[];
  readonly security?: readonly object[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, RawContent>> };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Every operation of an OpenAPI document, in its order. */
export function operationsOf(openapi: unknown): ApiOperation[] {
  const { paths = {} } = openapi as { paths?: Record<string, Partial<Record<(typeof METHODS)[number], RawOperation>>> };
  return Object.entries(paths).flatMap(([path, byMethod]) =>
    METHODS.flatMap((method) => {
      const raw = byMethod[method];
      if (raw === undefined) return [];
      return {
        id: `${method}-${path.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')}`,
        method: method.toUpperCase(),
        path,
        tag: raw.tags?.[0] ?? 'other',
        summary: raw.summary ?? '',
        parameters: (raw.parameters ?? []).map((parameter) => ({
          ...parameter,
          schema: withExample(parameter.schema ?? {}, parameter.example),
        })),
        body: bodyOfContent(raw.requestBody?.content?.['application/json']),
        isOpen: raw.security?.length === 0,
      };
    }),
  );
}

function withExample(schema: SchemaNode, example: unknown): SchemaNode {
  return example === undefined ? schema : { ...schema, examples: [example] };
}

function bodyOfContent(content: RawContent | undefined): SchemaNode | null {
  if (content?.schema === undefined) return null;
  return withExample(content.schema, content.example ?? Object.values(content.examples ?? {})[0]?.value);
}

const ID_PATTERN = /^\^([a-z]{3})_\[0-9a-f\]\{32\}\$$/;
const ID_DIGITS = '01931c5d2e80700080000000000000f1';

/** A value that the schema accepts; required members only. */
export function sampleOf(schema: SchemaNode): unknown {
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum?.[0] !== undefined) return schema.enum[0];
  if (schema.anyOf?.[0] !== undefined) return sampleOf(schema.anyOf[0]);
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    default:
      return sampleText(schema);
  }
}

function sampleText(schema: SchemaNode): string {
  const prefix = ID_PATTERN.exec(schema.pattern ?? '')?.[1];
  return prefix === undefined ? 'text'.padEnd(schema.minLength ?? 0, 't') : `${prefix}_${ID_DIGITS}`;
}

/** The body of an example; undefined where none is sent. */
export function bodySample(operation: ApiOperation): unknown {
  return operation.body === null ? undefined : sampleOf(operation.body);
}

/** The path with samples in the place of its parameters. */
export function pathSample(operation: ApiOperation): string {
  return operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const parameter = operation.parameters.find((one) => one.in === 'path' && one.name === name);
    return encodeURIComponent(String(sampleOf(parameter?.schema ?? {})));
  });
}

/** A curl line that works when pasted into a POSIX shell with TROTH_URL and TROTH_KEY set. */
export function curlOf(operation: ApiOperation, body: unknown): string {
  const parts = [`curl -sS -X ${operation.method} "$TROTH_URL${pathSample(operation)}"`];
  if (!operation.isOpen) parts.push(`-H "Authorization: Bearer $TROTH_KEY"`);
  if (operation.method !== 'GET') parts.push(`-H "Idempotency-Key: example-$(date +%s%N)"`);
  if (body !== undefined)
    parts.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body, null, 1).replaceAll("'", "'\\''")}'`);
  return parts.join(' \\\n  ');
}

export interface BodyMember {
  readonly name: string;
  readonly type: string;
  readonly description: string;
  readonly isRequired: boolean;
}

/** The members of a body, nested ones with their path. */
export function membersOf(schema: SchemaNode | null, prefix = ''): BodyMember[] {
  if (schema?.type === 'array' && schema.items !== undefined)
    return membersOf(schema.items, `${prefix.replace(/\.$/, '')}[].`);
  return Object.entries(schema?.properties ?? {}).flatMap(([name, member]) => [
    {
      name: prefix + name,
      type: typeOf(member),
      description: member.description ?? '',
      isRequired: schema?.required?.includes(name) === true,
    },
    ...membersOf(member, `${prefix}${name}.`),
  ]);
}

function typeOf(schema: SchemaNode): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' | ');
  return schema.type ?? 'any';
}
