import type { KubeObject } from '../../kube-object.ts';
import type { Effect, Rule } from '../contract.ts';
import { annotationOf, listAt, nameOf, recordAt, textAt } from '../read.ts';

/** The control plane puts them into every namespace. */
const IN_EVERY_NAMESPACE = ['kube-root-ca.crt', 'openshift-service-ca.crt'];

const LEADER = 'control-plane.alpha.kubernetes.io/leader';

/** Config maps that speak of the source, or of a pod that stays there. */
export const CLUSTER_CONFIG_MAP: Rule = {
  name: 'cluster-config-map',
  kinds: ['ConfigMap'],
  apply(map): Effect {
    if (IN_EVERY_NAMESPACE.includes(nameOf(map))) {
      return { skip: 'every cluster puts its own into every namespace' };
    }
    // Builds keep certificates of their cluster in them, and leaders their locks; both die with the pod.
    const pod = podOf(map);
    if (pod !== undefined) return { skip: `it lives and dies with Pod ${pod}` };
    return isLock(map) ? { skip: 'it is the lock of a leader on the source' } : { keep: map };
  },
};

function podOf(map: KubeObject): string | undefined {
  const owner = listAt(map, ['metadata', 'ownerReferences']).find(
    (reference) => textAt(reference, ['kind']) === 'Pod',
  );
  return owner === undefined ? undefined : (textAt(owner, ['name']) ?? '');
}

function isLock(map: KubeObject): boolean {
  return (
    annotationOf(map, LEADER) !== undefined && Object.keys(recordAt(map, ['data'])).length === 0
  );
}
