import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { quiesceObstacles, type SourceState } from './source.ts';

function object(kind: string, change: Partial<KubeObject> = {}): KubeObject {
  return { apiVersion: 'x', kind, metadata: { name: 'o', namespace: 'shop' }, ...change };
}

function obstacles(change: Partial<SourceState>): string[] {
  return quiesceObstacles({ runUid: 'run-1', workloads: [], pods: [], jobs: [], ...change });
}

const ofCronJob = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'c', uid: 'u' };

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
    ['a Job that runs', { jobs: [object('Job', { status: {} })] }, /Job shop\/o: still running/],
    [
      'a bare pod',
      { pods: [object('Pod', { status: { phase: 'Running' } })] },
      /pods run by Pod cannot be quiesced/,
    ],
  ])('names %s', (_name, state, expected) => {
    expect(obstacles(state)).toEqual([expect.stringMatching(expected)]);
  });

  it.each<[string, Partial<SourceState>]>([
    ['a Job that is done', { jobs: [object('Job', { status: { completionTime: 't' } })] }],
    [
      'a Job that failed',
      { jobs: [object('Job', { status: { conditions: [{ type: 'Failed', status: 'True' }] } })] },
    ],
    [
      'a Job of a CronJob',
      { jobs: [object('Job', { metadata: { name: 'o', ownerReferences: [ofCronJob] } })] },
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
        jobs: [object('Job', { status: {} })],
        pods: [object('Pod', { status: { phase: 'Running' } })],
      }),
    ).toHaveLength(2);
  });
});
