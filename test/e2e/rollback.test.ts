import { expect } from '@jest/globals';
import type { RunView } from '../../api/rest/views/run.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import type { KubeObject, ObjectKey } from '../../domain/kube-object.ts';
import { awaitReady, deploy, execIn, smallApplication } from './harness/applications.ts';
import { createResource } from './harness/resources.ts';
import { awaitEnd, endOf, makePlan, readRun, startCutover, SUCCEEDED } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { type Snapshot, snapshotOf, tracesOf } from './harness/snapshot.ts';

const { test } = scenario('rollback');

const PLAN = 'home';
const SENTINEL = '[ -e /data/sentinel ] || echo source > /data/sentinel';

let moved: { namespace: string; before: Snapshot; foreign: string[] };

function settings(namespace: string): KubeObject {
  return {
    ...{ apiVersion: 'v1', kind: 'ConfigMap', data: { colour: 'green' } },
    metadata: { name: 'settings', namespace },
  };
}

function schedule(namespace: string, image: string): KubeObject {
  const containers = [{ name: 'main', image, command: ['true'] }];
  const template = { spec: { restartPolicy: 'Never', containers } };
  return {
    ...{ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'nightly', namespace } },
    spec: { schedule: '0 3 1 1 *', jobTemplate: { spec: { template } } },
  };
}

async function readSentinel(scene: Scene, side: 'source' | 'target', namespace: string) {
  await awaitReady(scene[side], namespace, 'app');
  return execIn(scene[side], { namespace, app: 'app' }, ['cat', '/data/sentinel']);
}

async function cutOver(scene: Scene): Promise<void> {
  const run = await awaitEnd(scene, await startCutover(scene, PLAN));
  expect(endOf(run)).toEqual(SUCCEEDED);
}

/** A copy as `kubectl get -o yaml | kubectl create` makes it: labels and annotations come along, the uid does not. */
async function copy({ target }: Scene, key: ObjectKey, name: string): Promise<void> {
  const found = await target.get(key);
  const { labels = {}, annotations = {} } = found?.metadata ?? {};
  expect(Object.keys(labels)).toContain('migration.openshift.io/migrated-by-migplan');
  const spec = { ...(found?.['spec'] as object), volumeName: undefined };
  const content = key.kind === 'ConfigMap' ? { data: found?.['data'] } : { spec };
  const metadata = { name, namespace: key.namespace ?? '', labels, annotations };
  await target.create({ apiVersion: key.apiVersion, kind: key.kind, metadata, ...content });
}

/** Others have come to live in the namespace since the cutover. */
async function moveIn(scene: Scene, namespace: string): Promise<string[]> {
  const map = { apiVersion: 'v1', kind: 'ConfigMap', namespace };
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace };
  await copy(scene, { ...map, name: 'settings' }, 'copied');
  await copy(scene, { ...claim, name: 'app' }, 'copied');
  const { labels = {} } = (await scene.target.get({ ...map, name: 'settings' }))?.metadata ?? {};
  await scene.target.delete({ ...map, name: 'settings' });
  const { metadata, ...anew } = settings(namespace);
  await scene.target.create({ ...anew, ...map, metadata: { ...metadata, labels } });
  return [
    `ConfigMap.v1 ${namespace}/copied`,
    `ConfigMap.v1 ${namespace}/settings`,
    `PersistentVolumeClaim.v1 ${namespace}/copied`,
  ];
}

function conditionTypes(run: RunView): string[] {
  return run.conditions.map(({ type }) => type);
}

test('brings an application back by the manifest of the guide', async (scene) => {
  const { source, target, images } = scene;
  const namespace = scene.namespace('home');
  const image = images.busybox;
  await deploy(source, [
    ...smallApplication({ namespace, image, script: SENTINEL }),
    settings(namespace),
    schedule(namespace, image),
  ]);
  const before = await snapshotOf(source, [namespace], { restarted: true });
  await makePlan(scene, { name: PLAN, namespaces: [namespace] });
  await cutOver(scene);
  await awaitReady(target, namespace, 'app');
  const foreign = await moveIn(scene, namespace);
  moved = { namespace, before, foreign };

  const migPlanRef = { name: PLAN, namespace: scene.name };
  await createResource(scene, 'MigMigration', 'back', { migPlanRef, stage: false, rollback: true });
  const run = await awaitEnd(scene, 'back');

  expect(run).toMatchObject({ type: 'rollback', state: 'succeeded', phase: 'Completed' });
  expect(conditionTypes(run)).toEqual(expect.arrayContaining(['RolledBack', 'ObjectsLeftAlone']));
  expect(await snapshotOf(source, [namespace], { restarted: true })).toEqual(before);
  expect(await readSentinel(scene, 'source', namespace)).toBe('source\n');
  expect(Object.keys(await snapshotOf(target, [namespace])).sort()).toEqual(
    [
      ...foreign,
      `ConfigMap.v1 ${namespace}/kube-root-ca.crt`,
      `Namespace.v1 /${namespace}`,
      `ServiceAccount.v1 ${namespace}/default`,
    ].sort(),
  );
}, 240_000);

test('leaves nothing of Velero, of transfers, and no ledger', async (scene) => {
  const plan = { apiVersion: API_VERSION, kind: 'MigPlan', name: PLAN, namespace: scene.name };
  const uid = (await scene.target.get(plan))?.metadata.uid ?? 'none';
  const left = await Promise.all([scene.source, scene.target].map((c) => tracesOf(c, uid)));
  expect(left.flat().filter((name) => !name.startsWith('DirectVolumeMigrationProgress '))).toEqual(
    [],
  );
  expect(await scene.bucket.keys()).toEqual([]);
});

test('rolled back once more, there is nothing to do', async (scene) => {
  const here = await snapshotOf(scene.source, [moved.namespace]);
  const there = await snapshotOf(scene.target, [moved.namespace]);

  await scene.dray('rollback', PLAN, '--name', 'back-again', '--yes', '--wait');

  const run = await readRun(scene, 'back-again');
  expect(run.state).toBe('succeeded');
  expect(conditionTypes(run)).toContain('NothingToRollBack');
  expect(await snapshotOf(scene.source, [moved.namespace])).toEqual(here);
  expect(await snapshotOf(scene.target, [moved.namespace])).toEqual(there);
});

test('cuts over again, without Velero, and takes an empty namespace along on the way back', async (scene) => {
  const { source, target } = scene;
  const { namespace, before } = moved;
  for (const [kind, name] of [
    ['ConfigMap', 'settings'],
    ['ConfigMap', 'copied'],
    ['PersistentVolumeClaim', 'copied'],
  ] as const) {
    await target.delete({ apiVersion: 'v1', kind, namespace, name });
  }
  const plan = { apiVersion: API_VERSION, kind: 'MigPlan', name: PLAN, namespace: scene.name };
  await target.patch(plan, { spec: { objectTransport: 'Direct' } });

  await cutOver(scene);
  expect(await readSentinel(scene, 'target', namespace)).toBe('source\n');
  await scene.dray('rollback', PLAN, '--yes', '--wait');

  expect(await snapshotOf(source, [namespace], { restarted: true })).toEqual(before);
  expect(await snapshotOf(target, [namespace])).toEqual({});
}, 240_000);
