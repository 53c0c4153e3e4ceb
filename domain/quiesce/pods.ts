import type { KubeObject } from '../kube-object.ts';
import { quiescerOf } from './workloads.ts';

interface PodStatus {
  phase?: string;
}

interface PodSpec {
  volumes?: { persistentVolumeClaim?: { claimName?: string } }[];
}

/** Kinds that stand between a pod and the workload people know. */
const BETWEEN: Record<string, string> = { ReplicaSet: 'Deployment', Job: 'CronJob' };

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

/** The kind that runs a pod, `Pod` when nobody does. */
function controllerKindOf(pod: KubeObject): string {
  const owner = (pod.metadata.ownerReferences ?? []).find((found) => found.controller === true);
  return owner?.kind ?? 'Pod';
}

function workloadKind(runBy: string): string {
  return BETWEEN[runBy] ?? runBy;
}

/** A ReplicaSet without a Deployment: only Deployments write this label on their pods. */
function isStandalone(pod: KubeObject, runBy: string): boolean {
  return runBy === 'ReplicaSet' && pod.metadata.labels?.['pod-template-hash'] === undefined;
}

/**
 * Pods that would go on running, and writing, after everything we can stop has stopped.
 * A cutover with one of these would lose what it writes, so it is refused before anything is touched.
 */
export function unstoppablePods(pods: readonly KubeObject[]): { pod: KubeObject; runBy: string }[] {
  return pods
    .filter(isActive)
    .map((pod) => ({ pod, runBy: controllerKindOf(pod) }))
    .filter(
      ({ pod, runBy }) => isStandalone(pod, runBy) || quiescerOf(workloadKind(runBy)) === undefined,
    );
}
