import { expect, test } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { isRestoredBy } from './restored-by.ts';

const ENDED = {
  startTimestamp: '2026-11-23T10:00:00Z',
  completionTimestamp: '2026-11-23T10:00:09Z',
};

function restore(status: object): KubeObject {
  return { apiVersion: 'velero.io/v1', kind: 'Restore', metadata: { name: 'final-1' }, status };
}

function made(creationTimestamp: string, name = 'final-1', manager = 'velero-server'): KubeObject {
  const labels = { 'velero.io/restore-name': name };
  const metadata = { name: 'web', labels, creationTimestamp, managedFields: [{ manager }] };
  return { apiVersion: 'v1', kind: 'Service', metadata };
}

test.each([
  ['while it ran', made('2026-11-23T10:00:05Z'), true],
  ['in the second in which it ended', made('2026-11-23T10:00:09Z'), true],
  ['long after: a copy', made('2026-11-24T09:00:00Z'), false],
  ['long before', made('2026-11-22T09:00:00Z'), false],
  [
    'by somebody else at that time',
    made('2026-11-23T10:00:05Z', 'final-1', 'kubectl-create'),
    false,
  ],
  ['by another restore', made('2026-11-23T10:00:05Z', 'other'), false],
])('what was made %s', (_when, object, ours) => {
  expect(isRestoredBy(restore(ENDED), object)).toBe(ours);
});

test('a restore that has not ended says nothing', () => {
  const { startTimestamp } = ENDED;
  expect(isRestoredBy(restore({ startTimestamp }), made('2026-11-23T10:00:05Z'))).toBe(false);
});
