import type { Cluster } from '../../clients/kube/cluster.ts';
import { lackOfStorage } from '../../domain/capacity/storage-capacity.ts';
import { failure, isFailure } from '../../domain/failures/failure.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { RunVolume } from '../../domain/run/facts.ts';

/**
 * Fails before a claim is made that no storage of its class has room for, as far as its driver says.
 * @throws Failure DRAY-3073
 */
export async function refuseFullStorage(target: Cluster, volume: RunVolume): Promise<void> {
  const { storageClass, capacity: wanted, targetNamespace, targetClaim } = volume;
  if (storageClass === '') return;
  const lack = lackOfStorage(await readReports(target), { storageClass, wanted });
  if (lack === undefined) return;
  const object = `${target.name}: PersistentVolumeClaim ${targetNamespace}/${targetClaim}`;
  throw failure('DRAY-3073', { detail: lack, object });
}

/** Most drivers report nothing, and clusters before 1.24 do not know how. */
async function readReports(target: Cluster): Promise<KubeObject[]> {
  try {
    return await target.list({ apiVersion: 'storage.k8s.io/v1', kind: 'CSIStorageCapacity' });
  } catch (error) {
    if (isFailure(error) && error.kind !== 'transient') return [];
    throw error;
  }
}
