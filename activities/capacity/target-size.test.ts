import { beforeEach, expect, test } from '@jest/globals';
import type { RunFacts, RunVolume } from '../../domain/run/facts.ts';
import { fakePorts, inActivity } from '../../test/builders/fake-ports.ts';
import { RUN } from '../../test/builders/placing.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { migPlan } from '../../test/fakes/migration-objects.ts';
import { CONTROLLER_KEY } from '../settings.ts';
import { sizedForTarget } from './target-size.ts';

const VOLUME: RunVolume = {
  ...{ namespace: 'shop', claim: 'data', targetNamespace: 'store', targetClaim: 'data' },
  ...{ capacity: '1Gi', capacityBytes: 2 ** 30, storageClass: 'fast', accessModes: [] },
};
const FULL = {
  ...{ allocatedBytes: 2 ** 30, apparentBytes: 2 ** 30, inodes: 9, sparseFiles: 0, errors: 0 },
  fileSystem: {
    ...{ type: 'xfs', sizeBytes: 2 ** 30, usedBytes: 2 ** 30, freeBytes: 0 },
    ...{ inodes: 0, freeInodes: 0 },
  },
};

let [source, host]: [FakeCluster, FakeCluster] = [new FakeCluster(), new FakeCluster()];
let measured: number;

beforeEach(() => {
  [source, host] = [new FakeCluster({ name: 'source' }), new FakeCluster({ name: 'host' })];
  measured = 0;
  source.seed({
    ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
    metadata: { name: 'data', namespace: 'shop' },
    spec: { resources: { requests: { storage: '512Mi' } } },
  });
  source.admit = (object) => {
    measured += 1;
    return { ...object, status: { phase: 'Succeeded' } };
  };
  source.onLogs = () => JSON.stringify(FULL);
});

function seedPlan(change: Record<string, unknown> = {}): void {
  const pvc = { namespace: 'shop', name: 'data' };
  const volume = { name: 'pv', capacity: '1Gi', pvc, selection: { action: 'copy' }, ...change };
  const plan = migPlan(RUN.plan, { spec: { persistentVolumes: [volume] } });
  host.seed({ ...plan, metadata: { ...plan.metadata, namespace: RUN.namespace } });
}

function seedSettings(spec: Record<string, unknown>): void {
  const { name, namespace, ...kind } = CONTROLLER_KEY;
  host.seed({ ...kind, metadata: { name, namespace }, spec });
}

async function size(): Promise<string> {
  const ports = fakePorts({ source, target: host }, { moverImage: 'mover' });
  const facts = { run: RUN } as RunFacts;
  return (await inActivity(() => sizedForTarget(ports, source, facts, VOLUME))).capacity;
}

test('a target is as large as its source, and nothing is measured, unless volumes are resized', async () => {
  seedPlan();
  expect(await size()).toBe('1Gi');
  expect(measured).toBe(0);
});

test('with resizing a run measures first, notes what it saw, and measures once', async () => {
  seedPlan();
  seedSettings({ enable_dvm_pv_resizing: true });

  expect(await size()).toBe('1055Mi');
  expect(await size()).toBe('1055Mi');
  expect(measured).toBe(1);
  expect(host.objects('MigPlan')[0]?.['status']).toMatchObject({
    volumeUse: [{ claim: 'data', contents: { inodes: 9 } }],
  });
});

test('what a person wrote counts without resizing', async () => {
  seedPlan({ proposedCapacity: '5Gi' });
  expect(await size()).toBe('5Gi');
});

test('a plan that is gone changes nothing any more', async () => {
  expect(await size()).toBe('1Gi');
});
