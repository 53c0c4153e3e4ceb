import type { KubeObject } from '../kube-object.ts';

/**
 * Reading objects that nobody has checked: a list may be null, a text may stand where a record belongs. What is not
 * of the shape that was asked for counts as absent.
 */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at the path. */
export function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, key) => (isRecord(found) && Object.hasOwn(found, key) ? found[key] : undefined),
    value,
  );
}

export function textAt(value: unknown, path: readonly string[]): string | undefined {
  const found = at(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** The items at the path; none when there is no list. */
export function listAt(value: unknown, path: readonly string[]): readonly unknown[] {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
}

/** The keys and values at the path; none when there is no record. */
export function recordAt(
  value: unknown,
  path: readonly string[],
): Readonly<Record<string, unknown>> {
  const found = at(value, path);
  return isRecord(found) ? found : {};
}

export function annotationOf(object: KubeObject, key: string): string | undefined {
  return textAt(object, ['metadata', 'annotations', key]);
}

export function labelOf(object: KubeObject, key: string): string | undefined {
  return textAt(object, ['metadata', 'labels', key]);
}

/** Empty for an object that nobody named. */
export function nameOf(object: KubeObject): string {
  return textAt(object, ['metadata', 'name']) ?? '';
}

/** Empty for what has no namespace. */
export function namespaceOf(object: KubeObject): string {
  return textAt(object, ['metadata', 'namespace']) ?? '';
}

/** The value of a key that somebody else chose: `constructor` is a valid name of a namespace. */
export function lookUp<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Whether two values are the same JSON, whatever the order of keys. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, i) => sameJson(item, right[i]));
  }
  if (!isRecord(left) || !isRecord(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key], right[key]))
  );
}
