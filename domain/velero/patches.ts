import { isRecord, sameJson } from '../transform/read.ts';

type Fields = Record<string, unknown>;

/** One operation of a JSON patch (RFC 6902). */
export interface JsonOperation {
  operation: 'add' | 'remove';
  /** JSON pointer. */
  path: string;
  value?: unknown;
}

/**
 * The merge patch (RFC 7386) that makes one object of another; empty when they are the same, undefined when no merge
 * patch can say it: a null in one means that a key goes, so it cannot be a value, and Velero takes it out of lists
 * as well.
 */
export function mergePatchBetween(from: Fields, to: Fields): Fields | undefined {
  const gone = keysOnlyIn(from, to).map((key) => [key, null] as const);
  const set: (readonly [string, unknown])[] = [];
  for (const [key, wanted] of Object.entries(to)) {
    const found = Object.hasOwn(from, key) ? from[key] : undefined;
    if (sameJson(found, wanted)) continue;
    const both = isRecord(found) && isRecord(wanted);
    const patch = both ? mergePatchBetween(found, wanted) : wanted;
    if (patch === undefined || (!both && holdsNull(patch))) return undefined;
    set.push([key, patch]);
  }
  // `__proto__` is a key like any other, unless it is assigned.
  return Object.fromEntries([...gone, ...set]);
}

/** The JSON patch that makes one object of another: it can say everything, as long as the object is what it was. */
export function jsonPatchBetween(from: Fields, to: Fields, pointer = ''): JsonOperation[] {
  const below = (key: string) => `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const gone = keysOnlyIn(from, to).map((key) => ({
    operation: 'remove' as const,
    path: below(key),
  }));
  const set = Object.entries(to).flatMap(([key, wanted]): JsonOperation[] => {
    const found = Object.hasOwn(from, key) ? from[key] : undefined;
    if (sameJson(found, wanted)) return [];
    // Velero's reader of pointers does not find its way through a key without a name.
    if (isRecord(found) && isRecord(wanted) && key !== '') {
      return jsonPatchBetween(found, wanted, below(key));
    }
    return [{ operation: 'add', path: below(key), value: wanted }];
  });
  return [...gone, ...set];
}

function keysOnlyIn(from: Fields, to: Fields): string[] {
  return Object.keys(from).filter((key) => !Object.hasOwn(to, key));
}

function holdsNull(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object') return false;
  return Object.values(value).some(holdsNull);
}
