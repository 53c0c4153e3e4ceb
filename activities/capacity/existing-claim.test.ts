import { beforeEach, expect, test } from '@jest/globals';
import type { KubeObject } from '../../domain/kube-object.ts';
import { FakeCluster } from '../../test/fakes/cluster.ts';
import { ensureSize } from './existing-claim.ts';

let target: FakeCluster;

function claim(asked?: string, capacity?: string): KubeObject {
  return {
    ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
    metadata: { name: 'data', namespace: 'shop' },
    spec: {
      storageClassName: 'fast',
      ...(asked === undefined ? {} : { resources: { requests: { storage: asked } } }),
    },
    ...(capacity === undefined ? {} : { status: { capacity: { storage: capacity } } }),
  };
}

const requested = () =>
  (target.objects('PersistentVolumeClaim')[0]?.['spec'] as { resources?: unknown }).resources;

beforeEach(() => {
  target = new FakeCluster({ name: 'target' });
});

function seedClass(allowVolumeExpansion?: boolean): void {
  const metadata = { name: 'fast' };
  const kind = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata };
  target.seed({ ...kind, ...(allowVolumeExpansion === undefined ? {} : { allowVolumeExpansion }) });
}

test('a claim that is too small is enlarged where its class allows that', async () => {
  seedClass(true);
  const [found] = target.seed(claim('1Gi', '1Gi'));
  await ensureSize(target, found!, '2Gi');

  expect(requested()).toEqual({ requests: { storage: '2Gi' } });
});

test.each([undefined, false])('is refused where it does not: %s', async (allows) => {
  seedClass(allows);
  const [found] = target.seed(claim('1Gi', '1Gi'));

  await expect(ensureSize(target, found!, '2Gi')).rejects.toMatchObject({
    code: 'DRAY-3072',
    detail: expect.stringMatching(/asks for 1Gi, 2Gi are needed, and StorageClass fast/),
    object: 'target: PersistentVolumeClaim shop/data',
  });
});

test.each([
  ['as large', claim('2Gi', '2Gi')],
  ['larger', claim('3Gi', '3Gi')],
  ['bound to a larger volume', claim('1Gi', '5Gi')],
  ['being enlarged already', claim('2Gi', '1Gi')],
  ['without a size', claim()],
])('a claim that is %s stays as it is', async (_, given) => {
  const [found] = target.seed(given);
  const before = requested();
  await ensureSize(target, found!, '2Gi');

  expect(requested()).toEqual(before);
});
