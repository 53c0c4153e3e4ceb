import type { KubeObject } from '../kube-object.ts';
import { QUIESCED_BY } from '../quiesce/annotations.ts';
import { unstoppablePods } from '../quiesce/pods.ts';
import { describePods } from '../quiesce/readiness.ts';

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

const CHECKS: readonly Check[] = [heldByAnotherRun, deletedWhenScaled, runningJobs, unstoppable];

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
