import { describe, expect, it } from '@jest/globals';
import { type AddonObject, diagnose, findUnready } from './readiness.ts';

const velero = 'openshift-migration';

function deployment(name: string, namespace: string, available = 1): AddonObject {
  return {
    kind: 'Deployment',
    metadata: { name, namespace, generation: 2 },
    spec: { replicas: 1 },
    status: { observedGeneration: 2, updatedReplicas: 1, availableReplicas: available },
  };
}

const working: readonly AddonObject[] = [
  deployment('coredns', 'kube-system'),
  deployment('local-path-provisioner', 'local-path-storage'),
  deployment('velero', velero),
  {
    kind: 'DaemonSet',
    metadata: { name: 'node-agent', namespace: velero, generation: 1 },
    status: {
      observedGeneration: 1,
      desiredNumberScheduled: 1,
      updatedNumberScheduled: 1,
      numberAvailable: 1,
    },
  },
  {
    kind: 'BackupStorageLocation',
    metadata: { name: 'default', namespace: velero },
    status: { phase: 'Available' },
  },
];

/** The working cluster with one object replaced. */
function withInstead(object: AddonObject): AddonObject[] {
  return working.map((old) => (old.metadata.name === object.metadata.name ? object : old));
}

describe('findUnready', () => {
  it('finds nothing in a working cluster', () => {
    expect(findUnready(working)).toEqual([]);
  });

  it('misses what is not there', () => {
    expect(findUnready(working.slice(1))).toEqual(['coredns']);
    expect(findUnready([])).toHaveLength(5);
  });

  it.each<[string, AddonObject, string]>([
    ['a pod is not ready', deployment('velero', velero, 0), 'velero'],
    [
      'a change was not seen by its controller yet',
      {
        ...deployment('coredns', 'kube-system'),
        metadata: { name: 'coredns', namespace: 'kube-system', generation: 3 },
      },
      'coredns',
    ],
    [
      'no node runs the agent yet',
      {
        kind: 'DaemonSet',
        metadata: { name: 'node-agent', namespace: velero, generation: 1 },
        status: { observedGeneration: 1, desiredNumberScheduled: 0 },
      },
      'node-agent',
    ],
    [
      'the store was not validated',
      { kind: 'BackupStorageLocation', metadata: { name: 'default', namespace: velero } },
      'storage location',
    ],
  ])('waits while %s', (_why, object, part) => {
    expect(findUnready(withInstead(object))).toEqual([part]);
  });
});

describe('diagnose', () => {
  const pod = (status: AddonObject['status']): AddonObject => ({
    kind: 'Pod',
    metadata: { name: 'velero-1', namespace: velero },
    ...(status && { status }),
  });

  it('says nothing of what works', () => {
    const ready = pod({ phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] });

    expect(diagnose([...working, ready], [])).toEqual([]);
  });

  it('names pod, container, state and the last event', () => {
    const broken = pod({
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'False' }],
      initContainerStatuses: [
        { name: 'aws', ready: false, state: { terminated: { exitCode: 0 } } },
      ],
      containerStatuses: [
        {
          name: 'velero',
          ready: false,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } },
          lastState: { terminated: { reason: 'Error', exitCode: 1 } },
        },
      ],
    });
    const event = (time: string, reason: string, name = 'velero-1') => ({
      involvedObject: { name, namespace: velero },
      reason,
      message: 'because',
      lastTimestamp: time,
    });

    const lines = diagnose(
      [broken],
      [
        event('2026-01-01T00:00:02Z', 'BackOff'),
        event('2026-01-01T00:00:01Z', 'Pulled'),
        event('2026-01-01T00:00:03Z', 'Killing', 'another'),
      ],
    );

    expect(lines).toEqual([
      'Pod openshift-migration/velero-1: Running; container velero CrashLoopBackOff: back-off 10s, ended with 1 (Error)',
      '  last event: BackOff: because',
    ]);
  });

  it('says why a pod has no node', () => {
    const conditions = [{ type: 'PodScheduled', status: 'False', message: '0/1 nodes' }];

    expect(diagnose([pod({ phase: 'Pending', conditions })], [])).toEqual([
      'Pod openshift-migration/velero-1: Pending; 0/1 nodes',
    ]);
  });

  it('leaves out pods that are going', () => {
    const going = pod({ phase: 'Running' });
    going.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';

    expect(diagnose([going], [])).toEqual([]);
  });

  it('shows what Velero says of an unavailable store', () => {
    const location: AddonObject = {
      kind: 'BackupStorageLocation',
      metadata: { name: 'default', namespace: velero },
      status: { phase: 'Unavailable', message: 'NoSuchBucket' },
    };

    expect(diagnose([location], [])).toEqual([
      'BackupStorageLocation openshift-migration/default: Unavailable, NoSuchBucket',
    ]);
  });
});
