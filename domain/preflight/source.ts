import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { listed } from '../objects/refusals.ts';
import { QUIESCED_BY } from '../quiesce/annotations.ts';
import { unstoppablePods } from '../quiesce/pods.ts';
import { isRunning } from '../quiesce/quiescers.ts';
import { wakers } from './wakers.ts';

/** What a cutover finds on the source, before it touches anything. */
export interface SourceState {
  runUid: string;
  /** What would be stopped. */
  workloads: readonly KubeObject[];
  /** All that runs pods, or makes what does, with an owner or without. */
  runners: readonly KubeObject[];
  /** Without the transfer's own. */
  pods: readonly KubeObject[];
  /** HorizontalPodAutoscalers, and the like of others. */
  autoscalers: readonly KubeObject[];
}

/** One reason not to begin, as a sentence; undefined when there is none. */
type Check = (state: SourceState) => string | undefined;

const CHECKS: readonly Check[] = [
  heldByAnotherRun,
  deletedWhenScaled,
  pausedWhileRunning,
  barePods,
  foreignPods,
  ({ autoscalers }) => sentence(wakers(autoscalers), 'would start again what is stopped'),
];

/** Why an application cannot be brought to a stand without losing something: every reason there is. */
export function quiesceObstacles(state: SourceState): string[] {
  return CHECKS.flatMap((check) => check(state) ?? []);
}

/** Its undo would start what we have stopped, in the middle of the last delta. */
export function heldByAnotherRun({
  workloads,
  runUid,
}: Pick<SourceState, 'workloads' | 'runUid'>): string | undefined {
  const held = workloads.filter(({ metadata }) => {
    const holder = metadata.annotations?.[QUIESCED_BY];
    return holder !== undefined && holder !== runUid;
  });
  return sentence(held, 'stopped by another migration, which holds it');
}

/** Scaling such a StatefulSet to zero deletes the very volumes that are to be copied. */
function deletedWhenScaled({ workloads }: SourceState): string | undefined {
  const deleting = workloads.filter((workload) => {
    const { persistentVolumeClaimRetentionPolicy: policy } = (workload['spec'] ?? {}) as {
      persistentVolumeClaimRetentionPolicy?: { whenScaled?: string };
    };
    return policy?.whenScaled === 'Delete';
  });
  return sentence(
    deleting,
    'would lose its volumes when scaled to zero (persistentVolumeClaimRetentionPolicy.whenScaled: Delete)',
  );
}

/**
 * Its pods are of a ReplicaSet that is not moved, and the controller makes none for a Deployment that is paused: on
 * the target no pod would ever start. Nor is it known whether it may run with what was changed since it was paused.
 * That of a DeploymentConfig does not even stop what is paused.
 */
function pausedWhileRunning({ workloads }: SourceState): string | undefined {
  const paused = workloads.filter((workload) => {
    const { paused: isPaused } = (workload['spec'] ?? {}) as { paused?: boolean };
    return isPaused === true && isRunning(workload);
  });
  return sentence(
    paused,
    'its rollout is paused, so that no pod of it would start on the target (kubectl rollout resume)',
  );
}

/** Nothing would bring it back on the source, so it is not ours to delete. */
function barePods({ pods, runners }: SourceState): string | undefined {
  const bare = unstoppablePods(pods, runners).filter(({ runBy }) => runBy === undefined);
  return sentence(
    bare.map(({ pod }) => pod),
    'nothing runs it, so that it cannot be stopped and started again: ' +
      'delete it, put it under a Deployment, or run with quiescePods: false',
  );
}

/** A pod that nothing stops would write on while the last delta is copied. */
function foreignPods({ pods, runners }: SourceState): string | undefined {
  const found = unstoppablePods(pods, runners).flatMap(({ pod, runBy }) =>
    runBy === undefined
      ? []
      : `${describeObject(keyOf(pod))}: run by ${runBy.kind} ${runBy.name}, which cannot be quiesced`,
  );
  return found.length === 0 ? undefined : listed(found);
}

function sentence(objects: readonly KubeObject[], what: string): string | undefined {
  if (objects.length === 0) return undefined;
  return `${objects.map((object) => describeObject(keyOf(object))).join(', ')}: ${what}`;
}
