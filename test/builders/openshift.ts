import type { KubeObject } from '../../domain/kube-object.ts';
import type { FakeCluster } from '../fakes/cluster.ts';

/** Gives a cluster a registry of its own, as OpenShift does. */
export function giveRegistry(cluster: FakeCluster, host: string): void {
  const core = cluster.kinds.get('v1') ?? [];
  const needed = ['Secret', 'ServiceAccount', 'Service', 'ConfigMap'];
  cluster.kinds.set('v1', [...new Set([...core, ...needed])]);
  cluster.kinds.set('image.openshift.io/v1', ['ImageStream']);
  cluster.seed({
    ...{ apiVersion: 'image.openshift.io/v1', kind: 'ImageStream' },
    metadata: { name: 'tools', namespace: 'openshift' },
    status: { dockerImageRepository: `${host}/openshift/tools`, tags: [{ tag: 'latest' }] },
  });
}

/** The secret for the internal registry that OpenShift makes for a service account. */
export function accountSecret(namespace: string, account: string, name: string): KubeObject {
  const annotations = { 'kubernetes.io/service-account.name': account };
  return {
    ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/dockercfg' },
    metadata: { name, namespace, annotations },
  };
}

/** Has a cluster give each service account its secret by the next request, as OpenShift does a moment later. */
export function giveAccountSecrets(cluster: FakeCluster): void {
  cluster.before = () => {
    for (const { metadata } of cluster.objects('ServiceAccount')) {
      const { name, namespace = '' } = metadata;
      const secret = accountSecret(namespace, name, `${name}-dockercfg-new`);
      const there = cluster.objects('Secret').map((one) => one.metadata.name);
      if (!there.includes(secret.metadata.name)) cluster.seed(secret);
    }
  };
}
