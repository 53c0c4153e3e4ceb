import { expect, test } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { replacedOnTarget } from './replaced.ts';

const AT = '2026-11-23T10:00:00Z';

function present(apiVersion: string, kind: string, uid: string): KubeObject {
  return { apiVersion, kind, metadata: { name: 'a', namespace: 'shop', uid } };
}

function listed(object: KubeObject | undefined, uid: string, added?: Record<string, unknown[]>) {
  const { apiVersion = 'v1', kind = 'ConfigMap' } = object ?? {};
  const entry = { apiVersion, kind, namespace: 'shop', name: 'a', at: AT, uid };
  return {
    entry: { ...entry, ...(added === undefined ? {} : { added }) },
    runUid: 'r',
    present: object,
  };
}

test('what has another uid was made by somebody else; workloads are told apart', () => {
  const map = present('v1', 'ConfigMap', 'u-2');
  const web = present('apps/v1', 'Deployment', 'u-3');

  const { workloads, others } = replacedOnTarget([
    listed(map, 'u-1'),
    listed(web, 'u-1'),
    listed(present('v1', 'Secret', 'u-1'), 'u-1'),
    listed(undefined, 'u-1'),
    listed(present('v1', 'ServiceAccount', 'u-9'), 'u-1', { secrets: ['s'] }),
  ]);

  expect(workloads).toEqual(['Deployment shop/a']);
  expect(others).toEqual(['ConfigMap shop/a']);
});
