import type { Cluster } from '../clients/kube/cluster.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import type { RunFacts } from '../domain/run/facts.ts';
import { migratedSelector } from '../domain/run/identity.ts';
import { listBarePods, listWorkloads } from './workloads.ts';

/** What a run has brought to the target and starts there. */
export async function restoredWorkloads(target: Cluster, facts: RunFacts): Promise<KubeObject[]> {
  const namespaces = facts.namespaces.map((pair) => pair.target);
  const selector = migratedSelector(facts.run);
  const [workloads, pods] = await Promise.all([
    listWorkloads(target, namespaces, selector),
    listBarePods(target, namespaces, selector),
  ]);
  return [...workloads, ...pods];
}
