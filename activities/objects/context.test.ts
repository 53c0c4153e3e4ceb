import { expect, test } from '@jest/globals';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { type ContextRequest, gatherContext } from './context.ts';

const REQUEST: ContextRequest = {
  run: { namespace: 'openshift-migration', migration: 'm', uid: 'u', plan: 'p', planUid: 'pu' },
  namespaces: [{ source: 'shop', target: 'store' }],
  volumes: [],
  skipped: ['shop/cache'],
};

function cluster(name: string): FakeCluster {
  const fake = new FakeCluster({ name });
  fake.kinds.set('v1', ['Namespace', 'Node', 'Service', 'PersistentVolumeClaim']);
  fake.kinds.set('storage.k8s.io/v1', ['StorageClass']);
  return fake;
}

test('tells of a plain cluster what it has, and asks for nothing that it does not serve', async () => {
  const [source, target] = [cluster('source'), cluster('target')];
  target.kinds.set('apps/v1', ['Deployment']).set('apps/v1beta1', ['Deployment']);
  target.seed(
    { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n', labels: { zone: 'a' } } },
    {
      ...{
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'kubernetes', namespace: 'default' },
      },
      spec: { ipFamilies: ['IPv4'], ports: [{ nodePort: 30000 }] },
    },
    { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'local' } },
  );

  expect(await gatherContext(source, target, REQUEST)).toMatchObject({
    namespaces: { shop: 'store' },
    registries: {},
    claims: { 'shop/cache': { action: 'skip' } },
    source: { ownRegistries: [] },
    target: {
      ipFamilies: ['IPv4'],
      storageClasses: ['local'],
      ingressClasses: [],
      nodeLabels: [{ zone: 'a' }],
      nodePorts: {},
      pullSecrets: {},
      servedVersions: { 'Deployment.apps': ['v1', 'v1beta1'], Service: ['v1'] },
    },
  });
  const ports = [{ port: 80, nodePort: 31000 }];
  const annotations = {
    'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({ spec: { ports } }),
  };
  const metadata = { name: 'web', namespace: 'shop', annotations };
  source.seed({ apiVersion: 'v1', kind: 'Service', metadata, spec: { ports } });
  const chosen = await gatherContext(source, target, REQUEST);
  expect(chosen.source.chosenNodePorts).toEqual([31000]);
  expect(chosen.target.nodePorts).toEqual({ '30000': 'default/kubernetes' });
});

test('tells of registries and accounts where there are image streams', async () => {
  const [source, target] = [cluster('source'), cluster('target')];
  for (const [one, host] of [
    [source, 'old:5000'],
    [target, 'new:5000'],
  ] as const) {
    one.kinds.set('image.openshift.io/v1', ['ImageStream']);
    one.kinds.set('v1', [...(one.kinds.get('v1') ?? []), 'ServiceAccount', 'Secret', 'ConfigMap']);
    one.seed({
      ...{ apiVersion: 'image.openshift.io/v1', kind: 'ImageStream' },
      metadata: { name: 'cli', namespace: 'openshift' },
      status: { dockerImageRepository: `${host}/openshift/cli`, tags: [{ tag: 'latest' }] },
    });
  }
  const annotations = { 'kubernetes.io/service-account.name': 'default' };
  target.seed({
    ...{ apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/dockercfg' },
    metadata: { name: 'default-dockercfg-1', namespace: 'store', annotations },
  });

  expect(await gatherContext(source, target, REQUEST)).toMatchObject({
    registries: { 'old:5000': 'new:5000' },
    source: { ownRegistries: ['old:5000'] },
    target: {
      openshiftImages: { cli: ['latest'] },
      pullSecrets: { 'store/default': 'default-dockercfg-1' },
    },
  });
});
