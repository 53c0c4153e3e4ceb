import type { Cluster } from '../../clients/kube/cluster.ts';
import { requestedBy } from '../../domain/capacity/plan-sizes.ts';
import { bytesOf } from '../../domain/capacity/resize.ts';
import { failure } from '../../domain/failures/failure.ts';
import { keyOf, type KubeObject } from '../../domain/kube-object.ts';

/**
 * Enlarges a claim that an earlier run of the plan made, when the volume has to be larger by now.
 * @throws Failure DRAY-3072 when its class does not allow that
 */
export async function ensureSize(
  target: Cluster,
  claim: KubeObject,
  wanted: string,
): Promise<void> {
  const { capacity } = (claim['status'] ?? {}) as { capacity?: { storage?: string } };
  const asked = requestedBy(claim);
  const there = Math.max(bytesOf(capacity?.storage), bytesOf(asked));
  // A claim that says nothing of its size is seen when it is mounted.
  if (there === 0 || there >= bytesOf(wanted)) return;
  const { storageClassName } = (claim['spec'] ?? {}) as { storageClassName?: string };
  if (!(await allowsExpansion(target, storageClassName))) {
    const { namespace = '', name } = claim.metadata;
    throw failure('DRAY-3072', {
      detail: `it asks for ${asked ?? 'nothing'}, ${wanted} are needed, and StorageClass ${storageClassName ?? ''} has no allowVolumeExpansion`,
      object: `${target.name}: PersistentVolumeClaim ${namespace}/${name}`,
    });
  }
  await target.patch(keyOf(claim), { spec: { resources: { requests: { storage: wanted } } } });
}

async function allowsExpansion(target: Cluster, name: string | undefined): Promise<boolean> {
  if (name === undefined || name === '') return false;
  const key = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name };
  return (await target.get(key))?.['allowVolumeExpansion'] === true;
}
