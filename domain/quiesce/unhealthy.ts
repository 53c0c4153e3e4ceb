import type { UnhealthyNamespace } from '../kinds/unhealthy.ts';
import type { KubeObject } from '../kube-object.ts';
import { describePod } from './readiness.ts';
import { workloadQuiescer } from './quiescers.ts';

interface Conditions {
  phase?: string;
  conditions?: { type: string; status: string }[];
}

/**
 * What is not well, by namespace: workloads that lack pods, and beside them pods that are not ready. A namespace that
 * is well is left out.
 */
export function unhealthyNamespaces(
  workloads: readonly KubeObject[],
  pods: readonly KubeObject[],
): UnhealthyNamespace[] {
  const lacking = workloads.flatMap((workload) => {
    const lacks = workloadQuiescer(workload)?.lacks(workload);
    const { kind, metadata } = workload;
    const name = `${kind} ${metadata.name}`;
    return lacks === undefined ? [] : [{ namespace: metadata.namespace ?? '', name, lacks }];
  });
  const unready = pods.filter((pod) => !isWell(pod));
  const names = new Set([
    ...lacking.map(({ namespace }) => namespace),
    ...unready.map(({ metadata }) => metadata.namespace ?? ''),
  ]);
  return [...names].sort().map((namespace) => {
    const those = unready.filter(({ metadata }) => (metadata.namespace ?? '') === namespace);
    const here = lacking
      .filter((one) => one.namespace === namespace)
      .map(({ name, lacks }) => ({ name: `${name}: ${lacks}` }));
    const resources = those.map(describePod);
    return {
      name: namespace,
      workloads: [...here, ...(resources.length === 0 ? [] : [{ name: 'Pods', resources }])],
    };
  });
}

function isWell(pod: KubeObject): boolean {
  const { phase, conditions = [] } = (pod['status'] ?? {}) as Conditions;
  if (phase === 'Succeeded') return true;
  return conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
}
