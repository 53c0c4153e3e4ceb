import { isRecord } from './transform/read.ts';

/** The object with a JSON merge patch (RFC 7386) applied: null removes a field, all but records is replaced. */
export function mergePatch<Target extends object>(target: Target, patch: object): Target {
  return merge(target, patch) as Target;
}

function merge(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged = new Map(isRecord(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, merge(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}
