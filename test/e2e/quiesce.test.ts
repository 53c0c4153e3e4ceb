import { expect } from '@jest/globals';
import { MockActivityEnvironment } from '@temporalio/testing';
import type { Ports } from '../../activities/ports.ts';
import { createQuiesceActivities } from '../../activities/quiesce.ts';
import type { Cluster } from '../../clients/kube/cluster.ts';
import type { Clusters } from '../../clients/kube/clusters.ts';
import { type KubeObject, keyOf } from '../../domain/kube-object.ts';
import { isActive } from '../../domain/quiesce/pods.ts';
import type { RunFacts } from '../../domain/run/facts.ts';
import { type Definition, forget, OPENSHIFT, teach } from './everything/definitions.ts';
import {
  barePod,
  createOwned,
  deploymentConfigs,
  LAST_WORD,
  RUNNING_PODS,
  runningPods,
  stubbornDeployment,
  type Ward,
  workloadsOfEachKind,
} from './quiesce/every-kind.ts';
import { execIn } from './harness/applications.ts';
import { awaitEnd, makePlan, startCutover } from './harness/runs.ts';
import { scenario } from './harness/scenario.ts';
import type { Scene } from './harness/scene.ts';
import { snapshotOf } from './harness/snapshot.ts';
import { waitUntil } from './harness/wait.ts';

const { test } = scenario('quiesce', {
  needsSandbox: 'teaches the source a kind of OpenShift',
});

const DEPLOYMENT_CONFIG = OPENSHIFT.filter(({ kind }) => kind === 'DeploymentConfig');

let ward: Ward;
let facts: RunFacts;

test('workloads of each kind run', async (scene) => {
  const { source, target, images, defer } = scene;
  const group = `${scene.name}.example.com`;
  ward = {
    namespace: scene.namespace('ward'),
    ...{ image: images.busybox, custom: `${group}/v1` },
  };
  const widgets: Definition = { group, version: 'v1', kind: 'Widget', plural: 'widgets' };
  const definitions = [...DEPLOYMENT_CONFIG, widgets];
  defer(() => forget(source, definitions));
  defer(() => forget(target, [widgets]));
  await Promise.all([teach(source, definitions), teach(target, [widgets])]);
  const { namespace } = ward;
  await source.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const objects = [...workloadsOfEachKind(ward), ...deploymentConfigs(ward)];
  await Promise.all(objects.map((object) => source.create(object)));
  await createOwned(source, ward);
  await awaitPods(source, RUNNING_PODS);
  facts = factsOf(scene);
});

function factsOf({ name: namespace }: Scene): RunFacts {
  const place = (name: string) => ({ namespace, name });
  return {
    run: { namespace, migration: 'm', uid: 'run-uid', plan: 'p', planUid: 'plan-uid' },
    ...{ source: place('source'), target: place('target'), storage: place('') },
    namespaces: [{ source: ward.namespace, target: ward.namespace }],
    ...{ volumes: [], skipped: [], quiesce: true, verify: false },
  };
}

function awaitPods(cluster: Cluster, expected: Readonly<Record<string, number>>): Promise<unknown> {
  let last: Record<string, number> = {};
  const sorted = (counts: object) => JSON.stringify(Object.entries(counts).sort());
  return waitUntil(
    async () => {
      last = await runningPods(cluster, ward.namespace);
      return sorted(last) === sorted(expected) || undefined;
    },
    { what: `the pods of each kind on ${cluster.name}`, limitMs: 60_000, clues: () => last },
  );
}

/** The activities of a worker, without Temporal. */
function activitiesOn({ source, target }: Scene) {
  const named: Clusters['named'] = (name) => Promise.resolve(name === 'source' ? source : target);
  const clusters: Clusters = { host: target, named, of: () => Promise.resolve(source) };
  return createQuiesceActivities({ clusters } as Ports);
}

/** An activity that was scheduled so long ago that every wait of it is over. */
const LATE = 3_600_000;

function act<T>(work: () => Promise<T>, agoMs = 0): Promise<T> {
  return new MockActivityEnvironment({ scheduledTimestampMs: Date.now() - agoMs }).run(work);
}

const MTC = 'migration.openshift.io';

/** What MTC, and people who scale by hand, look for. */
const NOTED: readonly [apiVersion: string, kind: string, name: string, note: object][] = [
  ['apps/v1', 'Deployment', 'web', { [`${MTC}/preQuiesceReplicas`]: '2' }],
  ['apps/v1', 'DaemonSet', 'everywhere', { [`${MTC}/preQuiesceNodeSelector`]: 'null' }],
  [
    ...(['apps/v1', 'DaemonSet', 'linux'] as const),
    { [`${MTC}/preQuiesceNodeSelector`]: '{"kubernetes.io/os":"linux"}' },
  ],
  ['v1', 'ReplicationController', 'old', { [`${MTC}/preQuiesceReplicas`]: '1' }],
  ['batch/v1', 'CronJob', 'yearly', { [`${MTC}/preQuiesceSuspend`]: 'false' }],
  ['batch/v1', 'Job', 'work', { [`${MTC}/preQuiesceReplicas`]: '1' }],
  ['apps.openshift.io/v1', 'DeploymentConfig', 'dc', { [`${MTC}/preQuiesceReplicas`]: '2' }],
];

test('all of them are stopped, and are as they were afterwards', async (scene) => {
  const { source } = scene;
  const { namespace } = ward;
  const { quiesceSource, awaitQuiesced, unquiesceSource } = activitiesOn(scene);
  const before = await snapshotOf(source, [namespace], { restarted: true });

  await act(() => quiesceSource(facts));
  await act(() => quiesceSource(facts));
  await act(() => awaitQuiesced(facts));

  // What has ended may be there for a moment yet.
  const pods = await source.list({ apiVersion: 'v1', kind: 'Pod', namespace });
  expect(pods.filter(isActive)).toEqual([]);
  for (const [apiVersion, kind, name, note] of NOTED) {
    const found = await source.get({ apiVersion, kind, name, namespace });
    expect(found?.metadata.annotations).toMatchObject(note);
  }
  // An autoscaler lets alone what is at zero; it has looked at it meanwhile.
  await awaitScalingDisabled(source);
  await act(() => awaitQuiesced(facts));

  await act(() => unquiesceSource(facts));
  await act(() => unquiesceSource(facts));

  await awaitPods(source, RUNNING_PODS);
  expect(await snapshotOf(source, [namespace], { restarted: true })).toEqual(before);
});

async function awaitScalingDisabled(cluster: Cluster): Promise<void> {
  const { namespace } = ward;
  const kind = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' };
  let last: KubeObject | undefined;
  await waitUntil(
    async () => {
      last = await cluster.get({ ...kind, name: 'web', namespace });
      return JSON.stringify(last?.['status']).includes('ScalingDisabled') || undefined;
    },
    { what: 'the autoscaler to look', limitMs: 45_000, clues: () => last },
  );
}

test('what somebody starts again ends the wait, with who did it', async (scene) => {
  const { source } = scene;
  const { namespace } = ward;
  const { quiesceSource, awaitQuiesced, unquiesceSource } = activitiesOn(scene);
  const key = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'owned', namespace };
  await act(() => quiesceSource(facts));
  try {
    await source.patch(key, { spec: { replicas: 1 } });

    await expect(act(() => awaitQuiesced(facts))).rejects.toMatchObject({
      code: 'DRAY-5004',
      detail: expect.stringMatching(
        /^Deployment \S+\/owned, spec\.replicas written by \S+ at \S+, which belongs to Widget root$/,
      ),
    });
  } finally {
    await act(() => unquiesceSource(facts));
  }
});

test('what does not end in time is named, with what holds it', async (scene) => {
  const { source } = scene;
  const { namespace } = ward;
  const pod = { apiVersion: 'v1', kind: 'Pod', namespace };
  const { quiesceSource, awaitQuiesced, unquiesceSource } = activitiesOn(scene);
  const stubborn = stubbornDeployment(ward);
  await source.create(stubborn);
  await awaitPods(source, { ...RUNNING_PODS, stubborn: 1 });
  try {
    await act(() => quiesceSource(facts));
    await waitUntil(
      async () =>
        (await source.list(pod)).every(({ metadata }) => metadata.deletionTimestamp) || undefined,
      { what: 'all pods to be asked to end', limitMs: 30_000 },
    );

    await expect(act(() => awaitQuiesced(facts), LATE)).rejects.toMatchObject({
      code: 'DRAY-5002',
      detail: expect.stringMatching(
        /Pod \S+\/stubborn-\S+: it may take until \S+ \(grace period of 600 s\)/,
      ),
    });
  } finally {
    await execIn(source, { namespace, app: 'stubborn' }, ['touch', LAST_WORD]);
    await source.delete(keyOf(stubborn));
    await act(() => unquiesceSource(facts));
  }
});

test('all of them arrive standing still, and start at once, bare pods too', async (scene) => {
  const { source, target } = scene;
  const { namespace } = ward;
  // Nobody on the target acts on that kind.
  await Promise.all(deploymentConfigs(ward).map((object) => source.delete(keyOf(object))));
  await source.create(barePod(ward));
  await awaitPods(source, { ...RUNNING_PODS, bare: 1 });
  await makePlan(scene, { name: 'ward', namespaces: [namespace], objectTransport: 'Direct' });

  const run = await awaitEnd(scene, await startCutover(scene, 'ward', { quiesce: false }));

  expect(run).toMatchObject({ phase: 'Completed', state: 'warnings' });
  await awaitPods(target, { ...RUNNING_PODS, bare: 1 });
  const there = await snapshotOf(target, [namespace]);
  expect(JSON.stringify(there)).not.toMatch(/uiesce|at-a-stand/);
});
