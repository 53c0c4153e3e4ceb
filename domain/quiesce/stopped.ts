import type { KubeObject } from '../kube-object.ts';
import { statusOf } from './quiescer.ts';
import { isRunning } from './quiescers.ts';
import { isMarked } from './workloads.ts';

/**
 * Whether pods of a workload of the source are to start on the target: it runs, or did until this run stopped it. A
 * DaemonSet for which there is no node runs without a pod, and may do so there.
 */
export function willStart(workload: KubeObject, runUid: string): boolean {
  if (isMarked(workload, runUid)) return true;
  const { desiredNumberScheduled } = statusOf<{ desiredNumberScheduled: number }>(workload);
  return isRunning(workload) && desiredNumberScheduled !== 0;
}

/** Whether a workload that was brought at a stand has been started since: it runs, or is a Job that has. */
export function hasBegun(workload: KubeObject): boolean {
  const { startTime } = statusOf<{ startTime: string }>(workload);
  return isRunning(workload) || (workload.kind === 'Job' && startTime !== undefined);
}
