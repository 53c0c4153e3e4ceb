import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { missingFromBackup } from './missing.ts';

const BEGUN = '2026-01-01T00:00:10Z';

function object(kind: string, name: string, metadata = {}): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'shop', ...metadata } };
}

function missing(backup: KubeObject[], found: KubeObject[], begunAt: string | undefined = BEGUN) {
  return missingFromBackup(
    backup.map((one) => ({ resource: 'r', object: one })),
    found.map((one) => ({ found: one, wanted: object('Other', 'other') })),
    begunAt,
  );
}

describe('what a backup lacks', () => {
  const settings = object('ConfigMap', 'settings', { creationTimestamp: '2026-01-01T00:00:09Z' });
  const keys = object('Secret', 'settings', { creationTimestamp: '2025-01-01T00:00:00Z' });

  it('is what is to arrive and is not in it', () => {
    expect(missing([settings], [settings, keys])).toEqual(['Secret shop/settings']);
    expect(missing([settings, keys], [keys])).toEqual([]);
  });

  it('is nothing that is in it as something of another group', () => {
    const here = object('Deployment', 'web', { uid: 'u' });
    const backup = { ...here, apiVersion: 'extensions/v1beta1' };

    expect(missing([backup], [{ ...here, apiVersion: 'apps/v1' }])).toEqual([]);
    expect(missing([object('A', 'a')], [object('B', 'b')])).toEqual(['B shop/b']);
  });

  it('is nothing that was made after it was begun', () => {
    const late = object('ConfigMap', 'late', { creationTimestamp: BEGUN });

    expect(missing([], [late])).toEqual([]);
    expect(missing([], [late], '')).toEqual(['ConfigMap shop/late']);
  });

  it('is nothing that no backup holds', () => {
    const wide = object('ClusterThing', 'wide', { namespace: undefined });
    const pod = object('Pod', 'p');
    const job = { ...object('Job', 'j'), apiVersion: 'batch/v1' };

    expect(missing([], [wide, pod, job])).toEqual([]);
  });
});
