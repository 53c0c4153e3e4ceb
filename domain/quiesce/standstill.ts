import type { KubeObject } from '../kube-object.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { JOB } from './batch.ts';
import { isActive } from './pods.ts';
import { describePods } from './readiness.ts';
import { workloadQuiescer } from './quiescers.ts';
import { isMarked } from './workloads.ts';

/**
 * What still runs, or may start at any moment, of an application that was brought to a stand; empty when nothing
 * does. Pods alone do not tell: a controller that has not seen its new size yet is about to make one.
 *
 * @param runners workloads, and what stands between them and their pods
 */
export function stillRunning(
  runners: readonly KubeObject[],
  pods: readonly KubeObject[],
): string[] {
  const active = pods.filter(isActive);
  return [
    ...runners.filter((runner) => !stands(runner)).map(nameOf),
    ...(active.length === 0 ? [] : [describePods(active)]),
  ];
}

function stands(runner: KubeObject): boolean {
  const quiescer = workloadQuiescer(runner) ?? (isBegunByCronJob(runner) ? JOB : undefined);
  return quiescer === undefined || (!quiescer.runs(runner) && quiescer.isDown(runner));
}

/** A CronJob that is suspended no longer stops what it has begun: its Job may be about to make a pod. */
function isBegunByCronJob(runner: KubeObject): boolean {
  const owners = runner.metadata.ownerReferences ?? [];
  return groupKindOf(runner) === JOB.kind && owners.some(({ kind }) => kind === 'CronJob');
}

/**
 * Workloads of the source that the target lacks, or has from somebody else: they would be restored by nobody and
 * started by nobody. Velero counts such an object as a warning only.
 * @param target workloads of the target's namespaces, already as the source names them
 */
export function notArrived(
  source: readonly KubeObject[],
  target: ReadonlyMap<string, KubeObject>,
  runUid: string,
): string[] {
  const stopped = source.filter((workload) => isMarked(workload, runUid));
  return stopped
    .filter((workload) => {
      const arrived = target.get(workloadKey(workload, workload.metadata.namespace ?? ''));
      return arrived === undefined || !isMarked(arrived, runUid);
    })
    .map(nameOf);
}

/** The same for a workload of the source and its copy, once the copy's namespace is mapped back. */
export function workloadKey(workload: KubeObject, sourceNamespace: string): string {
  return `${groupKindOf(workload)}/${sourceNamespace}/${workload.metadata.name}`;
}

function nameOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;
}
