import type { JsonOperation } from './patches.ts';

/**
 * What YAML 1.1 refuses within quotes, or takes for the end of a line. Velero reads its rules, and every merge patch
 * within them, as YAML; JSON lets these characters stand as they are.
 */
const NOT_IN_YAML = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** JSON that a reader of YAML understands as the same value. */
export function yamlText(value: unknown): string {
  return JSON.stringify(value).replace(
    NOT_IN_YAML,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** An operation as a resource modifier has it. */
export interface ModifierOperation {
  operation: string;
  path: string;
  value?: string;
}

/**
 * Velero puts path and value between quotes of its own without escaping anything, and guesses the type of the value.
 * JSON is what it guesses right: text comes in quotes, of which it takes the outer ones off and puts them on again,
 * and what has no quotes is a number, a list or the like.
 */
export function modifierOperation({ operation, path, value }: JsonOperation): ModifierOperation {
  return {
    operation,
    path: yamlText(path).slice(1, -1),
    ...(operation === 'add' ? { value: yamlText(value) } : {}),
  };
}
