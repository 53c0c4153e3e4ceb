import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { atAStand } from './at-a-stand.ts';
import { unquiescePatch } from './workloads.ts';

function workload(apiVersion: string, kind: string, spec?: object): KubeObject {
  return { apiVersion, kind, metadata: { name: 'web' }, ...(spec === undefined ? {} : { spec }) };
}

describe('a workload on arrival', () => {
  it.each<[string, KubeObject, object, object]>([
    [
      'runs',
      workload('apps/v1', 'Deployment', { replicas: 3, paused: true }),
      { replicas: 0 },
      { replicas: 3 },
    ],
    ['runs by default', workload('apps/v1', 'StatefulSet', {}), { replicas: 0 }, { replicas: 1 }],
    [
      'runs by the clock',
      workload('batch/v1beta1', 'CronJob', { schedule: '* * * * *' }),
      { suspend: true },
      { suspend: false },
    ],
    [
      'runs once',
      workload('batch/v1', 'Job', { suspend: false }),
      { suspend: true },
      { suspend: false },
    ],
    [
      'is a pod of its own',
      workload('v1', 'Pod', { restartPolicy: 'Never' }),
      { schedulingGates: [{ name: 'drayage.dev/at-a-stand' }] },
      { schedulingGates: null },
    ],
    [
      'is a pod that waits for something else too',
      workload('v1', 'Pod', { schedulingGates: [{ name: 'a' }] }),
      { schedulingGates: [{ name: 'a' }, { name: 'drayage.dev/at-a-stand' }] },
      { schedulingGates: [{ name: 'a' }] },
    ],
  ])('that %s is at a stand, with the note that starts it', (_, object, stopped, started) => {
    const standing = atAStand(object, 'run');

    expect(standing['spec']).toEqual({ ...(object['spec'] as object), ...stopped });
    expect(unquiescePatch(standing, 'run')).toMatchObject({ spec: started });
  });

  it('that runs on every node runs on none', () => {
    const standing = atAStand(workload('apps/v1', 'DaemonSet', { template: {} }), 'run');

    expect(standing['spec']).toEqual({
      template: { spec: { nodeSelector: { 'migration.openshift.io/quiesceDaemonSet': 'true' } } },
    });
  });

  it.each<[string, KubeObject]>([
    ['stands still anyway', workload('apps/v1', 'Deployment', { replicas: 0 })],
    ['is suspended', workload('batch/v1', 'CronJob', { suspend: true })],
    ["is somebody's own kind", workload('example.com/v1', 'Deployment', { replicas: 2 })],
    ['runs nothing', workload('v1', 'Service', {})],
  ])('that %s arrives as it is', (_, object) => {
    expect(atAStand(object, 'run')).toBe(object);
  });
});
