import type { Cluster } from '../clients/kube/cluster.ts';
import type { KubeObject } from '../domain/kube-object.ts';

/** Makes a NetworkPolicy of a transfer, if the namespace has any: in one without, all may speak to all. */
export async function ensurePolicy(cluster: Cluster, policy: KubeObject): Promise<void> {
  const { apiVersion, kind, metadata } = policy;
  const { namespace = '' } = metadata;
  const present = await cluster.list({ apiVersion, kind, namespace });
  if (present.length > 0) await cluster.apply(policy);
}
