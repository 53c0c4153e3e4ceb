import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../../kube-object.ts';
import type { ClaimChoice } from '../contract.ts';
import { annotationOf } from '../read.ts';
import { arrives, contextWith, notesOn, skippedBy } from './context.ts';

const CHOICE: ClaimChoice = {
  action: 'copy',
  targetName: 'data',
  storageClass: 'ocs',
  accessModes: ['ReadWriteMany'],
  capacity: '20Gi',
};

function choosing(change: Partial<ClaimChoice> = {}) {
  return contextWith({ claims: { 'shop/data': { ...CHOICE, ...change } } });
}

function claim(spec: Record<string, unknown> = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: 'data',
      namespace: 'shop',
      finalizers: ['kubernetes.io/pvc-protection'],
      annotations: {
        'app.example.com/keep': 'yes',
        'pv.kubernetes.io/bind-completed': 'yes',
        'pv.kubernetes.io/bound-by-controller': 'yes',
        'volume.beta.kubernetes.io/storage-class': 'gp2',
        'volume.kubernetes.io/selected-node': 'node-1',
      },
    },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '10Gi' } },
      selector: { matchLabels: { disk: 'fast' } },
      storageClassName: 'gp2',
      volumeMode: 'Filesystem',
      volumeName: 'pv-1',
      ...spec,
    },
  };
}

function volume(policy = 'Delete'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'pv-1' },
    spec: {
      capacity: { storage: '10Gi' },
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        name: 'data',
        namespace: 'shop',
        resourceVersion: '7',
        uid: 'claim-uid',
      },
      nfs: { path: '/exports/data', server: 'nfs.example.com' },
      persistentVolumeReclaimPolicy: policy,
      storageClassName: 'gp2',
    },
  };
}

describe('row 9: a claim that is copied', () => {
  it('row 9: has the class and the access modes of the plan, and is bound to nothing', () => {
    const arrived = arrives(claim(), choosing());

    expect(arrived['spec']).toEqual({
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage: '20Gi' } },
      storageClassName: 'ocs',
      volumeMode: 'Filesystem',
    });
    expect(arrived.metadata.annotations).toEqual({
      'app.example.com/keep': 'yes',
      'volume.beta.kubernetes.io/storage-class': 'ocs',
    });
  });

  it.each([
    ['10Gi', '20Gi', '20Gi'],
    ['10Gi', '9000Mi', '10Gi'],
    ['10Gi', '10240Mi', '10Gi'],
    ['10Gi', 'much', '10Gi'],
  ])('row 9: of %s requested and %s proposed it asks for %s', (storage, capacity, expected) => {
    const arrived = arrives(
      claim({ resources: { requests: { storage } } }),
      choosing({ capacity }),
    );

    expect(arrived).toHaveProperty(['spec', 'resources', 'requests', 'storage'], expected);
  });

  it('asks for the default class by naming none', () => {
    const arrived = arrives(claim(), choosing({ storageClass: '' }));

    expect(arrived['spec']).not.toHaveProperty('storageClassName');
    expect(annotationOf(arrived, 'volume.beta.kubernetes.io/storage-class')).toBeUndefined();
  });

  it('keeps the access modes of the source when the plan names none', () => {
    const arrived = arrives(claim(), choosing({ accessModes: [] }));

    expect(arrived).toHaveProperty(['spec', 'accessModes'], ['ReadWriteOnce']);
  });

  it('is called as the plan says, and stays so', () => {
    const context = choosing({ targetName: 'data-new' });
    const arrived = arrives(claim(), context);

    expect(arrived.metadata.name).toBe('data-new');

    const there = { ...arrived, metadata: { ...arrived.metadata, namespace: 'shop2' } };
    expect(arrives(there, context).metadata.name).toBe('data-new');
  });

  it('is refused when its class is not there', () => {
    expect(notesOn(claim(), choosing({ storageClass: 'fast' }))).toContainEqual({
      severity: 'refusal',
      rule: 'claim',
      text: expect.stringMatching(/storage class fast does not exist.*: make it there, or/),
    });
  });

  it.each([
    ['the plan leaves behind', choosing({ action: 'skip' })],
    ['the plan does not name', contextWith({})],
    ['shares only its name in another namespace', contextWith({ claims: { 'base/data': CHOICE } })],
  ])('stays when it is one that %s', (_, context) => {
    expect(skippedBy(claim(), context)).toBe('claim');
  });

  it('does not take a claim of the source for one that another will be called', () => {
    const context = contextWith({ claims: { 'same/old': { ...CHOICE, targetName: 'data' } } });
    const other = { ...claim(), metadata: { name: 'data', namespace: 'same' } };

    expect(skippedBy(other, context)).toBe('claim');
  });
});

describe('row 10: a claim made from something else', () => {
  it('row 10: arrives without its source and without its finalizer', () => {
    const snapshot = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 's1' };
    const arrived = arrives(claim({ dataSource: snapshot, dataSourceRef: snapshot }), choosing());

    expect(arrived['spec']).not.toHaveProperty('dataSource');
    expect(arrived['spec']).not.toHaveProperty('dataSourceRef');
    expect(arrived.metadata.finalizers ?? []).toEqual([]);
  });
});

describe('row 11: a volume that moves', () => {
  const moving = choosing({ action: 'move', targetName: 'data' });

  it('row 11: is retained, says what it was, and waits for its claim in the new namespace', () => {
    const arrived = arrives(volume(), moving);

    expect(arrived).toHaveProperty(['spec', 'persistentVolumeReclaimPolicy'], 'Retain');
    expect(annotationOf(arrived, 'migration.openshift.io/orig-reclaim-policy')).toBe('Delete');
    expect(arrived).toHaveProperty(['spec', 'claimRef'], {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      name: 'data',
      namespace: 'shop2',
    });
    expect(arrived).toHaveProperty(['spec', 'nfs'], {
      path: '/exports/data',
      server: 'nfs.example.com',
    });
  });

  it('keeps the note of the source, where it was retained before', () => {
    const retained: KubeObject = {
      ...volume('Retain'),
      metadata: {
        name: 'pv-1',
        annotations: { 'migration.openshift.io/orig-reclaim-policy': 'Delete' },
      },
    };

    expect(
      annotationOf(arrives(retained, moving), 'migration.openshift.io/orig-reclaim-policy'),
    ).toBe('Delete');
  });

  it('its claim keeps volume, class and size', () => {
    const arrived = arrives(claim(), moving);

    expect(arrived['spec']).toEqual({
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '10Gi' } },
      storageClassName: 'gp2',
      volumeMode: 'Filesystem',
      volumeName: 'pv-1',
    });
    expect(annotationOf(arrived, 'pv.kubernetes.io/bind-completed')).toBeUndefined();
  });

  it.each([
    ['is copied', choosing()],
    ['stays', choosing({ action: 'skip' })],
    ['is not of the plan', contextWith({})],
  ])('stays when its claim %s', (_, context) => {
    expect(skippedBy(volume(), context)).toBe('moved-volume');
  });
});
