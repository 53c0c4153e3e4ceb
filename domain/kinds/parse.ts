import type * as z from 'zod';
import { toFieldPath, valueAt } from './field-path.ts';
import type { FieldPath } from './field-path.ts';
import { ManifestMetadata } from './metadata.ts';
import { describeIssue } from './parse-issue.ts';
import type { ParseIssue } from './parse-issue.ts';
import { KINDS } from './registry.ts';
import type { Kind, KindEntry, KindObject } from './registry.ts';

export type Parsed<T> = { ok: true; value: T } | { ok: false; issues: ParseIssue[] };

/** An object as a person writes it: the metadata may still lack what the API server adds. */
export interface Manifest<K extends Kind> {
  apiVersion: string;
  kind: K;
  metadata: ManifestMetadata;
  spec: KindObject<K>['spec'];
  status?: KindObject<K>['status'];
  [key: string]: unknown;
}

/** Checks an object read from the API server. What it does not know, it keeps. */
export function parseKind<K extends Kind>(kind: K, object: unknown): Parsed<KindObject<K>> {
  return parse<KindObject<K>>(KINDS[kind].schema, kind, object);
}

/**
 * Checks an object a person wrote: `name` or `generateName`, no UID yet. What it does not know, it
 * keeps. A field left empty (`hooks:` alone) counts as not written, as it does for the API server.
 */
export function parseManifest<K extends Kind>(kind: K, object: unknown): Parsed<Manifest<K>> {
  const entry: KindEntry = KINDS[kind];
  const schema = entry.schema.extend({ metadata: ManifestMetadata });
  return parse<Manifest<K>>(schema, kind, withoutEmptyFields(schema, object));
}

function parse<T>(schema: z.ZodType, kind: Kind, object: unknown): Parsed<T> {
  const result = schema.safeParse(object);
  if (result.success) {
    // The table ties schema and type by the name of the kind; TypeScript cannot follow that.
    return { ok: true, value: result.data as T };
  }
  return {
    ok: false,
    issues: result.error.issues.map((issue) => describeIssue(issue, kind, object)),
  };
}

/** Drops the nulls the schema objects to, and no other: an unknown field may mean its null. */
function withoutEmptyFields(schema: z.ZodType, object: unknown): unknown {
  const issues = schema.safeParse(object).error?.issues ?? [];
  const empty = issues.map(({ path }) => toFieldPath(path)).filter((path) => isEmpty(object, path));
  if (empty.length === 0) return object;

  const copy = structuredClone(object);
  for (const path of empty) {
    const parent = valueAt(copy, path.slice(0, -1));
    const field = path.at(-1);
    if (typeof parent === 'object' && parent !== null && field !== undefined) {
      Reflect.deleteProperty(parent, field);
    }
  }
  return copy;
}

/** A null in a list is an item, not a field left empty. */
function isEmpty(object: unknown, path: FieldPath): boolean {
  return typeof path.at(-1) === 'string' && valueAt(object, path) === null;
}
