import type { KubeObject } from '../kube-object.ts';
import { drop, dropAnnotations } from './edit.ts';
import { annotationOf, at, isRecord, sameJson } from './read.ts';

/** What `kubectl apply` was last given for the object; it takes away what is in there and no longer in the file. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/**
 * The result without kubectl's record, if that tells of something that the transformation changed. kubectl makes
 * a new one at the next `apply`; a false one would have it take away, or put back, what belongs to the source.
 */
export function withoutFalseRecord(source: KubeObject, result: KubeObject): KubeObject {
  const applied = parsed(annotationOf(result, LAST_APPLIED));
  if (!isRecord(applied)) return result;
  // The server owns the status; kubectl's file says nothing about it that counts.
  return tellsOfChange(drop(applied, [], ['status']), source, result)
    ? dropAnnotations(result, [LAST_APPLIED])
    : result;
}

/** Whether anything that `told` names differs between before and after. */
function tellsOfChange(told: unknown, before: unknown, after: unknown): boolean {
  // Manifests that people generate have `creationTimestamp: null` and the like.
  if (before === after || told === null) return false;
  if (!isRecord(told)) return !sameJson(before, after);
  return Object.entries(told).some(([key, value]) =>
    tellsOfChange(value, at(before, [key]), at(after, [key])),
  );
}

function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
