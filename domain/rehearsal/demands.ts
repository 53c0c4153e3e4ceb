import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { podSpecPath } from '../transform/pod-spec.ts';
import { at, namespaceOf, textAt } from '../transform/read.ts';
import { objectAmounts } from './object-amounts.ts';
import { type ContainerDefaults, isBestEffort, podAmounts } from './pod-amounts.ts';
import type { Demand } from './quota.ts';

/**
 * What the pods of a workload will take. How many pods a DaemonSet has is up to the nodes of the target, and a
 * CronJob has none most of the time: at least one, and none.
 * @param workload as it is to arrive, before it is brought to a stand
 * @param pod one of its pods, as the target would admit it if that is known
 */
export function podDemand(
  workload: KubeObject,
  pod: KubeObject,
  defaults: ContainerDefaults,
): Demand {
  const { spec } = pod as { spec?: unknown };
  return {
    namespace: namespaceOf(workload),
    owner: describeObject(keyOf(workload)),
    amounts: podAmounts(spec, defaults),
    count: podCount(workload),
    pod: {
      bestEffort: isBestEffort(spec, defaults),
      terminating: at(spec, ['activeDeadlineSeconds']) !== undefined,
      // A class that comes with the run is not part of a pod that was rehearsed.
      priorityClass: classOf(at(workload, podSpecPath(workload) ?? [])) ?? classOf(spec) ?? '',
    },
  };
}

function classOf(spec: unknown): string | undefined {
  return textAt(spec, ['priorityClassName']);
}

function podCount(workload: KubeObject): number {
  const numberAt = (field: string, otherwise: number) => {
    const found = at(workload, ['spec', field]);
    return typeof found === 'number' ? found : otherwise;
  };
  switch (groupKindOf(workload)) {
    case 'Pod':
    case 'DaemonSet.apps':
      return 1;
    case 'CronJob.batch':
      return 0;
    case 'Job.batch': {
      if (at(workload, ['spec', 'suspend']) === true) return 0;
      const parallel = numberAt('parallelism', 1);
      return Math.min(parallel, numberAt('completions', parallel));
    }
    default:
      return numberAt('replicas', 1);
  }
}

/** Whether pods of a workload may start on the target without anybody doing anything. */
export function startsPods(workload: KubeObject): boolean {
  if (groupKindOf(workload) === 'CronJob.batch') return at(workload, ['spec', 'suspend']) !== true;
  return podCount(workload) > 0;
}

/** What an object itself takes. */
export function objectDemand(object: KubeObject, resource: string): Demand {
  return {
    namespace: namespaceOf(object),
    owner: describeObject(keyOf(object)),
    amounts: objectAmounts(object, resource),
    count: 1,
  };
}
