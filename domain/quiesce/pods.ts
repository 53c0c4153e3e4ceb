import type { KubeObject, OwnerReference } from '../kube-object.ts';
import { quiescerOf } from './quiescers.ts';

interface PodStatus {
  phase?: string;
}

interface PodSpec {
  volumes?: { persistentVolumeClaim?: { claimName?: string } }[];
}

/** Whether a pod still does something: neither finished nor failed. */
export function isActive(pod: KubeObject): boolean {
  const { phase } = (pod['status'] ?? {}) as PodStatus;
  return phase !== 'Succeeded' && phase !== 'Failed';
}

/** Names of the claims that a pod mounts. */
export function claimsOf(pod: KubeObject): string[] {
  const { volumes } = (pod['spec'] ?? {}) as PodSpec;
  return (volumes ?? []).flatMap((volume) => volume.persistentVolumeClaim?.claimName ?? []);
}

/** A pod that nobody will stop, and the owner that runs it; undefined when it has none. */
export interface UnstoppablePod {
  pod: KubeObject;
  runBy: OwnerReference | undefined;
}

/**
 * Pods that would go on running, and writing, after everything we can stop has stopped.
 * A cutover with one of these would lose what it writes, so it is refused before anything is touched.
 * @param runners all that may stand between a pod and the workload people know, owned or not
 */
export function unstoppablePods(
  pods: readonly KubeObject[],
  runners: readonly KubeObject[],
): UnstoppablePod[] {
  const byUid = new Map(runners.map((runner) => [runner.metadata.uid, runner]));
  return pods
    .filter((pod) => isActive(pod) && pod.metadata.deletionTimestamp === undefined)
    .map((pod) => ({ pod, runBy: highestOwner(pod, byUid) }))
    .filter(({ runBy }) => runBy === undefined || quiescerOf(runBy) === undefined);
}

/** Who runs a pod in the end: of a ReplicaSet its Deployment. */
function highestOwner(
  { metadata }: KubeObject,
  runners: ReadonlyMap<string | undefined, KubeObject>,
): OwnerReference | undefined {
  const owners = metadata.ownerReferences ?? [];
  const owner = owners.find(({ controller }) => controller === true) ?? owners[0];
  if (owner === undefined || quiescerOf(owner)?.onlyUnowned !== true) return owner;
  const runner = runners.get(owner.uid);
  return (runner && highestOwner(runner, runners)) ?? owner;
}
