import type { KubeObject } from '../kube-object.ts';
import { QUIESCED_BY } from '../quiesce/annotations.ts';
import { unstoppablePods } from '../quiesce/pods.ts';
import { describePods } from '../quiesce/readiness.ts';
import { quiescerOf } from '../quiesce/workloads.ts';

/** What a cutover finds on the source, before it touches anything. */
export interface SourceState {
  runUid: string;
  workloads: readonly KubeObject[];
  /** Without the transfer's own. */
  pods: readonly KubeObject[];
  jobs: readonly KubeObject[];
}

/** One reason not to begin, as a sentence; undefined when there is none. */
type Check = (state: SourceState) => string | undefined;

const CHECKS: readonly Check[] = [
  heldByAnotherRun,
  deletedWhenScaled,
  pausedWhileRunning,
  runningJobs,
  unstoppable,
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
 */
function pausedWhileRunning({ workloads }: SourceState): string | undefined {
  const paused = workloads.filter((workload) => {
    const { paused: isPaused } = (workload['spec'] ?? {}) as { paused?: boolean };
    const runs = quiescerOf(workload.kind)?.runs(workload) === true;
    return workload.kind === 'Deployment' && isPaused === true && runs;
  });
  return sentence(
    paused,
    'its rollout is paused, so that no pod of it would start on the target (kubectl rollout resume)',
  );
}

interface JobStatus {
  completionTime?: string;
  conditions?: { type: string; status: string }[];
}

/** A Job cannot be stopped and continued; the one of a CronJob ends, and the next comes on the target. */
function runningJobs({ jobs }: SourceState): string | undefined {
  const running = jobs.filter((job) => {
    const owned = (job.metadata.ownerReferences ?? []).some(({ kind }) => kind === 'CronJob');
    const { completionTime, conditions = [] } = (job['status'] ?? {}) as JobStatus;
    const failed = conditions.some(({ type, status }) => type === 'Failed' && status === 'True');
    return !owned && !failed && completionTime === undefined;
  });
  return sentence(running, 'still running');
}

/** A pod that nothing stops would write on while the last delta is copied. */
function unstoppable({ pods }: SourceState): string | undefined {
  const found = unstoppablePods(pods);
  if (found.length === 0) return undefined;
  const kinds = [...new Set(found.map(({ runBy }) => runBy))].join(', ');
  return `pods run by ${kinds} cannot be quiesced: ${describePods(found.map(({ pod }) => pod))}`;
}

function sentence(objects: readonly KubeObject[], what: string): string | undefined {
  if (objects.length === 0) return undefined;
  const names = objects.map(
    ({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`,
  );
  return `${names.join(', ')}: ${what}`;
}
