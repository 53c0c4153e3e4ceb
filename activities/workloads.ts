import type { Cluster } from '../clients/kube/cluster.ts';
import type { KubeObject } from '../domain/kube-object.ts';
import { AUTOSCALERS } from '../domain/preflight/wakers.ts';
import type { Quiescer } from '../domain/quiesce/quiescer.ts';
import { QUIESCERS, workloadQuiescer } from '../domain/quiesce/quiescers.ts';
import { isMadeForRun } from '../domain/run/made-for-run.ts';
import { listEach, servedAmong, type ServedVersion } from './served-kinds.ts';

/**
 * Everything in some namespaces that can be brought to a stand, in the order in which it is stopped.
 * @param kinds what {@link workloadKinds} said; asked for when left out
 */
export async function listWorkloads(
  cluster: Cluster,
  namespaces: readonly string[],
  labelSelector?: string,
  kinds?: readonly ServedVersion[],
): Promise<KubeObject[]> {
  const asked = kinds ?? (await workloadKinds(cluster));
  return workloadsAmong(await listEach(cluster, asked, { namespaces, labelSelector }));
}

/**
 * Objects of the same kinds, those with an owner too: what stands between a workload and its pods is among them.
 * @param kinds what {@link workloadKinds} said; asked for when left out
 */
export async function listRunners(
  cluster: Cluster,
  namespaces: readonly string[],
  kinds?: readonly ServedVersion[],
): Promise<KubeObject[]> {
  const asked = kinds ?? (await workloadKinds(cluster));
  const runners = await listEach(cluster, asked, { namespaces });
  return runners.filter((runner) => !isMadeForRun(runner));
}

/** Of these, what is stopped and started itself. */
export function workloadsAmong(runners: readonly KubeObject[]): KubeObject[] {
  return runners.filter(
    (runner) => workloadQuiescer(runner) !== undefined && !isMadeForRun(runner),
  );
}

/** Pods with a label that nobody owns. */
export async function listBarePods(
  cluster: Cluster,
  namespaces: readonly string[],
  labelSelector: string,
): Promise<KubeObject[]> {
  const pods = [{ apiVersion: 'v1', kind: 'Pod' }];
  return workloadsAmong(await listEach(cluster, pods, { namespaces, labelSelector }));
}

/** Whatever scales workloads of some namespaces. */
export async function listAutoscalers(
  cluster: Cluster,
  namespaces: readonly string[],
): Promise<KubeObject[]> {
  return listEach(cluster, await servedAmong(cluster, AUTOSCALERS), { namespaces });
}

/** The kinds of workloads that a cluster serves, in the order in which they are stopped. */
export async function workloadKinds(
  cluster: Cluster,
  quiescers: readonly Quiescer[] = QUIESCERS,
): Promise<ServedVersion[]> {
  return servedAmong(
    cluster,
    quiescers.map(({ kind, apiVersions }) => ({ kind: kind.split('.')[0] ?? kind, apiVersions })),
  );
}
