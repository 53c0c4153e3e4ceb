import type { KubeObject } from '../kube-object.ts';
import { groupOf } from '../objects/served.ts';
import { groupKindOf } from '../transform/group-kind.ts';
import { at, listAt, textAt } from '../transform/read.ts';
import { type Amounts, readAmounts } from './amounts.ts';

const ONE = 1000;

/** Kinds of the core group that quotas know by their bare names too. */
const BARE = new Set([
  ...['configmaps', 'persistentvolumeclaims', 'replicationcontrollers'],
  ...['resourcequotas', 'secrets', 'services'],
]);

/**
 * What one object counts for a ResourceQuota; pods are counted elsewhere.
 * @param resource plural by which the API calls the kind
 */
export function objectAmounts(object: KubeObject, resource: string): Amounts {
  const group = groupOf(object.apiVersion);
  const counted = { [`count/${resource}${group === '' ? '' : `.${group}`}`]: ONE };
  const bare = group === '' && BARE.has(resource) ? { [resource]: ONE } : {};
  return { ...counted, ...bare, ...particulars(object) };
}

function particulars(object: KubeObject): Amounts {
  switch (groupKindOf(object)) {
    case 'Service':
      return ofService(object);
    case 'PersistentVolumeClaim':
      return ofClaim(object);
    case 'Deployment.apps':
      // Its controller makes one at once, however many pods it asks for.
      return { 'count/replicasets.apps': ONE };
    default:
      return {};
  }
}

function ofService(service: KubeObject): Amounts {
  const type = textAt(service, ['spec', 'type']);
  const isBalanced = type === 'LoadBalancer';
  const isOpen =
    type === 'NodePort' ||
    (isBalanced && at(service, ['spec', 'allocateLoadBalancerNodePorts']) !== false);
  return {
    ...(isBalanced ? { 'services.loadbalancers': ONE } : {}),
    ...(isOpen ? { 'services.nodeports': listAt(service, ['spec', 'ports']).length * ONE } : {}),
  };
}

function ofClaim(claim: KubeObject): Amounts {
  const { storage = 0 } = readAmounts(at(claim, ['spec', 'resources', 'requests']));
  const name = textAt(claim, ['spec', 'storageClassName']) ?? '';
  const ofClass = `${name}.storageclass.storage.k8s.io`;
  return {
    'requests.storage': storage,
    ...(name === ''
      ? {}
      : { [`${ofClass}/requests.storage`]: storage, [`${ofClass}/persistentvolumeclaims`]: ONE }),
  };
}
