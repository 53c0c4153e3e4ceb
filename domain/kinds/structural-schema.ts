import * as z from 'zod';

/** A schema the API server calls structural: every value has a type, and nothing is referred to. */
export interface StructuralSchema {
  type?: string;
  description?: string;
  format?: string;
  pattern?: string;
  nullable?: boolean;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, StructuralSchema>;
  required?: string[];
  additionalProperties?: StructuralSchema;
  items?: StructuralSchema;
  anyOf?: StructuralSchema[];
  'x-kubernetes-preserve-unknown-fields'?: true;
  'x-kubernetes-int-or-string'?: true;
}

/** What zod's OpenAPI 3.0 output may hold: our own terms, and a few the API server refuses. */
type ZodSchema = Readonly<Record<string, unknown>>;

/** Keywords that pass as they are. Whatever is neither here nor handled below is refused. */
const PLAIN = new Set([
  'type',
  'description',
  'pattern',
  'nullable',
  'enum',
  'default',
  'required',
  'minimum',
  'maximum',
  'x-kubernetes-int-or-string',
]);

/** Formats of zod, and what the API server calls them. */
const FORMATS: Readonly<Record<string, string>> = { 'date-time': 'date-time', base64: 'byte' };

const INT_OR_STRING: StructuralSchema[] = [{ type: 'integer' }, { type: 'string' }];

/**
 * The schema of a whole object, for `openAPIV3Schema`.
 * Throws an Error that names the field when the zod schema says something that no structural schema
 * can say (a union, a reference, an unknown keyword).
 */
export function structuralSchema(schema: z.ZodType): StructuralSchema {
  const json = z.toJSONSchema(schema, {
    target: 'openapi-3.0',
    io: 'input',
    reused: 'inline',
    cycles: 'throw',
    unrepresentable: 'throw',
  });
  return asRoot(convert(json, ''));
}

/** The API server checks these three itself, and forbids other words about them. */
function asRoot(root: StructuralSchema): StructuralSchema {
  const { required, ...rest } = root;
  return {
    ...rest,
    ...(required?.includes('spec') ? { required: ['spec'] } : {}),
    properties: {
      ...root.properties,
      apiVersion: { type: 'string', description: 'Group and version of the object.' },
      kind: { type: 'string', description: 'Kind of the object.' },
      metadata: { type: 'object' },
    },
  };
}

function convert(json: ZodSchema, path: string): StructuralSchema {
  if (json['x-kubernetes-int-or-string'] === true) return intOrString(json);

  const converted: StructuralSchema = {};
  // Description and type first, as people read a schema.
  const { description, type } = json;
  for (const [keyword, value] of Object.entries({ description, type, ...json })) {
    if (value === undefined) continue;
    // What has a format is checked by the API server: no need for zod's long pattern.
    if (keyword === 'pattern' && json['format'] !== undefined) continue;
    Object.assign(converted, convertKeyword(keyword, value, path));
  }
  if (converted.type === undefined) throw new Error(`${path || 'the object'} has no type`);
  return withoutSafeIntegerBounds(converted);
}

function convertKeyword(keyword: string, value: unknown, path: string): StructuralSchema {
  switch (keyword) {
    case 'properties':
      return { properties: convertProperties(value, path) };
    case 'items':
      return { items: convert(asSchema(value), `${path}[]`) };
    case 'additionalProperties':
      return convertAdditional(asSchema(value), path);
    case 'format':
      return { format: kubernetesFormat(String(value), path) };
    case 'contentEncoding':
      return {};
    default:
      if (PLAIN.has(keyword)) return { [keyword]: value };
      throw new Error(`${path || 'the object'} uses "${keyword}", which is not structural`);
  }
}

function kubernetesFormat(format: string, path: string): string {
  const known = FORMATS[format];
  if (known === undefined)
    throw new Error(`${path} has the format ${format}, unknown to Kubernetes`);
  return known;
}

function convertProperties(value: unknown, path: string): Record<string, StructuralSchema> {
  const fields = Object.entries(asSchema(value));
  return Object.fromEntries(
    fields.map(([name, field]) => [
      name,
      convert(asSchema(field), path ? `${path}.${name}` : name),
    ]),
  );
}

/** A loose object says `additionalProperties: {}`; beside `properties` the API server wants this. */
function convertAdditional(value: ZodSchema, path: string): StructuralSchema {
  if (Object.keys(value).length === 0) return { 'x-kubernetes-preserve-unknown-fields': true };
  return { additionalProperties: convert(value, `${path}.*`) };
}

/** The only place where a structural schema may name types inside `anyOf`, and only these two. */
function intOrString(json: ZodSchema): StructuralSchema {
  return {
    ...(typeof json['description'] === 'string' ? { description: json['description'] } : {}),
    'x-kubernetes-int-or-string': true,
    anyOf: INT_OR_STRING,
  };
}

/** zod bounds every integer by what JavaScript can hold; Kubernetes knows its int64 without that. */
function withoutSafeIntegerBounds(schema: StructuralSchema): StructuralSchema {
  const { minimum, maximum, ...rest } = schema;
  return {
    ...rest,
    ...(minimum === undefined || minimum === Number.MIN_SAFE_INTEGER ? {} : { minimum }),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? {} : { maximum }),
  };
}

function asSchema(value: unknown): ZodSchema {
  if (typeof value !== 'object' || value === null) throw new Error('not a schema');
  return { ...value };
}
