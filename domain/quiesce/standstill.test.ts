import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { notArrived, stillRunning, workloadKey } from './standstill.ts';

const RUN = 'run-1';

const API: Record<string, string> = {
  CronJob: 'batch/v1',
  Job: 'batch/v1',
  DeploymentConfig: 'apps.openshift.io/v1',
};

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

  const of = (kind: string, spec: object, status?: object): KubeObject => ({
    ...{ apiVersion: API[kind] ?? 'apps/v1', kind, spec, ...(status && { status }) },
    metadata: { name: 'o', namespace: 'shop', generation: 2 },
  });
  const SUSPENDED = { conditions: [{ type: 'Suspended', status: 'True' }] };
  const ENDED = { conditions: [{ type: 'Failed', status: 'True' }] };
  const NOWHERE = {
    template: { spec: { nodeSelector: { 'migration.openshift.io/quiesceDaemonSet': 'true' } } },
  };

  it.each<[string, KubeObject]>([
    ['a CronJob', of('CronJob', { suspend: true })],
    ['a Job that its controller has suspended', of('Job', { suspend: true }, SUSPENDED)],
    ['a Job that has ended', of('Job', { suspend: false }, ENDED)],
    ['a Job of no pods', of('Job', { parallelism: 0 }, {})],
    ['a DaemonSet of no node', of('DaemonSet', NOWHERE, { observedGeneration: 2 })],
    ['a ReplicaSet', of('ReplicaSet', { replicas: 0 }, { observedGeneration: 2 })],
    ['a DeploymentConfig that nobody acts on', of('DeploymentConfig', { replicas: 0 })],
  ])('knows that %s stands still', (_name, workload) => {
    expect(stillRunning([workload], [])).toEqual([]);
  });

  it.each<[string, KubeObject]>([
    ['Job', of('Job', { suspend: true }, {})],
    ['Job', of('Job', { suspend: true }, { ...SUSPENDED, active: 1 })],
    ['Job', of('Job', { suspend: true }, { ...SUSPENDED, terminating: 1 })],
    ['DaemonSet', of('DaemonSet', { template: {} }, { observedGeneration: 2 })],
    ['DaemonSet', of('DaemonSet', NOWHERE, { observedGeneration: 1 })],
    ['DaemonSet', of('DaemonSet', NOWHERE, { observedGeneration: 2, numberMisscheduled: 1 })],
    ['DeploymentConfig', of('DeploymentConfig', { replicas: 0 }, { observedGeneration: 1 })],
  ])('knows of a %s that does not yet: %#', (kind, workload) => {
    expect(stillRunning([workload], [])).toEqual([`${kind} shop/o`]);
  });

  const begun = (spec: object, status?: object): KubeObject => {
    const job = of('Job', spec, status);
    const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'hourly', uid: 'u' };
    return { ...job, metadata: { ...job.metadata, ownerReferences: [owner] } };
  };

  it.each<[string, KubeObject]>([
    ['has no pod yet', begun({}, {})],
    ['runs', begun({ suspend: false }, { active: 1 })],
    ['has a pod that ends', begun({ suspend: false }, { ...ENDED, terminating: 1 })],
  ])('waits for what a CronJob has begun: a Job that %s', (_what, job) => {
    expect(stillRunning([of('CronJob', { suspend: true }), job], [])).toEqual(['Job shop/o']);
  });

  it.each<[string, KubeObject]>([
    ['has ended', begun({}, { ...ENDED, active: 0 })],
    ['somebody has suspended', begun({ suspend: true }, SUSPENDED)],
  ])('does not wait for a Job of a CronJob that %s', (_what, job) => {
    expect(stillRunning([job], [])).toEqual([]);
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
