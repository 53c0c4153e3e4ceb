import { expect, it, test } from '@jest/globals';
import type { KubeObject } from '../kube-object.ts';
import { rehearsedPod } from './pod.ts';

const SPEC = { containers: [{ name: 'main', image: 'busybox' }] };
const GAPS = {
  comingAccounts: new Set(['store/app']),
  priorityClasses: ['known'],
  runtimeClasses: ['gvisor'],
};

function workload(apiVersion: string, kind: string, spec: object): KubeObject {
  return { apiVersion, kind, metadata: { name: 'web', namespace: 'store' }, spec };
}

const template = (spec: object = SPEC) => ({
  metadata: { labels: { app: 'web' }, annotations: { note: 'a' }, finalizers: ['x/y'] },
  spec,
});

test.each([
  ['apps/v1', 'Deployment', { template: template() }, 'ReplicaSet'],
  ['apps/v1', 'ReplicaSet', { template: template() }, 'ReplicaSet'],
  ['apps/v1', 'StatefulSet', { template: template() }, 'StatefulSet'],
  ['apps/v1', 'DaemonSet', { template: template() }, 'DaemonSet'],
  ['batch/v1', 'Job', { template: template() }, 'Job'],
  ['batch/v1', 'CronJob', { jobTemplate: { spec: { template: template() } } }, 'Job'],
  ['v1', 'ReplicationController', { template: template() }, 'ReplicationController'],
  ['apps.openshift.io/v1', 'DeploymentConfig', { template: template() }, 'ReplicationController'],
])('a pod of a %s %s is as its controller makes it', (apiVersion, kind, spec, owner) => {
  expect(rehearsedPod(workload(apiVersion, kind, spec), GAPS)).toEqual({
    ...{ apiVersion: 'v1', kind: 'Pod', spec: SPEC },
    metadata: {
      ...{ name: 'web-rehearsal', namespace: 'store' },
      ...{ labels: { app: 'web' }, annotations: { note: 'a' } },
      ownerReferences: [expect.objectContaining({ kind: owner, controller: true })],
    },
  });
});

it('takes a bare pod for what it is', () => {
  const pod = workload('v1', 'Pod', SPEC);
  expect(rehearsedPod(pod, GAPS)).toEqual(pod);
});

it.each([
  ['v1', 'ConfigMap'],
  ['v1', 'PodTemplate'],
  ['example.com/v1', 'Deployment'],
])('makes none of a %s %s', (apiVersion, kind) => {
  expect(rehearsedPod(workload(apiVersion, kind, { template: template() }), GAPS)).toBeUndefined();
});

const podOf = (spec: object) =>
  rehearsedPod(workload('apps/v1', 'Deployment', { template: template(spec) }), GAPS)?.['spec'];

it.each([
  [{ serviceAccountName: 'app', serviceAccount: 'app' }],
  [{ priorityClassName: 'absent' }],
  [{ runtimeClassName: 'absent' }],
])('leaves out %j, which the target lacks', (missing) => {
  expect(podOf({ ...SPEC, ...missing })).toEqual(SPEC);
});

it.each([
  [{ serviceAccountName: 'other' }],
  [{ priorityClassName: 'known' }],
  [{ priorityClassName: 'system-node-critical' }],
  [{ runtimeClassName: 'gvisor' }],
])('keeps %j', (kept) => {
  expect(podOf({ ...SPEC, ...kept })).toEqual({ ...SPEC, ...kept });
});

it('gives a pod of a StatefulSet its claims, in the place of volumes of that name', () => {
  const volumes = [
    { name: 'data', emptyDir: {} },
    { name: 'tmp', emptyDir: {} },
  ];
  const set = workload('apps/v1', 'StatefulSet', {
    template: template({ ...SPEC, volumes }),
    volumeClaimTemplates: [{ metadata: { name: 'data' } }],
  });
  expect(rehearsedPod(set, GAPS)?.['spec']).toEqual({
    ...SPEC,
    volumes: [
      { name: 'tmp', emptyDir: {} },
      { name: 'data', persistentVolumeClaim: { claimName: 'data-web-0' } },
    ],
  });
});

it('keeps names within what a pod may be called', () => {
  const long = workload('apps/v1', 'Deployment', { template: template() });
  long.metadata.name = `${'a'.repeat(52)}.b`;
  const name = rehearsedPod(long, GAPS)?.metadata.name ?? '';
  expect(name).toBe(`${'a'.repeat(52)}-rehearsal`);
});
