import { expect } from '@jest/globals';
import type { RunView } from '../../api/rest/views/run.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import type { MigPlan } from '../../domain/kinds/index.ts';
import { keyOf } from '../../domain/kube-object.ts';
import {
  awaitReady,
  deploy,
  execIn,
  smallApplication,
  workloadWithVolume,
} from './harness/applications.ts';
import { actsOf, childrenOf } from './faults/history.ts';
import { createResource } from './harness/resources.ts';
import {
  awaitCondition,
  awaitEnd,
  awaitRun,
  makePlan,
  readRun,
  startCutover,
} from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { snapshotOf, tracesOf } from './harness/snapshot.ts';

const { test } = scenario('failed-runs');

const SENTINEL = 'echo source > /data/sentinel';

/** A class that never makes a volume, on the target. */
async function makeHopelessClass({ target, name, defer }: Scene): Promise<string> {
  const key = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', name: `${name}-hopeless` };
  await target.create({
    ...{ apiVersion: key.apiVersion, kind: key.kind, metadata: { name: key.name } },
    provisioner: 'kubernetes.io/no-provisioner',
    volumeBindingMode: 'WaitForFirstConsumer',
  });
  defer(() => target.delete(key));
  return key.name;
}

function planKey({ name: namespace }: Scene, name: string) {
  return { apiVersion: API_VERSION, kind: 'MigPlan', name, namespace };
}

/** Chooses a storage class for every volume of a plan, as a person would. */
async function chooseClass(scene: Scene, name: string, storageClass: string): Promise<void> {
  const key = planKey(scene, name);
  const { spec } = (await scene.target.get(key)) as unknown as MigPlan;
  const persistentVolumes = (spec.persistentVolumes ?? []).map((volume) => ({
    ...volume,
    selection: { ...volume.selection, storageClass },
  }));
  await scene.target.patch(key, { spec: { persistentVolumes } });
}

test('a claim that can never be bound ends the run, and nothing has happened', async (scene) => {
  const { source, target, images } = scene;
  const namespace = scene.namespace('unbound');
  const image = images.busybox;
  await deploy(source, smallApplication({ namespace, image, script: SENTINEL }));
  const before = await snapshotOf(source, [namespace]);
  await makePlan(scene, { name: 'unbound', namespaces: [namespace] });
  const storageClass = await makeHopelessClass(scene);
  await chooseClass(scene, 'unbound', storageClass);

  const startedAt = performance.now();
  const run = await awaitEnd(scene, await startCutover(scene, 'unbound'), 120_000);

  expect((performance.now() - startedAt) / 1000).toBeLessThan(90);
  expect(run).toMatchObject({
    state: 'failed',
    failure: {
      code: 'DRAY-3002',
      object: expect.stringContaining(`PersistentVolumeClaim ${namespace}/app`),
      detail: expect.stringMatching(`${storageClass} .*FailedScheduling: `),
    },
  });
  expect(await snapshotOf(source, [namespace])).toEqual(before);
  await expectNothingLeft(scene, 'unbound');
  // An empty claim stays for the next try, which will find it by the plan's label.
  expect(Object.keys(await snapshotOf(target, [namespace]))).toEqual([
    `ConfigMap.v1 ${namespace}/kube-root-ca.crt`,
    `Namespace.v1 /${namespace}`,
    `PersistentVolumeClaim.v1 ${namespace}/app`,
    `ServiceAccount.v1 ${namespace}/default`,
  ]);
}, 240_000);

test('an image that the target cannot pull is found while the application runs', async (scene) => {
  const { source, images } = scene;
  const namespace = scene.namespace('unpulled');
  await deploy(source, smallApplication({ namespace, image: images.busybox, script: SENTINEL }));
  const missing = `${images.busybox}-which-nobody-pushed`;
  // It stays without a pod that is ready, as it would on the target; the one with the sentinel runs on.
  await source.create(lone({ namespace, name: 'missing', image: missing }));
  const before = await snapshotOf(source, [namespace]);
  await makePlan(scene, { name: 'unpulled', namespaces: [namespace] });

  const run = await awaitEnd(scene, await startCutover(scene, 'unpulled'), 180_000);

  expect(run).toMatchObject({
    state: 'failed',
    failure: {
      code: 'DRAY-2009',
      object: expect.stringContaining(`Deployment missing of ${namespace}`),
      detail: expect.stringContaining(missing),
    },
  });
  expect(await snapshotOf(source, [namespace])).toEqual(before);
  await expectNothingLeft(scene, 'unpulled');
}, 240_000);

test('a run that was told to wait goes on where it stood, when the cause is removed', async (scene) => {
  const { source, target, images } = scene;
  const namespace = scene.namespace('held');
  await deploy(source, smallApplication({ namespace, image: images.busybox, script: SENTINEL }));
  const missing = lone({
    namespace,
    name: 'missing',
    image: `${images.busybox}-that-nobody-pushed`,
  });
  await source.create(missing);
  await makePlan(scene, { name: 'held', namespaces: [namespace] });

  const name = await startCutover(scene, 'held', { onFailure: 'Hold' });
  const until = ({ state }: RunView): boolean => state === 'held';
  const held = await awaitRun(scene, name, { what: 'the hold', limitMs: 120_000, until });
  expect(held).toMatchObject({
    hold: { number: 1, phase: 'PullTargetImages', skippable: true },
    failure: { code: 'DRAY-2009', object: expect.stringContaining('Deployment missing') },
  });
  expect((await source.get(keyOf(missing)))?.['spec']).toMatchObject({ replicas: 1 });

  await source.delete(keyOf(missing));
  const { stdout } = await scene.dray('retry', 'held', '--wait', '-o', 'json');

  expect(JSON.parse(stdout)).toMatchObject({ state: 'succeeded', phase: 'Completed' });
  // What was copied before the hold was not copied again.
  const children = await childrenOf(scene, 'held');
  expect(children.filter((id) => id.endsWith('/pre-copy'))).toHaveLength(1);
  expect(await actsOf(scene, 'held')).toMatchObject({ pullImages: 2, createBackup: 1 });
  await awaitReady(target, namespace, 'app');
}, 240_000);

/** A Deployment of one image and nothing else. */
function lone({ namespace, name, image }: Record<'namespace' | 'name' | 'image', string>) {
  const labels = { app: name };
  return {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace, labels } },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name, image }] } },
    },
  };
}

/** Neither pods nor Velero's objects nor files in the bucket; progress goes with its run. */
async function expectNothingLeft(scene: Scene, plan: string): Promise<void> {
  const uid = (await scene.target.get(planKey(scene, plan)))?.metadata.uid ?? 'none';
  const left = await Promise.all([scene.source, scene.target].map((c) => tracesOf(c, uid)));
  const progress = /^DirectVolumeMigrationProgress /;
  expect(left.flat().filter((name) => !progress.test(name))).toEqual([]);
  expect(await scene.bucket.keys()).toEqual([]);
}

test('what somebody else has on the target is left alone', async (scene) => {
  const { source, target, images } = scene;
  const namespace = scene.namespace('foreign');
  const image = images.busybox;
  await deploy(source, smallApplication({ namespace, image, script: SENTINEL }));
  const foreign = { namespace, image, name: 'foreign', script: 'echo foreign > /data/sentinel' };
  await deploy(target, smallApplication({ ...foreign, claimName: 'app' }));
  await makePlan(scene, { name: 'foreign', namespaces: [namespace] });
  const here = await snapshotOf(source, [namespace]);

  async function expectRefusal(code: string, object: string): Promise<void> {
    const there = await snapshotOf(target, [namespace]);
    const { state, failure } = await awaitEnd(scene, await startCutover(scene, 'foreign'));
    expect({ state, code: failure?.code }).toEqual({ state: 'failed', code });
    expect(`${failure?.object ?? ''}: ${failure?.detail ?? ''}`).toContain(object);
    expect(await snapshotOf(source, [namespace])).toEqual(here);
    expect(await snapshotOf(target, [namespace])).toEqual(there);
  }
  await expectRefusal('DRAY-3010', `PersistentVolumeClaim ${namespace}/app`);
  await deploy(target, workloadWithVolume({ namespace, image, replicas: 0, claimName: 'unused' }));
  await expectRefusal('DRAY-1011', `target: Deployment ${namespace}/app`);

  const sentinel = await execIn(target, { namespace, app: 'foreign' }, ['cat', '/data/sentinel']);
  expect(sentinel).toBe('foreign\n');
});

test('a second run of a plan waits for the first, and then runs', async (scene) => {
  const { source, target, images } = scene;
  const namespace = scene.namespace('twice');
  const image = images.busybox;
  const script = '[ -e /data/sentinel ] || echo source > /data/sentinel';
  await deploy(source, smallApplication({ namespace, image, script }));
  const before = await snapshotOf(source, [namespace], { restarted: true });
  await makePlan(scene, { name: 'twice', namespaces: [namespace] });

  const first = await startCutover(scene, 'twice', { name: 'twice-1' });
  const second = await startCutover(scene, 'twice', { name: 'twice-2' });
  await awaitCondition(scene, { kind: 'MigMigration', name: second }, 'Postponed');
  await scene.dray('cancel', first, '--wait');
  expect(await snapshotOf(source, [namespace], { restarted: true })).toEqual(before);
  const run = await awaitEnd(scene, second);

  expect(run).toMatchObject({ state: 'succeeded' });
  const cancelled = await readRun(scene, first);
  expect(cancelled.state).toBe('canceled');
  expect(Date.parse(run.startedAt ?? '')).toBeGreaterThanOrEqual(
    Date.parse(cancelled.endedAt ?? ''),
  );
  await awaitReady(target, namespace, 'app');
});

/** The application lives on the target now: another cutover would put old data in the place of new. */
test('a plan that has moved its application does not move it again', async (scene) => {
  const { target } = scene;
  const namespace = scene.namespace('twice');
  await awaitReady(target, namespace, 'app');
  await execIn(target, { namespace, app: 'app' }, ['sh', '-c', 'echo newer > /data/sentinel']);
  const there = await snapshotOf(target, [namespace]);

  await expect(startCutover(scene, 'twice')).rejects.toThrow(/409 .*DRAY-2004.*HasFinalMigration/);
  const migPlanRef = { name: 'twice', namespace: scene.name };
  await createResource(scene, 'MigMigration', 'twice-3', { migPlanRef, stage: false });
  const refused = await awaitEnd(scene, 'twice-3');

  expect(refused).toMatchObject({ state: 'failed', failure: { code: 'DRAY-2004' } });
  expect(refused.conditions).toContainEqual(
    expect.objectContaining({ type: 'HasFinalMigration', category: 'Critical' }),
  );
  expect(await snapshotOf(target, [namespace])).toEqual(there);
  const sentinel = await execIn(target, { namespace, app: 'app' }, ['cat', '/data/sentinel']);
  expect(sentinel).toBe('newer\n');
});
