import type { Cluster, DeleteOptions } from '../../../clients/kube/cluster.ts';
import { isFailure } from '../../../domain/failures/failure.ts';
import { type KubeObject, keyOf } from '../../../domain/kube-object.ts';
import { waitUntil } from './wait.ts';

interface Kind {
  apiVersion: string;
  kind: string;
  options?: DeleteOptions;
}

/**
 * In this order a namespace empties in seconds: nothing brings pods back, and grace periods are short. Not none:
 * such a pod would still write to its volume while that is being deleted, and the volume would stay.
 */
const SLOW: readonly Kind[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'apps/v1', kind: 'StatefulSet' },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
  { apiVersion: 'batch/v1', kind: 'CronJob' },
  { apiVersion: 'v1', kind: 'Pod', options: { gracePeriodSeconds: 1 } },
  { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
];

const GONE_MS = 90_000;

/** Removes namespaces with all that is in them, their volumes too, and waits until they are gone. */
export async function removeNamespaces(cluster: Cluster, names: readonly string[]): Promise<void> {
  await Promise.all(names.map((namespace) => emptyNamespace(cluster, namespace)));
  await waitUntil(
    async () => {
      const left = await leftOf(cluster, names);
      return left.length === 0 ? true : undefined;
    },
    {
      what: `namespaces ${names.join(', ')} on ${cluster.name} to go`,
      limitMs: GONE_MS,
      clues: () => leftOf(cluster, names),
    },
  );
}

async function emptyNamespace(cluster: Cluster, namespace: string): Promise<void> {
  const key = { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  if ((await cluster.get(key)) === undefined) return;
  for (const { options, ...kind } of SLOW) {
    const found = await cluster.list({ ...kind, namespace });
    await Promise.all(found.map((object) => cluster.delete(keyOf(object), options)));
  }
  await cluster.delete(key);
}

async function leftOf(cluster: Cluster, names: readonly string[]): Promise<string[]> {
  const [namespaces, volumes] = await Promise.all([
    cluster.list({ apiVersion: 'v1', kind: 'Namespace' }),
    cluster.list({ apiVersion: 'v1', kind: 'PersistentVolume' }),
  ]);
  return [
    ...namespaces.filter(({ metadata }) => names.includes(metadata.name)),
    ...volumes.filter((volume) => names.includes(claimNamespaceOf(volume))),
  ].map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

function claimNamespaceOf(volume: KubeObject): string {
  const { claimRef } = (volume['spec'] ?? {}) as { claimRef?: { namespace?: string } };
  return claimRef?.namespace ?? '';
}

const VELERO = { apiVersion: 'velero.io/v1', namespace: 'openshift-migration' };

/** Removes what Velero holds of a repository: restores, backups, its location and the key to it. */
export async function removeVeleroTraces(cluster: Cluster, repository: string): Promise<void> {
  const backups = (await cluster.list({ ...VELERO, kind: 'Backup' })).filter(
    (backup) => specOf(backup)['storageLocation'] === repository,
  );
  const names = backups.map(({ metadata }) => metadata.name);
  const restores = (await cluster.list({ ...VELERO, kind: 'Restore' })).filter((restore) =>
    names.includes(String(specOf(restore)['backupName'])),
  );
  // The location first: its sync would bring the backups back.
  await cluster.delete({ ...VELERO, kind: 'BackupStorageLocation', name: repository });
  await Promise.all([...restores, ...backups].map((object) => remove(cluster, object)));
  await Promise.all(
    restores.map(({ metadata: { name } }) =>
      cluster.delete({ ...VELERO, apiVersion: 'v1', kind: 'ConfigMap', name }),
    ),
  );
  const name = `${repository}-credentials`;
  await cluster.delete({ ...VELERO, apiVersion: 'v1', kind: 'Secret', name });
}

/** Velero guards restores by a finalizer that asks for their files: those go with the bucket. */
async function remove(cluster: Cluster, object: KubeObject): Promise<void> {
  await cluster.delete(keyOf(object));
  try {
    await cluster.patch(keyOf(object), { metadata: { finalizers: null } });
  } catch (error) {
    if (!isFailure(error, 'DRAY-1007')) throw error;
  }
}

function specOf(object: KubeObject): Record<string, unknown> {
  return (object['spec'] ?? {}) as Record<string, unknown>;
}
