import { describe, expect, it } from '@jest/globals';
import type { KubeMetadata, KubeObject } from '../kube-object.ts';
import { startedAgain } from './started-again.ts';

function deployment(replicas: number, metadata: Partial<KubeMetadata> = {}): KubeObject {
  return {
    ...{ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas } },
    metadata: { name: 'web', namespace: 'shop', ...metadata },
  };
}

function written(manager: string, time: string, field: string): object {
  return { manager, time, fieldsV1: { 'f:spec': { [`f:${field}`]: {} } } };
}

describe('startedAgain', () => {
  it('is empty when all stands still', () => {
    expect(startedAgain([deployment(0)])).toEqual([]);
  });

  it('names whoever wrote the field last, and the owner', () => {
    const managedFields = [
      written('drayage', '2026-01-01T12:00:00Z', 'replicas'),
      written('operator', '2026-01-01T12:00:02Z', 'replicas'),
      written('kubelet', '2026-01-01T12:00:09Z', 'paused'),
    ];
    const owner = { apiVersion: 'example.com/v1', kind: 'Shop', name: 'main', uid: 'u' };

    expect(startedAgain([deployment(2, { managedFields, ownerReferences: [owner] })])).toEqual([
      'Deployment shop/web, spec.replicas written by operator at 2026-01-01T12:00:02Z, which belongs to Shop main',
    ]);
  });

  it('says no more than it knows', () => {
    expect(startedAgain([deployment(2)])).toEqual(['Deployment shop/web']);
  });
});
