import type { KubeObject } from '../kube-object.ts';
import { isActive } from '../quiesce/pods.ts';

/** Written by the API server for a deletion in the foreground; it goes when all pods have gone. */
const WAITS_FOR_PODS = 'foregroundDeletion';

/** Whether a workload makes no pod any more, and has none: also when somebody's finalizer still holds it. */
export function isStoppedForGood({ metadata }: KubeObject): boolean {
  const { deletionTimestamp, finalizers = [] } = metadata;
  return deletionTimestamp !== undefined && !finalizers.includes(WAITS_FOR_PODS);
}

/** The uids of some objects and of all that they own among others, and so on. */
export function withDescendants(
  uids: ReadonlySet<string>,
  objects: readonly KubeObject[],
): Set<string> {
  const found = new Set(uids);
  let before: number;
  do {
    before = found.size;
    for (const object of objects) {
      if (isOwnedBy(object, found)) found.add(object.metadata.uid ?? '');
    }
  } while (found.size > before);
  return found;
}

/** Pods that still do something, of those objects. */
export function activePodsOf(uids: ReadonlySet<string>, pods: readonly KubeObject[]): KubeObject[] {
  return pods.filter(
    (pod) => isActive(pod) && (uids.has(pod.metadata.uid ?? '') || isOwnedBy(pod, uids)),
  );
}

function isOwnedBy({ metadata }: KubeObject, uids: ReadonlySet<string>): boolean {
  return (metadata.ownerReferences ?? []).some(({ uid }) => uids.has(uid));
}
