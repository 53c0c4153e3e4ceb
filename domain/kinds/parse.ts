import type * as z from 'zod';
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

/** Checks an object a person wrote: `name` or `generateName`, no UID yet. Keeps what it does not know. */
export function parseManifest<K extends Kind>(kind: K, object: unknown): Parsed<Manifest<K>> {
  const { schema }: KindEntry = KINDS[kind];
  return parse<Manifest<K>>(schema.extend({ metadata: ManifestMetadata }), kind, object);
}

function parse<T>(schema: z.ZodType, kind: Kind, object: unknown): Parsed<T> {
  const result = schema.safeParse(object);
  if (!result.success) {
    return {
      ok: false,
      issues: result.error.issues.map((issue) => describeIssue(issue, kind, object)),
    };
  }
  // The table ties schema and type together by the name of the kind; TypeScript cannot follow that.
  return { ok: true, value: result.data as T };
}
