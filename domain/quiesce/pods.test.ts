import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { unstoppablePods } from './pods.ts';
import { describePods, notReady } from './readiness.ts';

function pod(runBy: string | undefined, status: Record<string, unknown> = {}): KubeObject {
  const owner = { apiVersion: 'x', kind: runBy ?? '', name: 'o', uid: 'u', controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'p',
      namespace: 'shop',
      ...(runBy === 'ReplicaSet' ? { labels: { 'pod-template-hash': 'h' } } : {}),
      ...(runBy === undefined ? {} : { ownerReferences: [owner] }),
    },
    status: { phase: 'Running', ...status },
  };
}

describe('unstoppablePods', () => {
  it.each([['ReplicaSet'], ['StatefulSet'], ['Job']])('lets a pod of a %s pass', (kind) => {
    expect(unstoppablePods([pod(kind)])).toEqual([]);
  });

  it.each([
    ['DaemonSet', 'DaemonSet'],
    ['ReplicationController', 'ReplicationController'],
    [undefined, 'Pod'],
  ])('names a pod that is run by %s', (kind, runBy) => {
    expect(unstoppablePods([pod(kind)])).toMatchObject([{ runBy }]);
  });

  it('names a pod of a ReplicaSet without a Deployment', () => {
    const standalone = pod('ReplicaSet');
    delete standalone.metadata.labels;

    expect(unstoppablePods([standalone])).toMatchObject([{ runBy: 'ReplicaSet' }]);
  });

  it('does not mind a pod that has ended', () => {
    expect(unstoppablePods([pod(undefined, { phase: 'Succeeded' })])).toEqual([]);
  });
});

describe('describePods', () => {
  it('says what a pod waits for', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'no such image' };
    const seen = pod('ReplicaSet', {
      phase: 'Pending',
      containerStatuses: [{ name: 'web', state: { waiting } }],
    });

    expect(describePods([seen])).toBe('Pod shop/p: Pending, web ImagePullBackOff (no such image)');
  });

  it('says what holds a pod that ends', () => {
    const ending = pod('ReplicaSet');
    ending.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    ending.metadata.finalizers = ['example.com/hold'];

    expect(describePods([ending])).toContain(
      'ending since 2026-01-01T00:00:00Z, held by example.com/hold',
    );
  });

  it('names the first few of many', () => {
    const many = Array.from({ length: 8 }, () => pod('ReplicaSet'));

    expect(describePods(many)).toMatch(/and 3 more$/);
  });
});

describe('notReady', () => {
  const workload = (replicas: number, status: Record<string, unknown>): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop', generation: 2 },
    spec: { replicas },
    status,
  });

  it.each([
    ['all are ready', workload(2, { readyReplicas: 2, observedGeneration: 2 }), []],
    ['none is wanted', workload(0, {}), []],
    [
      'one is missing',
      workload(2, { readyReplicas: 1, observedGeneration: 2 }),
      ['Deployment shop/web 1 of 2'],
    ],
    [
      'the status is of before',
      workload(1, { readyReplicas: 1, observedGeneration: 1 }),
      ['Deployment shop/web 1 of 1'],
    ],
  ])('when %s', (_name, object, expected) => {
    expect(notReady([object])).toEqual(expected);
  });
});
