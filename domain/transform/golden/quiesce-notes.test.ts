import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import { mergePatch } from '../../merge-patch.ts';
import { quiescePatch } from '../../quiesce/workloads.ts';
import { arrives, CONTEXT, notesOn } from './context.ts';
import { live, MIGRATED } from './objects.ts';

const MTC = 'migration.openshift.io';
const BY = 'drayage.dev/quiesced-by';
const NOWHERE = { template: { spec: { nodeSelector: { [`${MTC}/quiesceDaemonSet`]: 'true' } } } };

const API: Record<string, string> = {
  CronJob: 'batch/v1',
  Job: 'batch/v1',
  DeploymentConfig: 'apps.openshift.io/v1',
  ReplicationController: 'v1',
};

function noted(
  kind: string,
  annotations: Record<string, string>,
  spec: Record<string, unknown>,
): KubeObject {
  return live(API[kind] ?? 'apps/v1', kind, { annotations }, { spec });
}

describe('a workload that was stopped', () => {
  it.each([
    ['Deployment', { replicas: 3 }],
    ['StatefulSet', { replicas: 2 }],
    ['CronJob', { suspend: false }],
    ['Job', { suspend: false, parallelism: 2 }],
    ['Job', { parallelism: 2 }],
    ['DeploymentConfig', { replicas: 2 }],
    ['ReplicaSet', { replicas: 2 }],
    ['ReplicationController', { replicas: 2 }],
    ['DaemonSet', { template: { spec: { hostNetwork: true } } }],
    ['DaemonSet', { template: { spec: { nodeSelector: { disk: 'ssd' } } } }],
  ])('by this run arrives as it was: %s %j', (kind, spec) => {
    const before = noted(kind, {}, spec);
    const patch = quiescePatch(before, CONTEXT.run.uid) as object;
    const stopped = mergePatch(before, patch);

    expect(stopped['spec']).not.toEqual(spec);
    expect(arrives(stopped)).toEqual({
      apiVersion: before.apiVersion,
      kind,
      metadata: { name: 'it', namespace: 'shop2', labels: MIGRATED },
      spec,
    });
    expect(notesOn(stopped)).toEqual(notesOn(before));
  });

  it.each<[string, Record<string, string>, Record<string, unknown>, Record<string, unknown>]>([
    [
      'DeploymentConfig',
      { [`${MTC}/preQuiesceReplicas`]: '3', [`${MTC}/preQuiescePaused`]: 'true' },
      { replicas: 0, paused: false },
      { replicas: 3, paused: true },
    ],
    [
      'DaemonSet',
      { [`${MTC}/preQuiesceNodeSelector`]: '{"disk":"ssd"}' },
      NOWHERE,
      { template: { spec: { nodeSelector: { disk: 'ssd' } } } },
    ],
    [
      'DaemonSet',
      { [`${MTC}/preQuiesceNodeSelector`]: 'null' },
      NOWHERE,
      { template: { spec: {} } },
    ],
  ])('by MTC arrives as it was, and is told: %s', (kind, annotations, spec, expected) => {
    const found = noted(kind, annotations, spec);

    expect(arrives(found)['spec']).toEqual(expected);
    expect(arrives(found).metadata.annotations).toBeUndefined();
    expect(notesOn(found)).toContainEqual(
      expect.objectContaining({ severity: 'warning', rule: 'quiesce-note' }),
    );
  });

  // MTC notes the same on a CronJob that its owner had suspended.
  it('by MTC stays suspended, and is told', () => {
    const found = noted('CronJob', { [`${MTC}/preQuiesceSuspend`]: 'true' }, { suspend: true });

    expect(arrives(found)['spec']).toEqual({ suspend: true });
    expect(notesOn(found)).toMatchObject([{ severity: 'warning', rule: 'quiesce-note' }]);
  });

  it('by another run of ours is that run’s to start', () => {
    const annotations = { [`${MTC}/preQuiesceReplicas`]: '3', [BY]: 'another' };
    const found = noted('Deployment', annotations, { replicas: 0 });

    expect(arrives(found)).toMatchObject({ metadata: { annotations }, spec: { replicas: 0 } });
    expect(notesOn(found)).toMatchObject([{ severity: 'warning', rule: 'quiesce-note' }]);
  });

  it('and started since arrives as it is', () => {
    const found = noted('Deployment', { [`${MTC}/preQuiesceReplicas`]: '3' }, { replicas: 5 });

    expect(arrives(found)['spec']).toEqual({ replicas: 5 });
    expect(arrives(found).metadata.annotations).toBeUndefined();
    expect(notesOn(found)).toEqual([]);
  });
});
