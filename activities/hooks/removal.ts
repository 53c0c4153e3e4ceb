import type { Cluster } from '../../clients/kube/cluster.ts';
import { failure } from '../../domain/failures/failure.ts';
import { HOOK_SELECTOR, isHookObject } from '../../domain/hooks/names.ts';
import { describeObject, keyOf, type KubeObject } from '../../domain/kube-object.ts';
import { waitFor } from '../wait-for.ts';

const GONE = { limitMs: 3 * 60_000, pollMs: 200 } as const;

/** Jobs first: their pods have the playbook mounted. */
const KINDS = [
  { apiVersion: 'batch/v1', kind: 'Job' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
] as const;

/**
 * Removes what hooks were run with, and waits until their last pod has ended. All namespaces are looked at: the plan
 * may name others by now than when they ran.
 * @param selector labels of the runs
 * @returns how many objects there were
 */
export async function removeHookObjects(cluster: Cluster, selector: string): Promise<number> {
  const found = await hookObjects(cluster, selector);
  for (const object of found) await cluster.delete(keyOf(object), deletion(object));
  await awaitGone(cluster, () => hookObjects(cluster, selector));
  return found.length;
}

/** Removes one Job with its pods, so that another of its name can be made. */
export async function removeJob(cluster: Cluster, job: KubeObject): Promise<void> {
  await cluster.delete(keyOf(job), deletion(job));
  await awaitGone(cluster, async () => {
    const left = await cluster.get(keyOf(job));
    return left !== undefined && left.metadata.uid === job.metadata.uid ? [left] : [];
  });
}

/** In the foreground: a Job is gone when its pods are. */
function deletion({ metadata: { uid } }: KubeObject) {
  return { propagation: 'Foreground', ...(uid === undefined ? {} : { uid }) } as const;
}

async function hookObjects(cluster: Cluster, selector: string): Promise<KubeObject[]> {
  const labelSelector = `${selector},${HOOK_SELECTOR}`;
  const lists = await Promise.all(KINDS.map((kind) => cluster.list({ ...kind, labelSelector })));
  return lists.flat().filter(isHookObject);
}

function awaitGone(cluster: Cluster, left: () => Promise<KubeObject[]>): Promise<void> {
  return waitFor(
    async () => {
      const objects = await left();
      return objects.length === 0
        ? { done: true, value: undefined }
        : { done: false, seen: objects.map((one) => describeObject(keyOf(one))).join(', ') };
    },
    GONE,
    (seen) => failure('DRAY-5001', { detail: `${seen} do not go away`, object: cluster.name }),
  );
}
