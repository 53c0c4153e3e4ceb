import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { notReady } from './readiness.ts';

const API: Record<string, string> = { CronJob: 'batch/v1', Job: 'batch/v1', Pod: 'v1' };

function of(kind: string, spec: object, status: object = {}): KubeObject {
  return {
    ...{ apiVersion: API[kind] ?? 'apps/v1', kind, spec, status },
    metadata: { name: 'o', namespace: 'shop', generation: 2 },
  };
}

const condition = (type: string) => ({ conditions: [{ type, status: 'True' }] });

describe('notReady', () => {
  it.each<[string, KubeObject]>([
    [
      'all are ready',
      of('Deployment', { replicas: 2 }, { readyReplicas: 2, observedGeneration: 2 }),
    ],
    ['none is wanted', of('StatefulSet', { replicas: 0 })],
    ['it runs by the clock', of('CronJob', {})],
    ['a pod of it is ready', of('Job', {}, { active: 1, ready: 1 })],
    ['a pod of it was', of('Job', {}, { active: 1, succeeded: 1 })],
    ['it is done', of('Job', {}, condition('Complete'))],
    ['it is suspended', of('Job', { suspend: true })],
    [
      'every node has one',
      of('DaemonSet', {}, { observedGeneration: 2, desiredNumberScheduled: 3, numberReady: 3 }),
    ],
    ['no node is to have one', of('DaemonSet', {}, { observedGeneration: 2 })],
    ['it is ready itself', of('Pod', {}, condition('Ready'))],
    ['it has ended well', of('Pod', {}, { phase: 'Succeeded' })],
  ])('is content when %s', (_name, object) => {
    expect(notReady([object])).toEqual([]);
  });

  it.each<[string, KubeObject, string]>([
    [
      'one is missing',
      of('Deployment', { replicas: 2 }, { readyReplicas: 1, observedGeneration: 2 }),
      '1 of 2',
    ],
    [
      'the status is of before',
      of('ReplicaSet', { replicas: 1 }, { readyReplicas: 1, observedGeneration: 1 }),
      '1 of 1',
    ],
    ['no pod of it was ready yet', of('Job', {}, { active: 1, ready: 0 }), 'no pod ready'],
    ['it has failed', of('Job', {}, condition('Failed')), 'failed'],
    [
      'a node has none',
      of('DaemonSet', {}, { observedGeneration: 2, desiredNumberScheduled: 3, numberReady: 2 }),
      '2 of 3',
    ],
    ['it waits for a node', of('Pod', {}, { phase: 'Pending' }), 'Pending'],
  ])('tells that %s', (_name, object, words) => {
    expect(notReady([object])).toEqual([`${object.kind} shop/o ${words}`]);
  });
});
