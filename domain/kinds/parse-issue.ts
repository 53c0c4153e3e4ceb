import type * as z from 'zod';
import { dotted, pointer, toFieldPath, valueAt } from './field-path.ts';
import type { FieldPath } from './field-path.ts';
import { describeValue } from './value-text.ts';

/** Why an object was refused, so that a person can act. */
export interface ParseIssue {
  /** The field as people write it, for example `spec.persistentVolumes[0].name`. */
  path: string;
  /** The field as a JSON pointer (RFC 6901), for example `/spec/persistentVolumes/0/name`. */
  pointer: string;
  /** What was found, in words; a secret is never repeated. */
  found: string;
  /** All of it in one sentence: object, field, what it must be, what was found, what to do. */
  message: string;
}

type Issue = z.core.$ZodIssue;

/** What a value must be, by the type the schema asks for, and how to write it. */
const EXPECTED: Readonly<Record<string, { must: string; hint: string }>> = {
  string: { must: 'must be text', hint: 'Put the value in quotes.' },
  boolean: { must: 'must be true or false', hint: 'Write true or false, without quotes.' },
  number: { must: 'must be a whole number', hint: 'Write digits, without quotes.' },
  int: { must: 'must be a whole number', hint: 'Write digits, without quotes.' },
  array: { must: 'must be a list', hint: 'Write one "- item" per line.' },
  object: { must: 'must be a mapping', hint: 'Write "field: value" lines, indented below it.' },
  record: { must: 'must be a mapping', hint: 'Write "name: value" lines, indented below it.' },
};

const FORMATS: Readonly<Record<string, { must: string; hint: string }>> = {
  datetime: { must: 'must be a time', hint: 'Write it like 2026-11-23T06:14:00Z.' },
  base64: { must: 'must be base64', hint: 'Make it with: base64 -w 0 FILE.' },
};

/** Words one finding of the schema. `object` is what was parsed, whole. */
export function describeIssue(issue: Issue, kind: string, object: unknown): ParseIssue {
  const path = toFieldPath(issue.path);
  const value = valueAt(object, path);
  const field = dotted(path);
  const found = describeValue(value, field);
  const { must, hint } = value === undefined ? missing(kind, path) : demand(issue);

  return {
    path: field,
    pointer: pointer(path),
    found,
    message:
      `${describeSubject(kind, object)}: ${field || 'the object'} ${must}` +
      `${value === undefined ? '' : `, found ${found}`}. ${hint}`,
  };
}

function missing(kind: string, path: FieldPath): { must: string; hint: string } {
  if (path[0] === 'metadata') return { must: 'is missing', hint: 'Add it.' };
  return {
    must: 'is missing',
    hint: `Add it; "kubectl explain ${explainPath(kind, path)}" says more.`,
  };
}

function demand(issue: Issue): { must: string; hint: string } {
  switch (issue.code) {
    case 'invalid_type':
      return EXPECTED[issue.expected] ?? { must: `must be ${issue.expected}`, hint: '' };
    case 'invalid_format':
      return FORMATS[issue.format] ?? { must: `must be ${issue.format}`, hint: '' };
    case 'invalid_value': {
      const values = issue.values.map(String).join(' or ');
      return { must: `must be ${values}`, hint: `Write ${values}, spelt exactly so.` };
    }
    case 'invalid_union':
      return { must: 'must be a quantity', hint: 'Write it like 10Gi.' };
    default:
      return { must: 'is not accepted', hint: issue.message };
  }
}

/** `MigPlan openshift-migration/shop`, as far as the object says so. */
function describeSubject(kind: string, object: unknown): string {
  const text = (key: string): string | undefined => {
    const value = valueAt(object, ['metadata', key]);
    return typeof value === 'string' ? value : undefined;
  };
  const name = text('name') ?? text('generateName');
  if (name === undefined) return `${kind} without a name`;

  const namespace = text('namespace');
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** kubectl explain knows fields, not positions in a list. */
function explainPath(kind: string, path: FieldPath): string {
  return [kind.toLowerCase(), ...path.filter((part) => typeof part === 'string')].join('.');
}
