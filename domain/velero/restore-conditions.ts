import type { ConditionDraft } from '../kinds/condition.ts';
import { listed } from '../objects/refusals.ts';
import type { SortedWarning } from './warnings.ts';

/** Velero's words may hold all of an object. */
const LONGEST_CHARACTERS = 400;

/**
 * One condition for the warnings of a Restore that a person must see; none when there are no others than those that
 * every restore has.
 * @param warnings undefined when there were some, and nobody could read them
 */
export function restoreConditions(
  restore: string,
  counted: number,
  warnings: readonly SortedWarning[] | undefined,
): ConditionDraft[] {
  if (warnings === undefined) {
    return [condition(`Restore ${restore}: its ${counted} warnings could not be read.`)];
  }
  const told = warnings
    .filter(({ harmlessBecause }) => harmlessBecause === undefined)
    .map(sentence);
  return told.length === 0 ? [] : [condition(`Restore ${restore}: ${listed(told)}.`)];
}

function sentence({ text, namespace }: SortedWarning): string {
  const place = namespace === undefined ? '' : `namespace ${namespace}: `;
  return `${place}${text.slice(0, LONGEST_CHARACTERS)}`;
}

function condition(message: string): ConditionDraft {
  return {
    type: 'VeleroFinalRestoreWarnings',
    status: 'True',
    category: 'Warn',
    message,
    durable: true,
  };
}
