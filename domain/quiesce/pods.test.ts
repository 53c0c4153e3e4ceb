import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { unstoppablePods } from './pods.ts';
import { describePods } from './readiness.ts';

interface Run {
  apiVersion: string;
  kind: string;
  name: string;
}

const by = (apiVersion: string, kind: string, name = 'o'): Run => ({ apiVersion, kind, name });

function pod(runBy: Run | undefined, status: Record<string, unknown> = {}): KubeObject {
  const owner = runBy && { ...runBy, uid: `${runBy.kind}-${runBy.name}`, controller: true };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'p',
      namespace: 'shop',
      ...(owner === undefined ? {} : { ownerReferences: [owner] }),
    },
    status: { phase: 'Running', ...status },
  };
}

function runner({ apiVersion, kind, name }: Run, owner?: Run): KubeObject {
  const { metadata } = pod(owner);
  return { apiVersion, kind, metadata: { ...metadata, name, uid: `${kind}-${name}` } };
}

const REPLICA_SET = by('apps/v1', 'ReplicaSet');

describe('unstoppablePods', () => {
  it.each<[string, Run[]]>([
    ['a StatefulSet', [by('apps/v1', 'StatefulSet')]],
    ['a DaemonSet', [by('apps/v1', 'DaemonSet')]],
    ['a ReplicaSet that nobody owns', [REPLICA_SET]],
    ['a Deployment', [REPLICA_SET, by('apps/v1', 'Deployment')]],
    ['a Deployment of an old cluster', [REPLICA_SET, by('extensions/v1beta1', 'Deployment')]],
    ['a ReplicationController that nobody owns', [by('v1', 'ReplicationController')]],
    [
      'a DeploymentConfig',
      [by('v1', 'ReplicationController'), by('apps.openshift.io/v1', 'DeploymentConfig')],
    ],
    ['a Job', [by('batch/v1', 'Job')]],
    ['a CronJob', [by('batch/v1', 'Job'), by('batch/v1', 'CronJob')]],
  ])('lets a pod of %s pass', (_name, [direct, above]) => {
    expect(unstoppablePods([pod(direct)], [runner(direct!, above)])).toEqual([]);
  });

  it.each<[string, Run[]]>([
    ['a task', [by('tekton.dev/v1', 'TaskRun', 't')]],
    ['a node', [by('v1', 'Node', 'n')]],
    [
      'a custom resource, through a ReplicaSet',
      [REPLICA_SET, by('argoproj.io/v1', 'Rollout', 'r')],
    ],
    ['a custom resource, through a Job', [by('batch/v1', 'Job'), by('example.com/v1', 'Run', 'x')]],
  ])('names a pod that is run by %s', (_name, [direct, above]) => {
    const { kind, name } = above ?? direct!;
    expect(unstoppablePods([pod(direct)], [runner(direct!, above)])).toMatchObject([
      { runBy: { kind, name } },
    ]);
  });

  it('names a pod that nobody runs', () => {
    expect(unstoppablePods([pod(undefined)], [])).toMatchObject([{ runBy: undefined }]);
  });

  it('does not mind a pod that has ended, or is about to', () => {
    const ending = pod(undefined);
    ending.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';

    expect(unstoppablePods([pod(undefined, { phase: 'Succeeded' }), ending], [])).toEqual([]);
  });
});

describe('describePods', () => {
  it('says what a pod waits for', () => {
    const waiting = { reason: 'ImagePullBackOff', message: 'no such image' };
    const seen = pod(REPLICA_SET, {
      phase: 'Pending',
      containerStatuses: [{ name: 'web', state: { waiting } }],
    });

    expect(describePods([seen])).toBe('Pod shop/p: Pending, web ImagePullBackOff (no such image)');
  });

  it('says what holds a pod that ends', () => {
    const ending = pod(REPLICA_SET);
    ending.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    ending.metadata.finalizers = ['example.com/hold'];

    expect(describePods([ending])).toContain(
      'to end by 2026-01-01T00:00:00Z, held by example.com/hold',
    );
  });

  it('names the first few of many', () => {
    const many = Array.from({ length: 8 }, () => pod(REPLICA_SET));

    expect(describePods(many)).toMatch(/and 3 more$/);
  });
});
