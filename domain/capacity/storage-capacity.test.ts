import { expect, test } from '@jest/globals';
import { lackOfStorage } from './storage-capacity.ts';

function report(storageClassName: string, rest: Record<string, unknown>) {
  return {
    ...{ apiVersion: 'storage.k8s.io/v1', kind: 'CSIStorageCapacity' },
    ...{ metadata: { name: 'r', namespace: 'csi' }, storageClassName, ...rest },
  };
}

test.each([
  ['nobody reports', [], undefined],
  ['another class is full', [report('slow', { capacity: '0' })], undefined],
  ['no number is given', [report('fast', {})], undefined],
  ['there is room', [report('fast', { capacity: '10Gi' })], undefined],
  [
    'there is room in one zone',
    ['0', '10Gi'].map((capacity) => report('fast', { capacity })),
    undefined,
  ],
  ['there is none', [report('fast', { capacity: '1Gi' })], /fast has room for 1.0 GiB.*5Gi/],
  [
    'volumes have a bound',
    [report('fast', { capacity: '9Ti', maximumVolumeSize: '1Gi' })],
    /1.0 GiB/,
  ],
])('%s', (_, reports, expected) => {
  const lack = lackOfStorage(reports, { storageClass: 'fast', wanted: '5Gi' });
  if (expected === undefined) expect(lack).toBeUndefined();
  else expect(lack).toMatch(expected);
});
