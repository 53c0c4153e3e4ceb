import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import * as z from 'zod';
import { crdOf } from './crd.ts';
import { type Kind, KIND_NAMES, KINDS } from './registry.ts';
import { structuralSchema } from './structural-schema.ts';
import type { StructuralSchema } from './structural-schema.ts';

const folder = path.join(import.meta.dirname, '../../infra/crds');

/** All but one are of MTC's group. */
function fileOf(kind: Kind): string {
  const group = kind === 'MigSchedule' ? 'drayage.dev' : 'migration.openshift.io';
  return `${group}_${KINDS[kind].plural}.yaml`;
}

describe('infra/crds', () => {
  it('holds one file per kind', () => {
    const wanted = KIND_NAMES.map(fileOf);

    expect(readdirSync(folder).sort()).toEqual(wanted.sort());
  });

  it.each(KIND_NAMES)('is up to date for %s', (kind) => {
    const file = path.join(folder, fileOf(kind));

    expect(crdOf(kind, KINDS[kind])).toEqual(parse(readFileSync(file, 'utf8')));
  });
});

describe('crdOf', () => {
  it("keeps MTC's short names and adds none", () => {
    const names = KIND_NAMES.map((kind) => crdOf(kind, KINDS[kind]).spec.names);
    const short = names.flatMap(({ kind, shortNames = [] }) =>
      shortNames.map((name) => [name, kind]),
    );

    expect(Object.fromEntries(short)).toEqual({
      dim: 'DirectImageMigration',
      dism: 'DirectImageStreamMigration',
      dvm: 'DirectVolumeMigration',
      dvmp: 'DirectVolumeMigrationProgress',
    });
  });

  it('gives a status subresource and columns', () => {
    const [version] = crdOf('MigPlan', KINDS.MigPlan).spec.versions;

    expect(version!.subresources).toEqual({ status: {} });
    expect(version!.additionalPrinterColumns.map(({ name }) => name)).toEqual([
      'Ready',
      'Source',
      'Target',
      'Storage',
      'Age',
    ]);
  });

  it.each(KIND_NAMES)('describes every field of %s', (kind) => {
    const schema = structuralSchema(KINDS[kind].schema);
    const undescribed = fields(schema, kind).filter(
      ([name, field]) => !field.description && name !== `${kind}.metadata`,
    );

    expect(undescribed.map(([name]) => name)).toEqual([]);
  });
});

describe('structuralSchema', () => {
  const whole = (spec: z.ZodType): StructuralSchema =>
    structuralSchema(z.looseObject({ metadata: z.looseObject({}), spec })).properties!['spec']!;

  it('says nothing of metadata, which is the business of the API server', () => {
    const schema = structuralSchema(KINDS.MigPlan.schema);

    expect(schema.properties!['metadata']).toEqual({ type: 'object' });
    expect(schema.required).toEqual(['spec']);
  });

  it('keeps unknown fields of loose objects', () => {
    expect(whole(z.looseObject({ a: z.string() }))).toEqual({
      type: 'object',
      properties: { a: { type: 'string' } },
      required: ['a'],
      'x-kubernetes-preserve-unknown-fields': true,
    });
  });

  it.each([
    [
      'a map',
      z.record(z.string(), z.string()),
      { type: 'object', additionalProperties: { type: 'string' } },
    ],
    ['a whole number without the bounds of JavaScript', z.int(), { type: 'integer' }],
    [
      'a whole number with bounds of its own',
      z.int().min(1).max(9),
      { type: 'integer', minimum: 1, maximum: 9 },
    ],
    ['a time without a pattern', z.iso.datetime(), { type: 'string', format: 'date-time' }],
    ['base64 as byte', z.base64(), { type: 'string', format: 'byte' }],
    ['text with a pattern', z.string().regex(/^a$/), { type: 'string', pattern: '^a$' }],
    ['null where allowed', z.string().nullable(), { type: 'string', nullable: true }],
    ['a choice of words', z.enum(['A', 'B']), { type: 'string', enum: ['A', 'B'] }],
    [
      'a quantity',
      z.union([z.int(), z.string()]).meta({ 'x-kubernetes-int-or-string': true }),
      { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }] },
    ],
  ])('writes %s', (_, schema, expected) => {
    expect(whole(z.looseObject({ field: schema.optional() })).properties!['field']).toEqual(
      expected,
    );
  });

  it.each([
    ['a union', z.union([z.string(), z.boolean()]), 'spec.field uses "anyOf"'],
    ['a value of any type', z.unknown(), 'spec.field has no type'],
    ['a format Kubernetes does not know', z.ulid(), 'spec.field has the format ulid'],
  ])('refuses %s, naming the field', (_, schema, message) => {
    expect(() => whole(z.looseObject({ field: schema }))).toThrow(message);
  });
});

function fields(schema: StructuralSchema, name: string): [string, StructuralSchema][] {
  const inner = Object.entries(schema.properties ?? {}).flatMap(([field, value]) => [
    [`${name}.${field}`, value] as [string, StructuralSchema],
    ...fields(value, `${name}.${field}`),
  ]);
  return schema.items ? [...inner, ...fields(schema.items, `${name}[]`)] : inner;
}
