import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { Cluster } from '../../clients/kube/cluster.ts';
import type { RunView } from '../../api/rest/views/run.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import type { MigPlan } from '../../domain/kinds/index.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import { awaitReady, deploy, execIn, smallApplication } from './harness/applications.ts';
import { kubectlApply } from './harness/kubectl.ts';
import { awaitCondition, awaitEnd, makePlan, readRun } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { snapshotOf } from './harness/snapshot.ts';
import { readTree } from './harness/tree.ts';
import { waitUntil } from './harness/wait.ts';

const { test } = scenario('stage');

const GUIDE = path.join(import.meta.dirname, '../manifests/9.2.4-migmigration.yaml');

/** What the first copy has to bring; a delta is far less. */
const BYTES = 24 * 2 ** 20;
const DELTA_BYTES = 2 ** 20;

/** Written once, and written to all the while. */
const WRITER = [
  `[ -e /data/big ] || head -c ${BYTES} /dev/urandom > /data/big`,
  '(while :; do date +%s >> /data/log; sleep 0.05; done) &',
].join('\n');

const PLAN = 'ledger';
const APP = 'app';

/** The manifest of the guide, for a run of the scene. */
function guideManifest(
  { name: namespace }: Scene,
  { plan, run }: { plan: string; run: string },
): string {
  return readFileSync(GUIDE, 'utf8')
    .replace('name: migration', `name: ${run}`)
    .replace('name: plan', `name: ${plan}`)
    .replaceAll('namespace: openshift-migration', `namespace: ${namespace}`);
}

function stageManifest(scene: Scene, run: string, quiesce: boolean): string {
  return guideManifest(scene, { plan: PLAN, run })
    .replace('stage: false', 'stage: true')
    .replace('quiescePods: true', `quiescePods: ${quiesce}`);
}

async function stage(scene: Scene, run: string, quiesce = false): Promise<RunView> {
  await kubectlApply(scene, stageManifest(scene, run, quiesce));
  return endOf(scene, run);
}

async function endOf(scene: Scene, run: string): Promise<RunView> {
  // The server sees the object a moment after the API server has it.
  await waitUntil(() => readRun(scene, run), { what: `run ${run}`, limitMs: 20_000 });
  return awaitEnd(scene, run, 90_000);
}

function sentBy({ volumes: [volume] }: RunView): { kinds: string[]; bytes: number } {
  const passes = volume?.passes ?? [];
  return {
    kinds: passes.map(({ kind }) => kind),
    bytes: passes.reduce((sum, { bytesSent }) => sum + bytesSent, 0),
  };
}

async function contentsOn(cluster: Cluster, namespace: string) {
  const read = (command: string) => execIn(cluster, { namespace, app: APP }, ['sh', '-c', command]);
  const [sum = ''] = (await read('sha256sum /data/big')).split(' ');
  return { sum, lines: Number(await read('wc -l < /data/log')) };
}

let namespace: string;
let written: { sum: string; lines: number };

test('copies beside the application, and the second time only what has changed', async (scene) => {
  const { source, target, images } = scene;
  namespace = scene.namespace('ledger');
  const image = images.busybox;
  const options = { namespace, image, name: APP, script: WRITER, capacity: '128Mi' };
  await deploy(source, smallApplication({ ...options, ready: ['test', '-s', '/data/log'] }));
  await makePlan(scene, { name: PLAN, namespaces: [namespace], objectTransport: 'Direct' });
  const before = await snapshotOf(source, [namespace]);

  const first = await stage(scene, 'first');
  const second = await stage(scene, 'second');

  expect(first).toMatchObject({ type: 'stage', state: 'succeeded', phase: 'Completed' });
  expect(sentBy(first).kinds[0]).toBe('initial');
  expect(sentBy(first).bytes).toBeGreaterThan(BYTES);
  expect(second).toMatchObject({ state: 'succeeded' });
  expect(new Set(sentBy(second).kinds)).toEqual(new Set(['delta']));
  expect(sentBy(second).bytes).toBeLessThan(DELTA_BYTES);
  expect(second.downtime?.predictedSeconds).toBeGreaterThan(0);
  expect(second.downtime?.startedAt).toBeUndefined();
  // The same pods, with the same uids, and nothing was noted anywhere.
  expect(await snapshotOf(source, [namespace])).toEqual(before);
  expect(Object.keys(await snapshotOf(target, [namespace]))).toEqual([
    `ConfigMap.v1 ${namespace}/kube-root-ca.crt`,
    `Namespace.v1 /${namespace}`,
    `PersistentVolumeClaim.v1 ${namespace}/${APP}`,
    `ServiceAccount.v1 ${namespace}/default`,
  ]);
}, 150_000);

test('with quiescePods it compares both ends, and the application runs again', async (scene) => {
  const { source } = scene;
  const before = await snapshotOf(source, [namespace], { restarted: true });

  const run = await stage(scene, 'halted', true);

  expect(run).toMatchObject({
    state: 'succeeded',
    volumes: [{ claim: APP, state: 'verified' }],
    downtime: { seconds: expect.any(Number) },
  });
  expect(sentBy(run).kinds.at(-1)).toBe('final');
  await awaitReady(source, namespace, APP);
  expect(await snapshotOf(source, [namespace], { restarted: true })).toEqual(before);
  written = await contentsOn(source, namespace);
}, 120_000);

test('a cutover finds what stages brought', async (scene) => {
  const { stdout } = await scene.dray('cutover', PLAN, '--wait', '-o', 'json');

  const run = JSON.parse(stdout) as RunView;
  expect(run).toMatchObject({ state: 'succeeded', volumes: [{ state: 'verified' }] });
  expect(sentBy(run).kinds).not.toContain('initial');
  expect(sentBy(run).bytes).toBeLessThan(DELTA_BYTES);
  const arrived = await contentsOn(scene.target, namespace);
  expect(arrived.sum).toBe(written.sum);
  expect(arrived.lines).toBeGreaterThan(written.lines);
}, 120_000);

test('a state migration fills a claim that somebody else made, under its own name', async (scene) => {
  const { source, target, images } = scene;
  const state = scene.namespace('state');
  const script = 'echo kept > /data/sentinel';
  await deploy(source, smallApplication({ namespace: state, image: images.busybox, script }));
  await target.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: state } });
  await target.create(emptyClaim(state, 'made-by-gitops'));
  await makePlan(scene, { name: 'state', namespaces: [state], objectTransport: 'Direct' });
  await renameClaim(scene, 'state', 'app:made-by-gitops');
  await kubectlApply(
    scene,
    guideManifest(scene, { plan: 'state', run: 'state' })
      .replace('quiescePods: true', 'quiescePods: false')
      .replace('stage: false', 'stage: false\n  migrateState: true'),
  );

  const run = await endOf(scene, 'state');

  expect(run).toMatchObject({ type: 'state', state: 'succeeded' });
  expect(run.volumes).toMatchObject([{ claim: 'app', targetClaim: 'made-by-gitops' }]);
  const where = { namespace: state, claim: 'made-by-gitops', image: images.mover };
  const [there, here] = await Promise.all([
    readTree(target, where),
    readTree(source, { ...where, claim: 'app' }),
  ]);
  expect(there.entries).toEqual(here.entries);
  expect(there.entries['./sentinel']?.size).toBe('kept\n'.length);
}, 120_000);

function emptyClaim(namespace: string, name: string): KubeObject {
  return {
    ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { namespace, name } },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '64Mi' } } },
  };
}

/** As the guide has it: `source:target` in the place of the name. */
async function renameClaim(scene: Scene, plan: string, name: string): Promise<void> {
  const key = { apiVersion: API_VERSION, kind: 'MigPlan', name: plan, namespace: scene.name };
  const { spec } = (await scene.target.get(key)) as unknown as MigPlan;
  const persistentVolumes = (spec.persistentVolumes ?? []).map((volume) => ({
    ...volume,
    pvc: { ...volume.pvc, name },
  }));
  await scene.target.patch(key, { spec: { persistentVolumes } });
}

test('chosen objects follow a state migration, by both ways, and nothing else does', async (scene) => {
  const { source, target } = scene;
  const state = scene.namespace('state');
  const frontend = { app: 'frontend' };
  const made = [
    ['ConfigMap', 'chosen', frontend],
    ['ConfigMap', 'other', {}],
    ['Secret', 'chosen', frontend],
    ['Secret', 'other', {}],
  ] as const;
  for (const [kind, name, labels] of made) {
    const metadata = { namespace: state, name, labels };
    await source.create({ apiVersion: 'v1', kind, metadata, stringData: { a: 'b' } });
  }
  const before = await snapshotOf(source, [state]);
  // What it chooses of the plan whose volumes are there already, and of one that goes through the repository.
  await makePlan(scene, { name: 'secrets', namespaces: [state] });
  await choose(scene, 'state', 'ConfigMap');
  await choose(scene, 'secrets', 'Secret');
  for (const plan of ['state', 'secrets']) {
    const run = `${plan}-objects`;
    const manifest = guideManifest(scene, { plan, run });
    await kubectlApply(scene, manifest.replace('quiescePods: true', 'quiescePods: false'));

    expect(await endOf(scene, run)).toMatchObject({ type: 'cutover', state: 'succeeded' });
  }

  const arrived = Object.keys(await snapshotOf(target, [state]));
  expect(arrived.filter((name) => /chosen|other|Deployment/.test(name)).sort()).toEqual([
    `ConfigMap.v1 ${state}/chosen`,
    `Secret.v1 ${state}/chosen`,
  ]);
  expect(await snapshotOf(source, [state])).toEqual(before);
  const { stdout } = await scene.dray('report', 'secrets-objects', '--all', '-o', 'json');
  expect(stdout).toContain('not-chosen');
  await close(scene, 'secrets');
  const late = guideManifest(scene, { plan: 'secrets', run: 'late-objects' });
  await kubectlApply(scene, late.replace('stage: false', 'stage: true'));
  await awaitCondition(scene, { kind: 'MigMigration', name: 'late-objects' }, 'Failed');
}, 150_000);

/** As the guide has it: kinds and groups, and labels beside. */
async function choose(scene: Scene, plan: string, kind: string): Promise<void> {
  const includedResources = [{ kind, group: '' }];
  const labelSelector = { matchLabels: { app: 'frontend' } };
  await patchPlan(scene, plan, { includedResources, labelSelector });
}

function close(scene: Scene, plan: string): Promise<void> {
  return patchPlan(scene, plan, { closed: true });
}

async function patchPlan({ target, name: namespace }: Scene, name: string, spec: object) {
  await target.patch({ apiVersion: API_VERSION, kind: 'MigPlan', name, namespace }, { spec });
}

test('a stage behind it would overwrite what lives on the target, and is refused', async (scene) => {
  const run = 'late';
  await kubectlApply(scene, stageManifest(scene, run, false));

  const refused = await awaitCondition(
    scene,
    { kind: 'MigMigration', name: run },
    'HasFinalMigration',
  );

  expect(refused).toMatchObject({ category: 'Critical' });
});
