import type { KubeObject } from '../kube-object.ts';
import { PRE_QUIESCE_REPLICAS } from './annotations.ts';
import { countIn, isCurrent, noteOf, type Quiescer, specOf, statusOf } from './quiescer.ts';

/** A kind that is stopped by asking for no pods. */
export function scaled({
  kind,
  apiVersions,
  onlyUnowned = false,
}: Pick<Quiescer, 'kind' | 'apiVersions' | 'onlyUnowned'>): Quiescer {
  return {
    ...{ kind, apiVersions, onlyUnowned },
    field: ['spec', 'replicas'],
    runs: (object) => replicasOf(object) > 0,
    notes: (object) => ({ [PRE_QUIESCE_REPLICAS]: String(replicasOf(object)) }),
    stop: () => ({ replicas: 0 }),
    restart(object) {
      const replicas = countIn(noteOf(object, PRE_QUIESCE_REPLICAS));
      return replicas === undefined ? undefined : { replicas };
    },
    isDown(object) {
      // A definition without a controller, as in tests of a kind, has nobody who makes pods.
      if (object['status'] === undefined) return true;
      return isCurrent(object) && (statusOf(object).replicas ?? 0) === 0;
    },
    lacks(object) {
      const wanted = replicasOf(object);
      const { readyReplicas = 0 } = statusOf(object);
      if (wanted === 0 || (isCurrent(object) && readyReplicas >= wanted)) return undefined;
      return `${readyReplicas} of ${wanted}`;
    },
  };
}

/** Kubernetes reads a missing `replicas` as one. */
function replicasOf(object: KubeObject): number {
  const { replicas } = specOf(object);
  return typeof replicas === 'number' ? replicas : 1;
}
