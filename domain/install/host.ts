import { NAMESPACE } from '../kinds/group.ts';
import type { KubeObject } from '../kube-object.ts';
import { INSTALL_LABELS, RBAC_API, RBAC_GROUP } from './labels.ts';
import { namespaceManifest } from './namespace.ts';
import { CONTROL_PLANE_RULES, OPERATOR_RULES, type Rule, VIEWER_RULES } from './rules.ts';

/** The account that the server and the workers use inside the host cluster. */
export const SERVICE_ACCOUNT = 'drayage';

/** Roles for people; a RoleBinding in our namespace is enough for both. */
export const VIEWER_ROLE = 'drayage-viewer';
export const OPERATOR_ROLE = 'drayage-operator';

/** What the host cluster needs, in the order in which it must be applied. */
export function hostManifests(definitions: readonly KubeObject[]): KubeObject[] {
  return [
    namespaceManifest(),
    ...definitions,
    serviceAccount(),
    clusterRole(SERVICE_ACCOUNT, CONTROL_PLANE_RULES),
    clusterRole(VIEWER_ROLE, VIEWER_RULES),
    clusterRole(OPERATOR_ROLE, OPERATOR_RULES),
    binding(),
  ];
}

function serviceAccount(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: SERVICE_ACCOUNT, namespace: NAMESPACE, labels: INSTALL_LABELS },
  };
}

function clusterRole(name: string, rules: readonly Rule[]): KubeObject {
  return {
    apiVersion: RBAC_API,
    kind: 'ClusterRole',
    metadata: { name, labels: INSTALL_LABELS },
    rules,
  };
}

function binding(): KubeObject {
  return {
    apiVersion: RBAC_API,
    kind: 'ClusterRoleBinding',
    metadata: { name: SERVICE_ACCOUNT, labels: INSTALL_LABELS },
    roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: SERVICE_ACCOUNT },
    subjects: [{ kind: 'ServiceAccount', name: SERVICE_ACCOUNT, namespace: NAMESPACE }],
  };
}
