import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { Cluster } from '../../clients/kube/cluster.ts';
import type { RunView } from '../../api/rest/views/run.ts';
import { awaitReady, deploy, execIn, smallApplication } from './harness/applications.ts';
import { kubectlApply } from './harness/kubectl.ts';
import { awaitCondition, awaitEnd, makePlan, readRun } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { snapshotOf } from './harness/snapshot.ts';
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

/** The manifest of the guide, for a stage of this plan. */
function stageManifest({ name: namespace }: Scene, run: string, quiesce: boolean): string {
  return readFileSync(GUIDE, 'utf8')
    .replace('name: migration', `name: ${run}`)
    .replace('name: plan', `name: ${PLAN}`)
    .replaceAll('namespace: openshift-migration', `namespace: ${namespace}`)
    .replace('stage: false', 'stage: true')
    .replace('quiescePods: true', `quiescePods: ${quiesce}`);
}

async function stage(scene: Scene, run: string, quiesce = false): Promise<RunView> {
  await kubectlApply(scene, stageManifest(scene, run, quiesce));
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
