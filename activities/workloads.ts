import type { Cluster } from '../clients/kube/cluster.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { QUIESCERS } from '../domain/quiesce/workloads.ts';

/** Everything in some namespaces that can be brought to a stand, in the order in which it is stopped. */
export async function listWorkloads(
  cluster: Cluster,
  namespaces: readonly string[],
  labelSelector?: string,
): Promise<KubeObject[]> {
  const lists = await Promise.all(
    QUIESCERS.flatMap(({ apiVersion, kind }) =>
      namespaces.map((namespace) =>
        cluster.list({
          ...{ apiVersion, kind, namespace },
          ...(labelSelector === undefined ? {} : { labelSelector }),
        }),
      ),
    ),
  );
  return lists.flat();
}
