import type { Cluster } from '../clients/kube/cluster.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { isOfTransfer } from '../domain/transfer/names.ts';
import { listIn } from './cluster-facts.ts';

/** Pods of the application: all but the transfer's own. */
export async function applicationPods(
  cluster: Cluster,
  namespaces: readonly string[],
): Promise<KubeObject[]> {
  const pods = await listIn(cluster, namespaces, 'Pod');
  return pods.filter((pod) => !isOfTransfer(pod));
}
