import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@jest/globals';
import type { Cluster } from '../../clients/kube/cluster.ts';
import { API_VERSION } from '../../domain/kinds/group.ts';
import type { DirectVolumeMigration } from '../../domain/kinds/index.ts';
import type { KubeObject } from '../../domain/kube-object.ts';
import type { VolumeProgress } from '../../domain/run/progress.ts';
import { deploy, smallApplication } from '../e2e/harness/applications.ts';
import { kubectlApply } from '../e2e/harness/kubectl.ts';
import { awaitEnd, makePlan, startCutover } from '../e2e/harness/runs.ts';
import { scenario } from '../e2e/harness/scenario.ts';
import type { Scene } from '../e2e/harness/scene.ts';
import { snapshotOf } from '../e2e/harness/snapshot.ts';
import { readTree } from '../e2e/harness/tree.ts';
import { waitUntil } from '../e2e/harness/wait.ts';

const { test } = scenario('direct-volume-migration');

const GUIDE = path.join(import.meta.dirname, '../manifests/10.2.3-directvolumemigration.yaml');
const KIND = 'DirectVolumeMigration';
const LIMIT_MS = 90_000;

interface Asked {
  name: string;
  namespace: string;
  /** @default app */
  claim?: string;
  /** Further lines of the claim. */
  row?: Record<string, string | boolean>;
  /** @default false */
  createsNamespaces?: boolean;
  deletesProgress?: boolean;
}

/** The manifest of the guide, for claims of the scene. */
async function applyCopy(scene: Scene, asked: Asked): Promise<void> {
  const { name, namespace, claim = 'app', row = {}, createsNamespaces, deletesProgress } = asked;
  const lines = Object.entries(row).map(([field, value]) => `\n      ${field}: ${value}`);
  const manifest = readFileSync(GUIDE, 'utf8')
    .replace('name: direct-volume-migration', `name: ${name}`)
    .replace('    name: host', '    name: target')
    .replace('- name: pvc', `- name: ${claim}`)
    .replace('namespace: pvc-namespace', `namespace: ${namespace}${lines.join('')}`)
    .replaceAll('namespace: openshift-migration', `namespace: ${scene.name}`)
    .replace(/(createDestinationNamespaces): false/, `$1: ${createsNamespaces === true}`)
    .replace(/(deleteProgressReportingCRs): false/, `$1: ${deletesProgress === true}`);
  await kubectlApply(scene, manifest);
}

function keyOf(scene: Scene, name: string) {
  return { apiVersion: API_VERSION, kind: KIND, name, namespace: scene.name };
}

async function awaitCopy(
  scene: Scene,
  name: string,
  holds: (copy: DirectVolumeMigration) => boolean,
  what: string,
): Promise<DirectVolumeMigration> {
  let last: KubeObject | undefined;
  return waitUntil(
    async () => {
      last = await scene.target.get(keyOf(scene, name));
      const copy = last as unknown as DirectVolumeMigration | undefined;
      return copy !== undefined && holds(copy) ? copy : undefined;
    },
    { what: `${what} of ${KIND} ${name}`, limitMs: LIMIT_MS, clues: () => last },
  );
}

const has =
  (...types: string[]) =>
  ({ status }: DirectVolumeMigration): boolean =>
    (status?.conditions ?? []).some((one) => types.includes(one.type) && one.status === 'True');

const endOf = (scene: Scene, name: string) =>
  awaitCopy(scene, name, has('Succeeded', 'Failed'), 'the end');

async function progressOf(scene: Scene, selector: string): Promise<KubeObject[]> {
  return scene.target.list({
    ...{ apiVersion: API_VERSION, kind: 'DirectVolumeMigrationProgress', namespace: scene.name },
    labelSelector: selector,
  });
}

async function ownSelector(scene: Scene, name: string): Promise<string> {
  const uid = (await scene.target.get(keyOf(scene, name)))?.metadata.uid ?? 'none';
  return `directvolumemigration=${uid}`;
}

/** Pods, Services, config maps and Secrets of transfers in some namespaces of both clusters. */
async function transferParts(scene: Scene, namespaces: readonly string[]): Promise<string[]> {
  const query = { apiVersion: 'v1', labelSelector: 'app=directvolumemigration-rsync-transfer' };
  const lists = await Promise.all(
    [scene.source, scene.target].flatMap((cluster) =>
      namespaces.flatMap((namespace) =>
        ['Pod', 'Service', 'ConfigMap', 'Secret'].map((kind) =>
          cluster.list({ ...query, kind, namespace }),
        ),
      ),
    ),
  );
  return lists.flat().map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

async function makeApplication(scene: Scene, suffix: string, script: string): Promise<string> {
  const namespace = scene.namespace(suffix);
  const image = scene.images.busybox;
  await deploy(scene.source, smallApplication({ namespace, image, script, capacity: '128Mi' }));
  return namespace;
}

const CONTENT = 'head -c 8388608 /dev/urandom > /data/big; ln /data/big /data/link; mkdir /data/d';

let shop: string;

test('the manifest of the guide waits for its namespace, then copies a volume', async (scene) => {
  const { source, target, images } = scene;
  shop = await makeApplication(scene, 'shop', CONTENT);
  const before = await snapshotOf(source, [shop]);

  await applyCopy(scene, { name: 'plain', namespace: shop });
  await awaitCopy(scene, 'plain', has('NamespaceNotFoundOnDestinationCluster'), 'the refusal');
  await applyCopy(scene, { name: 'plain', namespace: shop, createsNamespaces: true });
  const { status } = await endOf(scene, 'plain');

  expect(status).toMatchObject({
    ...{ phase: 'Completed', itinerary: 'VolumeMigration', errors: [] },
    conditions: [{ type: 'Succeeded', category: 'Advisory' }],
    startTimestamp: expect.any(String),
    observedDigest: expect.any(String),
    rsyncOperations: [
      { pvcReference: { name: 'app', namespace: shop }, currentAttempt: 1, succeeded: true },
    ],
    successfulPods: [
      { pvcRef: { name: 'app', namespace: shop }, lastObservedProgressPercent: '100%' },
    ],
    ...{ failedPods: [], runningPods: [], pendingPods: [] },
  });
  const where = { namespace: shop, claim: 'app', image: images.mover };
  const [here, there] = await Promise.all([source, target].map((one) => readTree(one, where)));
  expect(there?.entries).toEqual(here?.entries);
  expect(await transferParts(scene, [shop])).toEqual([]);
  expect(await snapshotOf(source, [shop])).toEqual(before);
  const progress = await progressOf(scene, await ownSelector(scene, 'plain'));
  expect(progress).toMatchObject([
    {
      metadata: { ownerReferences: [{ kind: KIND, name: 'plain' }] },
      spec: { clusterRef: { name: 'source' }, podRef: { namespace: shop } },
      status: { totalProgressPercentage: '100%', phase: 'Succeeded' },
    },
  ]);
}, 180_000);

test('another one brings only what differs, into the same claim', async (scene) => {
  await applyCopy(scene, { name: 'again', namespace: shop });

  const { status } = await endOf(scene, 'again');

  expect(status).toMatchObject({ phase: 'Completed', rsyncOperations: [{ succeeded: true }] });
  const [progress] = await progressOf(scene, await ownSelector(scene, 'again'));
  const { drayage } = progress?.['status'] as { drayage: VolumeProgress };
  expect(drayage.passes).toMatchObject([{ number: 1, kind: 'delta', filesTransferred: 0 }]);
  expect(drayage.passes?.[0]?.bytesSent).toBeLessThan(100_000);
}, 120_000);

test('deletes its progress at the end, when it is told to', async (scene) => {
  await applyCopy(scene, { name: 'quiet', namespace: shop, deletesProgress: true });

  const { status } = await endOf(scene, 'quiet');

  expect(status?.successfulPods).toHaveLength(1);
  const selector = await ownSelector(scene, 'quiet');
  await waitUntil(
    async () => ((await progressOf(scene, selector)).length === 0 ? true : undefined),
    { what: 'the end of the progress', limitMs: 20_000 },
  );
}, 120_000);

test('into another namespace and under another name, compared', async (scene) => {
  const { source, target, images } = scene;
  const targetNamespace = scene.namespace('mapped');
  const row = { targetNamespace, targetName: 'renamed', verify: true };

  await applyCopy(scene, { name: 'mapped', namespace: shop, row, createsNamespaces: true });
  const { status } = await endOf(scene, 'mapped');

  expect(status).toMatchObject({ phase: 'Completed', errors: [] });
  expect(await progressOf(scene, await ownSelector(scene, 'mapped'))).toMatchObject([
    { status: { drayage: { state: 'verified', targetClaim: 'renamed' } } },
  ]);
  const image = images.mover;
  const [here, there] = await Promise.all([
    readTree(source, { namespace: shop, claim: 'app', image }),
    readTree(target, { namespace: targetNamespace, claim: 'renamed', image }),
  ]);
  expect(there.entries).toEqual(here.entries);
}, 120_000);

test('a claim that is missing is named, and nothing is made', async (scene) => {
  const nowhere = scene.namespace('nowhere');
  const row = { targetNamespace: nowhere };
  await applyCopy(scene, {
    ...{ name: 'missing', namespace: shop, claim: 'none', row, createsNamespaces: true },
  });

  const found = await awaitCopy(scene, 'missing', has('PodsNotFoundOnSourceCluster'), 'the word');

  const [condition] = found.status?.conditions ?? [];
  expect(condition).toMatchObject({ reason: 'NotFound', category: 'Critical' });
  expect(condition?.message).toContain(`${shop}/none`);
  const namespace = { apiVersion: 'v1', kind: 'Namespace', name: nowhere };
  expect(await scene.target.get(namespace)).toBeUndefined();
});

test('a claim of somebody else that holds anything is left as it is', async (scene) => {
  const { target, images } = scene;
  const foreign = scene.namespace('foreign');
  const script = 'echo foreign > /data/sentinel';
  await deploy(target, smallApplication({ namespace: foreign, image: images.busybox, script }));
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app', namespace: foreign };
  await target.delete(deployment);
  await awaitNoPods(target, foreign);

  await applyCopy(scene, { name: 'foreign', namespace: shop, row: { targetNamespace: foreign } });
  const { status } = await endOf(scene, 'foreign');

  expect(status).toMatchObject({ itinerary: 'VolumeMigrationFailed', phase: 'Completed' });
  expect(status?.errors?.join()).toContain('DRAY-3010');
  expect(await transferParts(scene, [shop, foreign])).toEqual([]);
  const tree = await readTree(target, { namespace: foreign, claim: 'app', image: images.mover });
  expect(Object.keys(tree.entries).filter((name) => /sentinel|big/.test(name))).toEqual([
    './sentinel',
  ]);
}, 120_000);

async function awaitNoPods(cluster: Cluster, namespace: string): Promise<void> {
  await waitUntil(
    async () => {
      const pods = await cluster.list({ apiVersion: 'v1', kind: 'Pod', namespace });
      return pods.length === 0 ? true : undefined;
    },
    { what: `no pod in ${namespace}`, limitMs: 30_000 },
  );
}

test('one that is deleted in the middle of its copy leaves no part of it', async (scene) => {
  const { target } = scene;
  const many = 'i=0; while [ $i -lt 20000 ]; do echo $i > /data/$i; i=$((i+1)); done';
  const namespace = await makeApplication(scene, 'deleted', many);
  await applyCopy(scene, { name: 'deleted', namespace, createsNamespaces: true });
  await awaitParts(scene, namespace, (parts) => parts.some((part) => part.startsWith('Pod ')));

  await target.delete(keyOf(scene, 'deleted'));

  await awaitParts(scene, namespace, (parts) => parts.length === 0);
  expect(await target.get(keyOf(scene, 'deleted'))).toBeUndefined();
}, 150_000);

async function awaitParts(
  scene: Scene,
  namespace: string,
  holds: (parts: string[]) => boolean,
): Promise<void> {
  let last: string[] = [];
  await waitUntil(
    async () => {
      last = await transferParts(scene, [namespace]);
      return holds(last) ? true : undefined;
    },
    { what: `parts of transfers in ${namespace}`, limitMs: 60_000, clues: () => last },
  );
}

test('a cutover shows its copies as one that is its own, and nobody acts on it', async (scene) => {
  const { target } = scene;
  const namespace = await makeApplication(scene, 'moved', CONTENT);
  await makePlan(scene, { name: 'moved', namespaces: [namespace], objectTransport: 'Direct' });
  const run = await startCutover(scene, 'moved', { name: 'moving', quiesce: true });
  const { state } = await awaitEnd(scene, run);

  expect(state).toBe('succeeded');
  const key = { apiVersion: API_VERSION, kind: 'MigMigration', name: run, namespace: scene.name };
  const uid = (await target.get(key))?.metadata.uid ?? '';
  const query = { apiVersion: API_VERSION, kind: KIND, namespace: scene.name };
  const mirrors = await target.list({ ...query, labelSelector: `migmigration=${uid}` });
  expect(mirrors).toMatchObject([
    {
      metadata: {
        name: expect.stringMatching(new RegExp(`^${run}-[0-9a-f]{5}$`)),
        ownerReferences: [{ kind: 'MigMigration', name: run, uid }],
      },
      spec: { persistentVolumeClaims: [{ name: 'app', namespace, targetNamespace: namespace }] },
      status: {
        phase: 'Completed',
        conditions: [{ type: 'Succeeded' }],
        rsyncOperations: [{ succeeded: true }],
        successfulPods: [{ lastObservedProgressPercent: '100%' }],
      },
    },
  ]);
  expect(await progressOf(scene, `migmigration=${uid}`)).toMatchObject([
    {
      metadata: { ownerReferences: [{ kind: 'MigMigration', uid }] },
      status: { phase: 'Succeeded', succeded: true, totalProgressPercentage: '100%' },
    },
  ]);
}, 180_000);
