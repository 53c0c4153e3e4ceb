import type { Cluster } from '../clients/kube/cluster.ts';
import { isFailure } from '../domain/failures/failure.ts';
import { keyOf } from '../domain/kube-object.ts';
import { forgetPatch } from '../domain/quiesce/workloads.ts';

/**
 * The controller of Deployments copies their annotations to its ReplicaSets and never takes one away again, and
 * `kubectl rollout undo` copies them back: what a run noted would come up again long after it.
 */
export async function cleanReplicaSets(
  cluster: Cluster,
  namespaces: readonly string[],
  runUid: string,
): Promise<void> {
  const lists = await Promise.all(
    namespaces.map((namespace) =>
      cluster.list({ apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace }),
    ),
  );
  for (const replicaSet of lists.flat()) {
    const patch = forgetPatch(replicaSet, runUid);
    if (patch === undefined) continue;
    try {
      await cluster.patch(keyOf(replicaSet), patch);
    } catch (error) {
      if (!isFailure(error, 'DRAY-1007')) throw error;
    }
  }
}
