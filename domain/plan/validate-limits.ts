import type { ConditionDraft } from '../kinds/condition.ts';
import type { PlanVolume } from '../kinds/plan-volume.ts';
import type { KubeObject } from '../kube-object.ts';
import type { Settings } from '../settings/settings.ts';
import type { PlanFacts } from './facts.ts';

/** How large a plan may be before it is warned of; larger ones run all the same, as the guide of MTC has it. */
export function limitFindings(
  facts: PlanFacts,
  volumes: readonly PlanVolume[],
  { limits }: Pick<Settings, 'limits'>,
): ConditionDraft[] {
  const running = facts.clusters?.pods.filter(isRunning) ?? [];
  const brought = volumes.filter(({ selection }) => selection?.action !== 'skip');
  return [
    ...exceeded('NamespaceLimitExceeded', 'Namespace', limits.namespaces, facts.namespaces.length),
    ...exceeded('PodLimitExceeded', 'Pod', limits.pods, running.length),
    ...exceeded('PvLimitExceeded', 'PV', limits.volumes, brought.length),
  ];
}

function exceeded(type: string, what: string, limit: number, found: number): ConditionDraft[] {
  if (found <= limit) return [];
  const message = `${what} limit: ${limit} exceeded, found: ${found}.`;
  return [{ type, status: 'True', category: 'Warn', reason: 'LimitExceeded', message }];
}

function isRunning(pod: KubeObject): boolean {
  return ((pod['status'] ?? {}) as { phase?: string }).phase === 'Running';
}
