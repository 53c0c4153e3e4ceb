import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { atAStand } from './at-a-stand.ts';
import { unquiescePatch } from './workloads.ts';

function workload(apiVersion: string, kind: string, spec?: object): KubeObject {
  return { apiVersion, kind, metadata: { name: 'web' }, ...(spec === undefined ? {} : { spec }) };
}

describe('a workload on arrival', () => {
  it.each<[string, KubeObject, object]>([
    ['runs', workload('apps/v1', 'Deployment', { replicas: 3, paused: true }), { replicas: 0 }],
    ['runs by default', workload('apps/v1', 'StatefulSet', {}), { replicas: 0 }],
    [
      'runs by the clock',
      workload('batch/v1beta1', 'CronJob', { schedule: '* * * * *' }),
      { suspend: true },
    ],
  ])('that %s is at a stand, with the note that starts it', (_, object, stopped) => {
    const standing = atAStand(object, 'run');

    expect(standing['spec']).toEqual({ ...(object['spec'] as object), ...stopped });
    const { spec } = unquiescePatch(standing, 'run') as { spec: object };
    expect(spec).toEqual(
      object.kind === 'CronJob'
        ? { suspend: false }
        : { replicas: (object['spec'] as { replicas?: number }).replicas ?? 1 },
    );
  });

  it.each<[string, KubeObject]>([
    ['stands still anyway', workload('apps/v1', 'Deployment', { replicas: 0 })],
    ['is suspended', workload('batch/v1', 'CronJob', { suspend: true })],
    ['nobody can stop', workload('apps/v1', 'DaemonSet', {})],
    ["is somebody's own kind", workload('example.com/v1', 'Deployment', { replicas: 2 })],
  ])('that %s arrives as it is', (_, object) => {
    expect(atAStand(object, 'run')).toBe(object);
  });
});
