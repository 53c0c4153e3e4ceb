import { expect } from '@jest/globals';
import type { RunView } from '../../api/rest/views/run.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import { type KubeObject, keyOf } from '../../domain/kube-object.ts';
import { awaitReady, deploy, execIn, smallApplication } from './harness/applications.ts';
import { type Belongings, belongingsOf, bringBelongings } from './harness/belongings.ts';
import { extraManifests } from './harness/extras.ts';
import { awaitEnd, endOf, makePlan, startCutover, SUCCEEDED } from './harness/runs.ts';
import { awaitPhase } from './faults/moment.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { snapshotOf, tracesOf } from './harness/snapshot.ts';
import { waitUntil } from './harness/wait.ts';

const { test } = scenario('objects-direct');

const SENTINEL = '[ -e /data/sentinel ] || echo source > /data/sentinel';

let moved: { namespace: string; store: string; belongings: Belongings; run: RunView };

/** What is beside the Deployment of the application, in its namespace. */
function companions({ name: scene }: Scene, namespace: string, api: string): KubeObject[] {
  const labels = { app: 'app' };
  const place = (name: string) => ({ name, namespace });
  return [
    {
      ...{ apiVersion: 'v1', kind: 'Service', metadata: place('app') },
      spec: { type: 'NodePort', selector: labels, ports: [{ port: 80 }] },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: place('app') },
    {
      ...{ apiVersion: 'v1', kind: 'PodTemplate', metadata: place('rare') },
      template: {
        spec: { priorityClassName: scene, containers: [{ name: 'main', image: 'rare' }] },
      },
    },
    {
      ...{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: place('app') },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
    {
      ...{ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: place('idle') },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'idle' },
        maxReplicas: 3,
      },
    },
    {
      apiVersion: api,
      kind: 'Widget',
      metadata: place('whole'),
      spec: { size: 3, list: [1, null] },
    },
  ];
}

/** The custom resource owns a ConfigMap, and its controller has noted something in its status. */
async function settle(scene: Scene, namespace: string, api: string): Promise<void> {
  const key = { apiVersion: api, kind: 'Widget', name: 'whole', namespace };
  const widget = await scene.source.patch(
    key,
    { status: { phase: 'Filled', since: '2020-01-01' } },
    { subresource: 'status' },
  );
  const owner = { apiVersion: api, kind: 'Widget', name: 'whole', uid: widget.metadata.uid ?? '' };
  await scene.source.create({
    ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { of: 'whole' } },
    metadata: { name: 'owned', namespace, ownerReferences: [{ ...owner, controller: true }] },
  });
}

test('moves a namespace with all that belongs to it, without Velero', async (scene) => {
  const { source, images } = scene;
  const [namespace, store] = [scene.namespace('shop'), scene.namespace('store')];
  const image = images.busybox;
  await deploy(source, smallApplication({ namespace, image, script: SENTINEL, replicas: 2 }));
  const belongings = belongingsOf(scene, namespace);
  await bringBelongings(scene, source, belongings);
  await deploy(source, companions(scene, namespace, belongings.api));
  await deploy(source, extraManifests(namespace, image));
  await settle(scene, namespace, belongings.api);
  const namespaces = [`${namespace}:${store}`];
  await makePlan(scene, { name: 'shop', namespaces, objectTransport: 'Direct' });

  const run = await awaitEnd(scene, await startCutover(scene, 'shop'));

  moved = { namespace, store, belongings, run };
  expect(endOf(run)).toEqual(SUCCEEDED);
  await awaitReady(scene.target, store, 'app');
  const sentinel = await execIn(scene.target, { namespace: store, app: 'app' }, [
    'cat',
    '/data/sentinel',
  ]);
  expect(sentinel).toBe('source\n');
}, 240_000);

/** Set by the server of each cluster, or by the run. */
const OF_A_CLUSTER =
  /^(uid|resourceVersion|creationTimestamp|generation|managedFields|namespace|ownerReferences)$/;

function comparable(object: KubeObject | undefined): unknown {
  if (object === undefined) return undefined;
  const { metadata, status, spec, ...rest } = object as KubeObject &
    Record<'spec' | 'status', unknown>;
  const ours = /^(migration\.openshift\.io|drayage\.dev|kubectl\.kubernetes\.io)\//;
  const kept = ([name]: [string, unknown]) => !ours.test(name) && !OF_A_CLUSTER.test(name);
  const filtered = (map: object = {}) => Object.fromEntries(Object.entries(map).filter(kept));
  const { labels, annotations, finalizers } = metadata;
  return {
    ...rest,
    name: metadata.name,
    finalizers,
    labels: filtered(labels),
    annotations: filtered(annotations),
    spec: withoutAddresses(object.kind, spec),
    status: object.kind === 'Widget' ? status : undefined,
  };
}

/** What each cluster gives to a Service. */
function withoutAddresses(kind: string, spec: unknown): unknown {
  if (kind !== 'Service') return spec;
  const given = new Set(['clusterIP', 'clusterIPs', 'ports']);
  const fields = Object.entries(spec as object).filter(([name]) => !given.has(name));
  const { ports } = spec as { ports: object[] };
  return { ...Object.fromEntries(fields), ports: ports.map((port) => ({ ...port, nodePort: 0 })) };
}

test('brings every object as it was', async (scene) => {
  const { namespace, store, belongings } = moved;
  const all = [
    ...companions(scene, namespace, belongings.api),
    ...extraManifests(namespace, scene.images.busybox),
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'owned', namespace } },
  ].filter(({ kind, metadata }) => `${kind} ${metadata.name}` !== 'CronJob yearly');
  expect(all.length).toBeGreaterThan(10);
  for (const object of all) {
    const key = keyOf(object);
    const [here, there] = await Promise.all([
      scene.source.get(key),
      scene.target.get({ ...key, namespace: store }),
    ]);
    expect(here).toBeDefined();
    expect(comparable(there)).toEqual(comparable(here));
  }
  const yearly = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'yearly', namespace: store };
  expect(await scene.target.get(yearly)).toMatchObject({ spec: { suspend: false } });
});

test('brings what belongs to the namespace, for its accounts', async (scene) => {
  const { store, belongings } = moved;
  for (const object of belongings.wide) {
    expect(await scene.target.get(keyOf(object))).toBeDefined();
  }
  expect(await scene.target.get(keyOf(belongings.binding))).toMatchObject({
    subjects: [{ kind: 'ServiceAccount', name: 'app', namespace: store }],
  });
});

test('gives what is owned its owner back', async (scene) => {
  const { store, belongings } = moved;
  const widget = { apiVersion: belongings.api, kind: 'Widget', name: 'whole', namespace: store };
  const owned = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owned', namespace: store };
  const [owner, found] = await Promise.all([scene.target.get(widget), scene.target.get(owned)]);
  expect(found?.metadata.ownerReferences).toEqual([
    expect.objectContaining({ kind: 'Widget', uid: owner?.metadata.uid, controller: true }),
  ]);
});

test('leaves nothing but its ledger, which lists what is there', async (scene) => {
  const { store, run } = moved;
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', name: 'shop', namespace: scene.name };
  const uid = (await scene.target.get(key))?.metadata.uid ?? 'none';
  const [here, there] = await Promise.all(
    [scene.source, scene.target].map((c) => tracesOf(c, uid)),
  );
  expect(here).toEqual([]);
  const progress = /^DirectVolumeMigrationProgress /;
  const [ledger, ...more] = there?.filter((name) => !progress.test(name)) ?? [];
  expect(ledger).toMatch(new RegExp(`^ConfigMap ${scene.name}/${run.name}-ledger-0-`));
  expect(more).toEqual([]);
  const name = ledger?.split('/')[1] ?? '';
  const page = await scene.target.get({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name,
    namespace: scene.name,
  });
  expect(page?.metadata.ownerReferences).toMatchObject([{ kind: 'MigPlan', name: 'shop' }]);
  const { entries } = page?.['data'] as { entries: string };
  const secret = { apiVersion: 'v1', kind: 'Secret', name: 'extras', namespace: store };
  const found = await scene.target.get(secret);
  expect(entries).toContain(`"name":"extras","namespace":"${store}"`);
  expect(entries).toContain(found?.metadata.uid);
  expect(await scene.bucket.keys()).toEqual([]);
});

test('takes back exactly what it made when the target refuses an object', async (scene) => {
  const { source, target, images } = scene;
  const namespace = scene.namespace('refused');
  const image = images.busybox;
  await deploy(source, smallApplication({ namespace, image, script: SENTINEL }));
  await deploy(source, extraManifests(namespace, image));
  const here = await snapshotOf(source, [namespace], { restarted: true });
  const place = (name: string) => ({ name, namespace });
  await deploy(target, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: place('foreign'), data: { kept: 'yes' } },
  ]);
  await makePlan(scene, { name: 'refused', namespaces: [namespace], objectTransport: 'Direct' });
  const there = await snapshotOf(target, [namespace]);

  const started = await startCutover(scene, 'refused');
  await awaitPhase(scene, started, 'CreateDirectVolumeMigrationStage');
  // Nobody could see beforehand that there would be no room for another CronJob.
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: place('late') };
  await target.create({ ...quota, spec: { hard: { 'count/cronjobs.batch': '0' } } });
  const run = await awaitEnd(scene, started);

  expect(run).toMatchObject({
    state: 'failed',
    failure: { code: 'DRAY-4101', detail: expect.stringMatching(/CronJob .*yearly: .*quota/) },
  });
  await awaitReady(source, namespace, 'app');
  expect(await snapshotOf(source, [namespace], { restarted: true })).toEqual(here);
  const left = await snapshotOf(target, [namespace]);
  const claim = `PersistentVolumeClaim.v1 ${namespace}/app`;
  const late = `ResourceQuota.v1 ${namespace}/late`;
  expect(Object.keys(left)).toEqual([...Object.keys(there), claim, late].sort());
  expect(left).toMatchObject(there);
  expect(await ledgersOf(scene, run.name)).toEqual([]);
}, 240_000);

/** A webhook for the CronJobs of one namespace that nobody answers. */
async function blockCronJobs({ target, name, defer }: Scene, namespace: string): Promise<void> {
  const api = 'admissionregistration.k8s.io/v1';
  const key = { apiVersion: api, kind: 'ValidatingWebhookConfiguration', name: `${name}-silent` };
  const webhook = {
    name: 'silent.example.com',
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    failurePolicy: 'Fail',
    clientConfig: { url: 'https://127.0.0.1:1/' },
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    rules: [
      {
        ...{ apiGroups: ['batch'], apiVersions: ['v1'], resources: ['cronjobs'] },
        operations: ['CREATE'],
      },
    ],
  };
  defer(() => target.delete(key));
  const { apiVersion, kind } = key;
  await target.create({ apiVersion, kind, metadata: { name: key.name }, webhooks: [webhook] });
}

/** The list of what has to be taken back must not go before it is used. */
test('is taken back when its MigMigration is deleted while objects are made', async (scene) => {
  const { source, target, images } = scene;
  const namespace = scene.namespace('deleted');
  const image = images.busybox;
  await deploy(source, smallApplication({ namespace, image, script: SENTINEL }));
  await deploy(source, extraManifests(namespace, image));
  await makePlan(scene, { name: 'deleted', namespaces: [namespace], objectTransport: 'Direct' });

  const run = await startCutover(scene, 'deleted');
  await awaitPhase(scene, run, 'CreateDirectVolumeMigrationStage');
  await blockCronJobs(scene, namespace);
  const made = { apiVersion: 'v1', kind: 'Secret', name: 'extras', namespace };
  await waitUntil(() => target.get(made), { what: 'objects on the target', limitMs: 90_000 });
  const migration = { apiVersion: API_VERSION, kind: 'MigMigration', namespace: scene.name };
  await target.delete({ ...migration, name: run });

  await awaitReady(source, namespace, 'app');
  const left = await waitUntil(
    async () => {
      const names = Object.keys(await snapshotOf(target, [namespace]));
      return names.some((name) => name.includes('/extras')) ? undefined : names;
    },
    { what: 'the objects to be taken back', limitMs: 90_000 },
  );
  expect(left).toEqual([
    `ConfigMap.v1 ${namespace}/kube-root-ca.crt`,
    `Namespace.v1 /${namespace}`,
    `PersistentVolumeClaim.v1 ${namespace}/app`,
    `ServiceAccount.v1 ${namespace}/default`,
  ]);
  await waitUntil(async () => ((await ledgersOf(scene, run)).length === 0 ? true : undefined), {
    what: 'the ledger to go',
    limitMs: 60_000,
  });
}, 240_000);

async function ledgersOf({ target, name: namespace }: Scene, run: string): Promise<string[]> {
  const query = { apiVersion: 'v1', kind: 'ConfigMap', namespace };
  const found = await target.list({ ...query, labelSelector: 'drayage.dev/ledger' });
  return found.map(({ metadata }) => metadata.name).filter((name) => name.startsWith(run));
}

test('touches nothing when somebody else has an object of the name', async (scene) => {
  const { source, target, images } = scene;
  const namespace = scene.namespace('foreign');
  const image = images.busybox;
  await deploy(source, smallApplication({ namespace, image, script: SENTINEL }));
  await deploy(source, extraManifests(namespace, image));
  await deploy(target, [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    {
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'extras', namespace } },
      stringData: { key: 'foreign' },
    },
  ]);
  await makePlan(scene, { name: 'foreign', namespaces: [namespace], objectTransport: 'Direct' });
  const [here, there] = [
    await snapshotOf(source, [namespace]),
    await snapshotOf(target, [namespace]),
  ];

  const run = await awaitEnd(scene, await startCutover(scene, 'foreign'));

  expect(run).toMatchObject({
    state: 'failed',
    failure: { code: 'DRAY-1011', detail: expect.stringContaining(`Secret ${namespace}/extras`) },
  });
  expect(await snapshotOf(source, [namespace])).toEqual(here);
  expect(await snapshotOf(target, [namespace])).toEqual(there);
}, 240_000);
