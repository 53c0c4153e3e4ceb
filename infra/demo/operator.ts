import type { Cluster } from '../../clients/kube/cluster.ts';
import { OPERATOR_ROLE } from '../../domain/install/host.ts';
import { NAMESPACE } from '../../domain/kinds/group.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { PART_OF } from './spec.ts';
import { type Patience, waitUntil } from './wait.ts';

/** Name of the account. */
export const OPERATOR = 'demo-operator';
const TOKEN = 'demo-operator-token';

/** An operator's account on the host cluster, as an administrator would make one. */
function operatorManifests(): KubeObject[] {
  const metadata = { name: OPERATOR, namespace: NAMESPACE, labels: PART_OF };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: OPERATOR_ROLE },
      subjects: [{ kind: 'ServiceAccount', name: OPERATOR, namespace: NAMESPACE }],
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/service-account-token',
      metadata: {
        ...metadata,
        name: TOKEN,
        annotations: { 'kubernetes.io/service-account.name': OPERATOR },
      },
    },
  ];
}

/** Makes the account, or finds it, and answers with its token. */
export async function makeOperator(host: Cluster, patience: Patience): Promise<string> {
  for (const manifest of operatorManifests()) await host.apply(manifest);
  const key = { apiVersion: 'v1', kind: 'Secret', name: TOKEN, namespace: NAMESPACE };
  return waitUntil({
    ...patience,
    what: `the token of ${NAMESPACE}/${OPERATOR}`,
    look: async () => {
      const { token } = ((await host.get(key))?.['data'] ?? {}) as { token?: string };
      return token === undefined ? undefined : Buffer.from(token, 'base64').toString('utf8');
    },
  });
}
