import { expect } from '@jest/globals';
import type { RunView } from '../../api/rest/views/run.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { ObjectTransport } from '../../domain/plan/object-transport.ts';
import { VELERO_NAMESPACE } from '../../activities/ports.ts';
import { awaitReady, deploy, smallApplication } from './harness/applications.ts';
import { extraManifests } from './harness/extras.ts';
import { awaitEnd, makePlan, startCutover } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { snapshotOf } from './harness/snapshot.ts';

const { test } = scenario('objects-velero');

interface Way {
  name: string;
  isRenamed: boolean;
  objectTransport: ObjectTransport;
}

/** The same application three times. */
const WAYS: readonly Way[] = [
  { name: 'plain', isRenamed: false, objectTransport: 'Velero' },
  { name: 'mapped', isRenamed: true, objectTransport: 'Velero' },
  { name: 'direct', isRenamed: true, objectTransport: 'Direct' },
];

const RBAC = { apiVersion: 'rbac.authorization.k8s.io/v1', apiGroup: 'rbac.authorization.k8s.io' };

/** What Velero changes by itself, what it cannot say, and what it must not bring. */
function companions(namespace: string): KubeObject[] {
  const place = (name: string, annotations: Record<string, string> = {}) => ({
    ...{ name, namespace, annotations },
  });
  const port = { port: 80, protocol: 'TCP' };
  return [
    {
      ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: place('odd', { 'a/b': 'x"\\\n\u2028' }) },
      data: { text: 'yes', quoted: '"true"', lines: 'a\u2028b\n\tc', signs: '\u0085\u007f\ufeff' },
    },
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: place('ported') },
      spec: { type: 'NodePort', selector: { app: 'app' }, ports: [port] },
    },
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: place('headless') },
      spec: { clusterIP: 'None', selector: { app: 'app' }, ports: [port] },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: place('app') },
    {
      ...{ apiVersion: RBAC.apiVersion, kind: 'RoleBinding', metadata: place('odd:name (1)') },
      roleRef: { apiGroup: RBAC.apiGroup, kind: 'Role', name: 'extras' },
      subjects: [
        { kind: 'ServiceAccount', name: 'app', namespace },
        {
          ...RBAC,
          apiVersion: undefined,
          kind: 'Group',
          name: `system:serviceaccounts:${namespace}`,
        },
      ],
    },
    {
      ...{ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: place('walls') },
      spec: { podSelector: { matchLabels: { app: 'nobody' } }, policyTypes: ['Ingress'] },
    },
  ];
}

const runs = new Map<string, RunView>();

const targetOf = (namespace: string, { isRenamed }: Way) =>
  `${namespace}${isRenamed ? '-new' : ''}`;

for (const way of WAYS) {
  test(`moves ${way.name}`, async (scene) => {
    const namespace = scene.namespace(way.name);
    const store = scene.namespace(targetOf(way.name, way));
    const image = scene.images.busybox;
    await deploy(scene.source, smallApplication({ namespace, image, replicas: 2 }));
    await deploy(scene.source, [...extraManifests(namespace, image), ...companions(namespace)]);
    const namespaces = [way.isRenamed ? `${namespace}:${store}` : namespace];
    await makePlan(scene, { name: way.name, namespaces, objectTransport: way.objectTransport });

    const run = await awaitEnd(scene, await startCutover(scene, way.name));

    runs.set(way.name, run);
    expect(run).toMatchObject({ phase: 'Completed' });
    expect(run.failure).toBeUndefined();
    await awaitReady(scene.target, store, 'app');
  }, 240_000);
}

/** Made by controllers, or by a start. */
const MADE_THERE = /^(Pod|ReplicaSet|Endpoints|EndpointSlice|Event|PodMetrics|Namespace)\./;

/** Given by a cluster, or by the run. */
const GIVEN = new Set([
  'uid',
  'creationTimestamp',
  'generation',
  'clusterIP',
  'clusterIPs',
  'volumeName',
  'nodePort',
]);
const OURS =
  /^(migration\.openshift\.io|drayage\.dev|velero\.io|volume\.(beta\.)?kubernetes\.io|pv\.kubernetes\.io|deployment\.kubernetes\.io)\/|^mig(plan|migration)$/;

/** All objects of a namespace as they would be anywhere. */
async function contentOf(scene: Scene, namespace: string, other: string): Promise<unknown> {
  const snapshot = await snapshotOf(scene.target, [namespace], { restarted: true });
  const objects = Object.entries(snapshot).filter(([title]) => !MADE_THERE.test(title));
  const text = JSON.stringify(
    Object.fromEntries(objects.map(([title, one]) => [title, bare(one)])),
  );
  return JSON.parse(text.replaceAll(namespace, 'NEW').replaceAll(other, 'OLD')) as unknown;
}

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !GIVEN.has(key) && !OURS.test(key))
      .map(([key, inner]) => [key, bare(inner)] as const)
      .filter(([key, inner]) => !isEmptyMap(key, inner)),
  );
}

function isEmptyMap(key: string, value: unknown): boolean {
  const isMap = key === 'labels' || key === 'annotations';
  return isMap && Object.keys(value as object).length === 0;
}

test('brings the same objects either way', async (scene) => {
  const [plain, mapped, direct] = await Promise.all(
    WAYS.map((way) => {
      const namespace = scene.namespace(way.name);
      return contentOf(scene, targetOf(namespace, way), namespace);
    }),
  );

  expect(Object.keys(direct as object).length).toBeGreaterThan(12);
  expect(mapped).toEqual(direct);
  expect(JSON.parse(JSON.stringify(direct).replaceAll('OLD', 'NEW'))).toEqual(plain);
});

test('leaves to Velero what it restores whole, and tells nobody of what is always there', async (scene) => {
  for (const way of WAYS.filter((one) => one.objectTransport === 'Velero')) {
    const restores = await scene.target.list({
      ...{ apiVersion: 'velero.io/v1', kind: 'Restore', namespace: VELERO_NAMESPACE },
    });
    const run = runs.get(way.name);
    const restore = restores.find(({ metadata }) => metadata.name.startsWith(run?.name ?? '?'));
    const { includedResources } = restore?.['spec'] as { includedResources: string[] };
    expect(includedResources).toEqual(
      expect.arrayContaining(['configmaps', 'deployments.apps', 'secrets', 'services']),
    );
    expect(includedResources).not.toContain('serviceaccounts');
    expect(restore).toMatchObject({ status: { phase: 'Completed' } });
    expect(JSON.stringify(run)).not.toContain('kube-root-ca');
  }
});
