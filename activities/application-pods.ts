import type { Cluster } from '../clients/kube/cluster.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { isMadeForRun } from '../domain/run/made-for-run.ts';
import { listIn } from './cluster-facts.ts';

/** Pods of the application: all but those of transfers and hooks. */
export async function applicationPods(
  cluster: Cluster,
  namespaces: readonly string[],
): Promise<KubeObject[]> {
  const pods = await listIn(cluster, namespaces, 'Pod');
  return pods.filter((pod) => !isMadeForRun(pod));
}
