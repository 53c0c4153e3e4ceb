import { describe, expect, it } from '@jest/globals';
import type { PlanVolume } from '../kinds/plan-volume.ts';
import type { KubeObject } from '../kube-object.ts';
import { DEFAULT_SETTINGS } from '../settings/settings.ts';
import type { ClusterFacts, PlanFacts } from './facts.ts';
import { readStorageClass } from './storage-classes.ts';
import { limitFindings } from './validate-limits.ts';
import { selectionFindings } from './validate-selections.ts';

function storageClass(name: string, provisioner: string) {
  const metadata = { name };
  return readStorageClass({
    ...{ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata, provisioner },
  });
}

function pod(name: string, phase: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    status: { phase },
  };
}

const CLUSTERS: ClusterFacts = {
  ...{ found: ['shop'], claims: [], volumes: [], pods: [] },
  sourceClasses: [storageClass('gluster', 'kubernetes.io/glusterfs')],
  targetClasses: [
    storageClass('ebs', 'ebs.csi.aws.com'),
    storageClass('unknown', 'csi.example.com'),
  ],
};

function facts(change: Partial<ClusterFacts> = {}): PlanFacts {
  return {
    ...{ needsStorage: true, hooks: [], namespaces: [{ source: 'shop', target: 'shop' }] },
    clusters: { ...CLUSTERS, ...change },
  };
}

function volume(
  selection: PlanVolume['selection'] = {},
  change: Partial<PlanVolume> = {},
): PlanVolume {
  return {
    ...{ name: 'pv', storageClass: 'slow' },
    supported: { actions: ['skip', 'copy'], copyMethods: ['filesystem'] },
    selection: { action: 'copy', copyMethod: 'filesystem', storageClass: 'ebs', ...selection },
    pvc: { namespace: 'shop', name: 'data', accessModes: ['ReadWriteOnce'] },
    ...change,
  };
}

const shared = { pvc: { namespace: 'shop', name: 'data', accessModes: ['ReadWriteMany'] } };

describe('what is selected for a volume', () => {
  it.each<[string, string | undefined, PlanVolume]>([
    ['what can be', undefined, volume()],
    ['a mode that nobody knows', 'PvInvalidAccessMode', volume({ accessMode: 'ReadWrite' })],
    [
      'a mode that the class does not offer',
      'PvWarnAccessModeUnavailable',
      volume({ accessMode: 'ReadWriteMany' }),
    ],
    [
      'the modes of the source, which it does not offer',
      'PvWarnAccessModeUnavailable',
      volume({}, shared),
    ],
    [
      'another mode than that of the source',
      undefined,
      volume({ accessMode: 'ReadWriteOnce' }, shared),
    ],
    ['a class that nobody knows', undefined, volume({ storageClass: 'unknown' }, shared)],
    ['a way of copying that it cannot', 'PvInvalidCopyMethod', volume({ copyMethod: 'snapshot' })],
    ['no way of copying', undefined, volume({ copyMethod: '' })],
    [
      'to copy what can only be skipped',
      'PvNoSupportedAction',
      volume({}, { supported: { actions: ['skip'] } }),
    ],
    ['to skip it', undefined, volume({ action: 'skip' }, { supported: { actions: ['skip'] } })],
    [
      'to leave Gluster without Ceph',
      'PvWarnNoCephAvailable',
      volume({}, { storageClass: 'gluster' }),
    ],
  ])('%s: %s', (_, type, chosen) => {
    const findings = selectionFindings(facts(), [chosen]);

    expect(findings.map((finding) => finding.type)).toEqual(type === undefined ? [] : [type]);
    for (const { message } of findings) expect(message).toContain('pv (shop/data)');
  });
});

describe('the size of a plan', () => {
  const settings = { ...DEFAULT_SETTINGS, limits: { namespaces: 1, pods: 1, volumes: 1 } };
  const found = facts({ pods: [pod('a', 'Running'), pod('b', 'Succeeded')] });

  it('is no matter within its limits; pods that have ended and volumes that stay do not count', () => {
    expect(limitFindings(found, [volume(), volume({ action: 'skip' })], settings)).toEqual([]);
  });

  it('is warned of beyond them', () => {
    const namespaces = ['a', 'b'].map((name) => ({ source: name, target: name }));
    const large = { ...facts({ pods: [pod('a', 'Running'), pod('b', 'Running')] }), namespaces };

    expect(limitFindings(large, [volume(), volume()], settings)).toMatchObject([
      { type: 'NamespaceLimitExceeded', category: 'Warn', reason: 'LimitExceeded' },
      { type: 'PodLimitExceeded', message: 'Pod limit: 1 exceeded, found: 2.' },
      { type: 'PvLimitExceeded' },
    ]);
  });
});
