import { readdirSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { RunView } from '../../api/rest/views/run.ts';
import { CONTROLLER_KEY } from '../../activities/settings.ts';
import { bytesOf } from '../../domain/capacity/resize.ts';
import { requestedBy } from '../../domain/capacity/plan-sizes.ts';
import { API_VERSION, NAMESPACE } from '../../domain/kinds/group.ts';
import type { MigPlan } from '../../domain/kinds/index.ts';
import type { PlanVolume } from '../../domain/kinds/plan-volume.ts';
import { isMeasured, type Measured } from '../../domain/kinds/volume-use.ts';
import { deploy, smallApplication } from '../e2e/harness/applications.ts';
import { awaitEnd, endOf, makePlan, SUCCEEDED } from '../e2e/harness/runs.ts';
import { scenario } from '../e2e/harness/scenario.ts';
import type { Scene } from '../e2e/harness/scene.ts';
import { waitUntil } from '../e2e/harness/wait.ts';
import { makeSmallDisk, type SmallDisk } from './small-disk.ts';

const { test } = scenario('capacity', {
  needsSandbox: 'mounts small disks on the machine of its nodes',
});

const DISK_MI = 64;
const APP = 'app';
/** All but a little of what the file system leaves of the disk. */
const FILL = 'dd if=/dev/urandom of=/data/full bs=1M count=57 2>/dev/null; sync';

const planKey = (scene: Scene, name: string) => ({
  ...{ apiVersion: API_VERSION, kind: 'MigPlan', namespace: scene.name, name },
});

async function readPlan(scene: Scene, name: string): Promise<MigPlan> {
  return (await scene.target.get(planKey(scene, name))) as unknown as MigPlan;
}

/** Asks for a refresh, and waits for what it says. */
async function refresh(scene: Scene, name: string): Promise<MigPlan> {
  const asked = new Date().toISOString();
  await scene.target.patch(planKey(scene, name), { spec: { refresh: true } });
  const fresh = (plan: MigPlan) =>
    plan.spec.refresh === false &&
    (plan.spec.persistentVolumes ?? []).every(({ capacityConfirmed }) => capacityConfirmed) &&
    (plan.status?.volumeUse ?? []).some(({ measuredAt }) => measuredAt > asked);
  return awaitPlan(scene, name, fresh);
}

async function awaitPlan(
  scene: Scene,
  name: string,
  until: (plan: MigPlan) => boolean,
): Promise<MigPlan> {
  let last: MigPlan | undefined;
  return waitUntil(
    async () => {
      last = await readPlan(scene, name);
      return until(last) ? last : undefined;
    },
    { what: `plan ${name}`, limitMs: 60_000, clues: () => last },
  );
}

function useIn({ status }: MigPlan): Measured {
  const [use] = status?.volumeUse ?? [];
  if (isMeasured(use)) return use;
  throw new Error(`not measured: ${JSON.stringify(use)}`);
}

function volumeIn({ spec }: MigPlan): PlanVolume {
  const [volume] = spec.persistentVolumes ?? [];
  if (volume === undefined) throw new Error('the plan has no volume');
  return volume;
}

async function awaitAdjustment(scene: Scene, status: 'True' | 'False') {
  const type = 'PvCapacityAdjustmentRequired';
  const plan = await awaitPlan(scene, 'full', (one) => conditionOf(one, type)?.status === status);
  return conditionOf(plan, type);
}

function conditionOf({ status }: MigPlan, type: string) {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** Chooses the class of the target for the only volume of a plan. */
async function chooseClass(scene: Scene, name: string, storageClass: string): Promise<void> {
  const volume = volumeIn(await readPlan(scene, name));
  const chosen = { ...volume, selection: { ...volume.selection, storageClass } };
  await scene.target.patch(planKey(scene, name), { spec: { persistentVolumes: [chosen] } });
}

async function stage(scene: Scene, plan: string): Promise<RunView> {
  const run = await scene.dray('stage', plan, '-o', 'json');
  return awaitEnd(scene, (JSON.parse(run.stdout) as RunView).name, 120_000);
}

/** An application whose volume is a disk of the source. */
async function deployOn(
  scene: Scene,
  namespace: string,
  { script, disk, capacity }: { script: string; disk?: SmallDisk; capacity?: string },
): Promise<void> {
  const ready = ['test', '-e', '/tmp/ready'];
  const objects = smallApplication({
    ...{ namespace, image: scene.images.busybox, name: APP, ready },
    ...{ script: `${script}\ntouch /tmp/ready`, ...(capacity === undefined ? {} : { capacity }) },
  });
  for (const object of objects) {
    if (object.kind !== 'PersistentVolumeClaim' || disk === undefined) continue;
    Object.assign(object['spec'] as object, { storageClassName: disk.name });
  }
  await deploy(scene.source, objects);
}

const onDisk = ({ folder }: SmallDisk) => readdirSync(folder).filter((one) => one !== 'lost+found');

let namespace: string;

test('a refresh measures what volumes hold, and proposes a larger one for what is full', async (scene) => {
  namespace = scene.namespace('full');
  const { source: cluster } = scene;
  const disk = await makeSmallDisk(scene, { cluster, namespace, name: 'full', sizeMi: DISK_MI });
  await deployOn(scene, namespace, { script: FILL, disk, capacity: `${DISK_MI}Mi` });
  await makePlan(scene, { name: 'full', namespaces: [namespace], objectTransport: 'Direct' });

  const plan = await refresh(scene, 'full');

  const use = useIn(plan);
  expect(use).toMatchObject({ namespace, claim: APP, volume: disk.name });
  expect(use).not.toHaveProperty('failure');
  expect(use.contents.allocatedBytes).toBeGreaterThan(57 * 2 ** 20);
  expect(use.contents).toMatchObject({ sparseFiles: 0, errors: 0 });
  expect(use.fileSystem.sizeBytes).toBeLessThan(DISK_MI * 2 ** 20);
  const volume = volumeIn(plan);
  expect(volume).toMatchObject({ capacity: `${DISK_MI}Mi`, capacityConfirmed: true });
  expect(bytesOf(volume.proposedCapacity)).toBeGreaterThan(DISK_MI * 2 ** 20);
  expect(await awaitAdjustment(scene, 'True')).toMatchObject({
    ...{ reason: 'NotDone', category: 'Warn' },
    message: expect.stringContaining(disk.name),
  });
  // Nothing of ours stays beside the application.
  const pods = await scene.source.list({ apiVersion: 'v1', kind: 'Pod', namespace });
  expect(pods.map(({ metadata }) => metadata.labels?.['app'])).toEqual([APP]);
  const { stdout } = await scene.dray('plan', 'show', 'full');
  expect(stdout).toMatch(/PROPOSED/);
  expect(stdout).toContain(String(volume.proposedCapacity));
}, 150_000);

test('with enable_dvm_pv_resizing the target gets what is proposed', async (scene) => {
  const { target } = scene;
  await ensureNamespace(scene, NAMESPACE);
  scene.defer(() => target.delete(CONTROLLER_KEY));
  const { name, namespace: home, ...kind } = CONTROLLER_KEY;
  const spec = { enable_dvm_pv_resizing: true };
  await target.apply({ ...kind, metadata: { name, namespace: home }, spec });
  await chooseClass(scene, 'full', 'standard');

  const run = await stage(scene, 'full');

  expect(endOf(run)).toEqual(SUCCEEDED);
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name: APP };
  const { proposedCapacity } = volumeIn(await readPlan(scene, 'full'));
  expect(requestedBy((await target.get(claim))!)).toBe(proposedCapacity);
  await refresh(scene, 'full');
  expect(await awaitAdjustment(scene, 'False')).toMatchObject({
    reason: 'Done',
    message: expect.stringMatching(/will be automatically adjusted/),
  });
  await target.delete(CONTROLLER_KEY);
}, 150_000);

test('files with holes are told', async (scene) => {
  const sparse = scene.namespace('sparse');
  await deployOn(scene, sparse, { script: 'truncate -s 40M /data/holes' });
  await makePlan(scene, { name: 'sparse', namespaces: [sparse], objectTransport: 'Direct' });

  const { contents } = useIn(await refresh(scene, 'sparse'));

  expect(contents).toMatchObject({ sparseFiles: 1 });
  expect(contents.apparentBytes).toBeGreaterThan(40 * 2 ** 20);
  expect(contents.allocatedBytes).toBeLessThan(2 ** 20);
}, 90_000);

async function refusedStage(
  scene: Scene,
  name: string,
  { script, disk }: { script: string; disk: { sizeMi: number; inodes?: number } },
): Promise<{ run: RunView; disk: SmallDisk }> {
  const place = scene.namespace(name);
  await deployOn(scene, place, { script });
  const { target: cluster } = scene;
  const options = { cluster, namespace: place, name, capacity: '1Gi', ...disk };
  const made = await makeSmallDisk(scene, options);
  await makePlan(scene, { name, namespaces: [place], objectTransport: 'Direct' });
  await chooseClass(scene, name, made.name);
  await awaitPlan(scene, name, (plan) => conditionOf(plan, 'Ready')?.status === 'True');
  return { run: await stage(scene, name), disk: made };
}

test('a target that is too small is refused before the first byte', async (scene) => {
  const script = 'dd if=/dev/urandom of=/data/big bs=1M count=30 2>/dev/null; sync';
  const { run, disk } = await refusedStage(scene, 'small', { script, disk: { sizeMi: 20 } });

  expect(run).toMatchObject({ state: 'failed' });
  expect(run.failure?.code).toBe('DRAY-3071');
  expect(run.failure?.detail).toMatch(/small\/app needs 3[12][\d.]* MiB, and 1\d MiB are there/);
  expect(onDisk(disk)).toEqual([]);
}, 150_000);

test('and so is one without inodes for all files', async (scene) => {
  const script = 'i=0; while [ $i -lt 500 ]; do : > /data/$i; i=$((i + 1)); done; sync';
  const disk = { sizeMi: 20, inodes: 128 };
  const refused = await refusedStage(scene, 'inodes', { script, disk });

  expect(refused.run.failure?.code).toBe('DRAY-3071');
  expect(refused.run.failure?.detail).toMatch(/needs 5\d\d inodes, and 1\d\d are there/);
  expect(onDisk(refused.disk)).toEqual([]);
}, 150_000);

async function ensureNamespace({ target }: Scene, name: string): Promise<void> {
  const key = { apiVersion: 'v1', kind: 'Namespace', name };
  if ((await target.get(key)) !== undefined) return;
  await target.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
}
