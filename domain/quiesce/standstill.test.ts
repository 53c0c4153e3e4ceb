import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { notArrived, stillRunning, workloadKey } from './standstill.ts';

const RUN = 'run-1';

function deployment(name: string, change: Partial<KubeObject> = {}, marked = true): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name,
      namespace: 'shop',
      generation: 2,
      annotations: marked ? { 'drayage.dev/quiesced-by': RUN } : {},
    },
    spec: { replicas: 0 },
    status: { observedGeneration: 2 },
    ...change,
  };
}

const POD: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace: 'shop' },
  status: { phase: 'Running' },
};

describe('stillRunning', () => {
  it('is empty when every workload and every pod has ended', () => {
    const done = { ...POD, status: { phase: 'Succeeded' } };

    expect(stillRunning([deployment('web')], [done])).toEqual([]);
  });

  it.each<[string, KubeObject]>([
    ['was scaled up again', deployment('web', { spec: { replicas: 1 } })],
    ['has pods left', deployment('web', { status: { observedGeneration: 2, replicas: 1 } })],
    ['has not seen its new size', deployment('web', { status: { observedGeneration: 1 } })],
  ])('names a workload that %s', (_name, workload) => {
    expect(stillRunning([workload], [])).toEqual(['Deployment shop/web']);
  });

  it('names a pod that nobody counts', () => {
    expect(stillRunning([], [POD])).toEqual(['Pod shop/p: Running']);
  });
});

describe('notArrived', () => {
  const source = [deployment('web'), deployment('idle', {}, false)];
  const target = (...objects: KubeObject[]) =>
    new Map(objects.map((object) => [workloadKey(object, 'shop'), object]));

  it('is empty when everything that was stopped is there, from this run', () => {
    expect(notArrived(source, target(deployment('web')), RUN)).toEqual([]);
  });

  it('names what is missing, and what is somebody else’s', () => {
    expect(notArrived(source, target(), RUN)).toEqual(['Deployment shop/web']);
    expect(notArrived(source, target(deployment('web', {}, false)), RUN)).toEqual([
      'Deployment shop/web',
    ]);
  });
});
