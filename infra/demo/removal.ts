import type { Cluster, DeleteOptions } from '../../clients/kube/cluster.ts';
import { keyOf } from '../../domain/kube-object.ts';
import { diagnose } from './diagnosis.ts';
import { type Patience, waitUntil } from './wait.ts';

interface Kind {
  apiVersion: string;
  kind: string;
  options?: DeleteOptions;
}

/** What would bring pods back. */
const OWNERS: Kind[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
];

/**
 * What a namespace must be rid of before it is deleted: one that finds such things inside looks again
 * only after half of a pod's grace period.
 */
const SLOW: Kind[] = [
  { apiVersion: 'v1', kind: 'Pod', options: { gracePeriodSeconds: 1 } },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
];

/** Removes a namespace with all that is in it, and waits until it is gone. */
export async function removeNamespace(
  cluster: Cluster,
  namespace: string,
  patience: Patience,
): Promise<void> {
  for (const kind of [...OWNERS, ...SLOW]) await removeAll(cluster, namespace, kind);
  await waitUntil({
    ...patience,
    what: `the pods and claims of the old namespace ${namespace} on ${cluster.name} to be gone`,
    look: async () => {
      const left = await Promise.all(SLOW.map((kind) => cluster.list({ ...kind, namespace })));
      return left.flat().length === 0 ? true : undefined;
    },
    diagnose: () => diagnose(cluster, namespace),
  });

  const key = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  await cluster.delete(key);
  await waitUntil({
    ...patience,
    what: `the old namespace ${namespace} on ${cluster.name} to be gone`,
    look: async () => ((await cluster.get(key)) === undefined ? true : undefined),
    diagnose: () => diagnose(cluster, namespace),
  });
}

async function removeAll(cluster: Cluster, namespace: string, kind: Kind): Promise<void> {
  const objects = await cluster.list({ ...kind, namespace });
  await Promise.all(objects.map((object) => cluster.delete(keyOf(object), kind.options)));
}
