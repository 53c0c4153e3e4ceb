import type * as z from 'zod';
import { failure } from '../../../domain/failures/failure.ts';
import { type FieldPath, pointer, valueAt } from '../../../domain/kinds/field-path.ts';
import { describeValue } from '../../../domain/kinds/value-text.ts';
import type { FieldError } from '../views/problem.ts';
import { Refusal } from './refusal.ts';

type Issue = z.core.$ZodIssue;
export type RequestPart = FieldError['in'];

/** Values that belong to their owner alone, whatever is wrong with them. */
const HIDDEN_NAMES = /token|key|secret|password|bundle/i;
const HIDDEN_VALUES = /\/\/[^/]*@/;

const TYPES: Record<string, string> = {
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
  array: 'a list',
  object: 'an object',
};

/** What the schema finds fault with, as one refusal that names every field. */
export function invalidInput(part: RequestPart, data: unknown, issues: readonly Issue[]): Refusal {
  return refuseFields(issues.flatMap((issue) => fieldErrors(part, data, issue)));
}

/** A refusal for fields found wrong beyond the schema. */
function refuseFields(errors: FieldError[]): Refusal {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  const field = first === undefined ? 'the request' : `${first.in}${first.pointer}`;
  return new Refusal(
    failure('DRAY-2001', {
      detail: `${field}: found ${first?.found ?? 'nothing usable'}${more}`,
      hint: errors.map(({ pointer: at, message }) => `${at || 'body'}: ${message}`).join('; '),
    }),
    { errors },
  );
}

/** One field that is wrong, with what was found there. */
export function fieldError(
  part: RequestPart,
  data: unknown,
  field: { path: FieldPath; message: string },
): FieldError {
  const found = foundAt(data, field.path);
  return { in: part, pointer: pointer(field.path), message: field.message, found };
}

/** The words for what zod says by itself; messages given in a schema go before these. */
export function instructionFor(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': {
      const wanted = TYPES[issue.expected] ?? issue.expected;
      return issue.input === undefined ? `is missing; give ${wanted}` : `give ${wanted}`;
    }
    case 'invalid_value':
      return `give ${issue.values.map((value) => JSON.stringify(value)).join(' or ')}`;
    case 'too_small':
      return `give at least ${issue.minimum} ${unitOf(issue.origin)}`;
    case 'too_big':
      return `give at most ${issue.maximum} ${unitOf(issue.origin)}`;
    case 'unrecognized_keys':
      return 'there is no such field; remove it or correct its name';
    default:
      return undefined;
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return 'characters';
  return origin === 'array' ? 'entries' : '';
}

function fieldErrors(part: RequestPart, data: unknown, issue: Issue): FieldError[] {
  const { message } = issue;
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code !== 'unrecognized_keys') return [fieldError(part, data, { path, message })];
  return issue.keys.map((key) => {
    const field = [...path, key];
    return { in: part, pointer: pointer(field), message, found: unshown(valueAt(data, field)) };
  });
}

function foundAt(data: unknown, path: FieldPath): string {
  const value = valueAt(data, path);
  const secret =
    path.some((step) => HIDDEN_NAMES.test(String(step))) ||
    (typeof value === 'string' && HIDDEN_VALUES.test(value));
  return secret ? unshown(value) : describeValue(value, '');
}

/** Without its text: a field we do not know may be a secret whose name has a typing error. */
function unshown(value: unknown): string {
  if (typeof value !== 'string') return describeValue(value, '');
  return `a text of ${value.length} characters (not shown)`;
}
