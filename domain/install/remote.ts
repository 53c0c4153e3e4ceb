import { NAMESPACE } from '../kinds/group.ts';
import type { KubeObject, ObjectKey } from '../kube-object.ts';
import { INSTALL_LABELS, RBAC_API, RBAC_GROUP } from './labels.ts';
import { namespaceManifest } from './namespace.ts';

/** The account that a MigCluster's token belongs to; MTC's name, so that its accounts serve as well. */
const REMOTE_ACCOUNT = 'migration-controller';

const TOKEN_SECRET = `${REMOTE_ACCOUNT}-token`;

/** Where the cluster puts the token of the account. */
export const REMOTE_TOKEN: ObjectKey = {
  apiVersion: 'v1',
  kind: 'Secret',
  name: TOKEN_SECRET,
  namespace: NAMESPACE,
};

/**
 * What a remote cluster needs. The account is cluster-admin, as MTC's is: whatever an application consists of,
 * of kinds nobody knows beforehand, is read on the source and created on the target.
 */
export function remoteManifests(): KubeObject[] {
  return [namespaceManifest(), serviceAccount(), binding(), tokenSecret()];
}

/** Token and CA of the account, once the cluster has filled the Secret in. */
export interface RemoteToken {
  token: string;
  /** PEM: the CA that pods inside the cluster trust. */
  caBundle: string;
}

/** What the Secret holds; undefined while the cluster has not filled it in. */
export function readRemoteToken(secret: KubeObject | undefined): RemoteToken | undefined {
  const data = (secret?.['data'] ?? {}) as Record<string, unknown>;
  const token = data['token'];
  const caBundle = data['ca.crt'];
  if (typeof token !== 'string' || typeof caBundle !== 'string') return undefined;
  return { token: atob(token), caBundle: atob(caBundle) };
}

function serviceAccount(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: REMOTE_ACCOUNT, namespace: NAMESPACE, labels: INSTALL_LABELS },
  };
}

function binding(): KubeObject {
  return {
    apiVersion: RBAC_API,
    kind: 'ClusterRoleBinding',
    metadata: { name: `drayage-${REMOTE_ACCOUNT}`, labels: INSTALL_LABELS },
    roleRef: { apiGroup: RBAC_GROUP, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', name: REMOTE_ACCOUNT, namespace: NAMESPACE }],
  };
}

/** Since Kubernetes 1.24 an account has no lasting token unless a Secret of this type asks for one. */
function tokenSecret(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: TOKEN_SECRET,
      namespace: NAMESPACE,
      labels: INSTALL_LABELS,
      annotations: { 'kubernetes.io/service-account.name': REMOTE_ACCOUNT },
    },
    type: 'kubernetes.io/service-account-token',
  };
}
