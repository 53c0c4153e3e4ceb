import type { ConditionDraft } from '../kinds/condition.ts';
import { describeObject, keyOf, type KubeObject } from '../kube-object.ts';
import { listed } from '../objects/refusals.ts';
import { isRunning } from '../quiesce/quiescers.ts';

/**
 * Workloads that somebody else keeps as they are, mostly an operator. Many of these let alone what is scaled to zero,
 * so it is tried; one that does not ends the run within a moment, and the application runs on.
 */
export function controlledWarnings(workloads: readonly KubeObject[]): ConditionDraft[] {
  const controlled = workloads.filter(isRunning).flatMap((workload) => {
    const [owner] = workload.metadata.ownerReferences ?? [];
    if (owner === undefined) return [];
    return `${describeObject(keyOf(workload))} belongs to ${owner.kind} ${owner.name}`;
  });
  if (controlled.length === 0) return [];
  return [
    {
      type: 'WorkloadsControlled',
      status: 'True',
      category: 'Warn',
      reason: 'MayBeStartedAgain',
      message: `${listed(controlled)}: whoever looks after that may start it again while it is to stand still.`,
      durable: true,
    },
  ];
}
