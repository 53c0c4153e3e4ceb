import { LAST_APPLIED } from './last-applied.ts';
import { isRecord } from './read.ts';

/** A text somewhere in an object. */
export interface FoundText {
  /** Keys and positions on the way to it. */
  path: readonly string[];
  text: string;
}

/** Every text in a value, but for kubectl's record, which repeats the others. */
export function* textsIn(value: unknown, path: readonly string[] = []): Generator<FoundText> {
  if (typeof value === 'string') {
    yield { path, text: value };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* textsIn(item, [...path, String(index)]);
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key !== LAST_APPLIED) yield* textsIn(item, [...path, key]);
    }
  }
}
