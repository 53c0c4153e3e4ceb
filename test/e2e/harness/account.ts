import type { Cluster } from '../../../clients/kube/cluster.ts';
import { waitUntil } from './wait.ts';

export interface AccountOptions {
  namespace: string;
  name: string;
  /** A ClusterRole, granted in the namespace; without one the account may do nothing. */
  role?: string;
}

/** Makes a service account as an administrator would, and answers with its token. */
export async function makeAccount(
  host: Cluster,
  { namespace, name, role }: AccountOptions,
): Promise<string> {
  const metadata = { name, namespace };
  await host.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  if (role !== undefined) {
    await host.create({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    });
  }
  const annotations = { 'kubernetes.io/service-account.name': name };
  const type = 'kubernetes.io/service-account-token';
  await host.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { ...metadata, annotations },
    type,
  });
  return waitUntil(
    async () => {
      const secret = await host.get({ apiVersion: 'v1', kind: 'Secret', ...metadata });
      const { token } = (secret?.['data'] ?? {}) as { token?: string };
      return token === undefined ? undefined : Buffer.from(token, 'base64').toString('utf8');
    },
    { what: `the token of ${namespace}/${name}`, limitMs: 30_000 },
  );
}
