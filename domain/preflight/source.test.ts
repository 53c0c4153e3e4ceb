import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { controlledWarnings } from './controlled.ts';
import { quiesceObstacles, type SourceState } from './source.ts';

const API: Record<string, string> = { Pod: 'v1', Job: 'batch/v1' };

function object(kind: string, change: Partial<KubeObject> = {}): KubeObject {
  const metadata = { name: 'o', namespace: 'shop' };
  return { apiVersion: API[kind] ?? 'apps/v1', kind, metadata, ...change };
}

function obstacles(change: Partial<SourceState>): string[] {
  const nothing = { workloads: [], runners: [], pods: [], autoscalers: [] };
  return quiesceObstacles({ runUid: 'run-1', ...nothing, ...change });
}

const ofTask = { apiVersion: 'tekton.dev/v1', kind: 'TaskRun', name: 'build', uid: 'u' };

function autoscaler(minReplicas?: number): KubeObject {
  return object('HorizontalPodAutoscaler', {
    apiVersion: 'autoscaling/v2',
    spec: { ...(minReplicas === undefined ? {} : { minReplicas }) },
  });
}

function scaledObject(annotations: Record<string, string> = {}): KubeObject {
  const metadata = { name: 'o', namespace: 'shop', annotations };
  return { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata };
}

describe('quiesceObstacles', () => {
  it.each<[string, Partial<SourceState>, RegExp]>([
    [
      'a workload that another run holds',
      {
        workloads: [
          object('Deployment', {
            metadata: {
              name: 'o',
              namespace: 'shop',
              annotations: { 'drayage.dev/quiesced-by': 'x' },
            },
          }),
        ],
      },
      /Deployment shop\/o: stopped by another migration/,
    ],
    [
      'a StatefulSet that deletes its volumes',
      {
        workloads: [
          object('StatefulSet', {
            spec: { persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete' } },
          }),
        ],
      },
      /StatefulSet shop\/o: would lose its volumes/,
    ],
    [
      'a Deployment that runs although it is paused',
      { workloads: [object('Deployment', { spec: { paused: true, replicas: 2 } })] },
      /Deployment shop\/o: its rollout is paused/,
    ],
    [
      'a DeploymentConfig that runs although it is paused',
      {
        workloads: [
          object('DeploymentConfig', {
            apiVersion: 'apps.openshift.io/v1',
            spec: { paused: true, replicas: 2 },
          }),
        ],
      },
      /DeploymentConfig shop\/o: its rollout is paused/,
    ],
    [
      'a bare pod',
      { pods: [object('Pod', { status: { phase: 'Running' } })] },
      /^Pod shop\/o: nothing runs it.*quiescePods: false/,
    ],
    [
      'a pod of something else',
      { pods: [object('Pod', { metadata: { name: 'o', ownerReferences: [ofTask] } })] },
      /^Pod o: run by TaskRun build, which cannot be quiesced/,
    ],
    [
      'an autoscaler that may choose zero',
      { autoscalers: [autoscaler(0)] },
      /HorizontalPodAutoscaler shop\/o: would start again/,
    ],
    ['another autoscaler', { autoscalers: [scaledObject()] }, /ScaledObject shop\/o: would start/],
  ])('names %s', (_name, state, expected) => {
    expect(obstacles(state)).toEqual([expect.stringMatching(expected)]);
  });

  it.each<[string, Partial<SourceState>]>([
    ['a Job that runs', { workloads: [object('Job', { spec: { suspend: false } })] }],
    ['an autoscaler', { autoscalers: [autoscaler(1), autoscaler()] }],
    [
      'another autoscaler that is paused',
      {
        autoscalers: [
          scaledObject({ 'autoscaling.keda.sh/paused': 'true' }),
          scaledObject({ 'autoscaling.keda.sh/paused-replicas': '0' }),
        ],
      },
    ],
    [
      'a paused Deployment that stands still',
      { workloads: [object('Deployment', { spec: { paused: true, replicas: 0 } })] },
    ],
    ['a StatefulSet that keeps its volumes', { workloads: [object('StatefulSet', { spec: {} })] }],
  ])('lets pass %s', (_name, state) => {
    expect(obstacles(state)).toEqual([]);
  });

  it('names all reasons at once', () => {
    expect(
      obstacles({
        autoscalers: [autoscaler(0)],
        pods: [object('Pod', { status: { phase: 'Running' } })],
      }),
    ).toHaveLength(2);
  });
});

describe('controlledWarnings', () => {
  const owner = { apiVersion: 'example.com/v1', kind: 'Database', name: 'main', uid: 'u' };
  const owned = (replicas: number): KubeObject =>
    object('StatefulSet', {
      metadata: { name: 'o', namespace: 'shop', ownerReferences: [owner] },
      spec: { replicas },
    });

  it('name what runs, and whose it is', () => {
    expect(controlledWarnings([owned(1), object('Deployment')])).toMatchObject([
      {
        category: 'Warn',
        message: expect.stringMatching(/^StatefulSet shop\/o belongs to Database main: /),
      },
    ]);
  });

  it('are none when it stands still, or belongs to nobody', () => {
    expect(controlledWarnings([owned(0), object('Deployment')])).toEqual([]);
  });
});
